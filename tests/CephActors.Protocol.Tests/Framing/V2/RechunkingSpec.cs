using CephActors.Framing;

namespace CephActors.Protocol.Tests.Framing.V2;

public class RechunkingSpec
{
    private const int SmallStream = 2500;

    public static TheoryData<string> Captures => Capture.Rows;

    [Theory]
    [MemberData(nameof(Captures))]
    public void Decoder_should_find_the_same_frames_when_bytes_come_in_random_pieces(string name)
    {
        var random = new Random(name.Length);
        foreach (var (bytes, script) in Sides(name))
        {
            var whole = Feed(script, bytes, bytes.Length);
            Assert.Equal(bytes.Length, whole.Decoder.Offset);
            foreach (var longest in new[] { 1, 2, 10, 60, 300, 5000 })
            {
                var reader = new ScriptedReader(script);
                for (var at = 0; at < bytes.Length;)
                {
                    var count = Math.Min(random.Next(1, longest + 1), bytes.Length - at);
                    Assert.True(reader.Feed(bytes.AsSpan(at, count)) is DecodeStatus.NeedMore or DecodeStatus.Paused);
                    at += count;
                }

                Assert.Equal(whole.Frames, reader.Frames);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Decoder_should_want_more_after_every_prefix(string name)
    {
        foreach (var (bytes, script) in Sides(name).Where(side => side.Bytes.Length <= SmallStream))
        {
            for (var length = 0; length < bytes.Length; length++)
            {
                var reader = Feed(script, bytes, length);
                Assert.Equal(length, reader.Decoder.Offset);
                Assert.Equal(length == reader.End ? DecodeStatus.Done : DecodeStatus.Invalid, reader.Decoder.EndOfInput());
                Assert.Equal(length == reader.End ? ProtocolError.None : ProtocolError.Truncated, reader.Decoder.Error.Kind);
            }
        }
    }

    private static ScriptedReader Feed(List<(Expectation, FramePhase?)> script, byte[] bytes, int length)
    {
        var reader = new ScriptedReader(script);
        Assert.True(reader.Feed(bytes.AsSpan(0, length)) is DecodeStatus.NeedMore or DecodeStatus.Paused);
        return reader;
    }

    private static List<(byte[] Bytes, List<(Expectation, FramePhase?)> Script)> Sides(string name)
    {
        var capture = new Capture(name);
        var conversation = capture.Decode();
        return [.. new[] { ConversationSide.Client, ConversationSide.Server }.Select(side => (capture[side], capture.ScriptOf(conversation, side)))];
    }
}
