using CephActors.Framing;

namespace CephActors.Protocol.Tests.Framing.V1;

public class RechunkingSpec
{
    private const int SmallStream = 2500;

    public static TheoryData<string> Captures => Capture.Rows;

    [Theory]
    [MemberData(nameof(Captures))]
    public void Decoder_should_find_the_same_frames_when_bytes_come_one_at_a_time(string name)
    {
        foreach (var (bytes, script) in Sides(name))
        {
            var (whole, wholeStatus) = Whole(bytes, script);
            var reader = new ScriptedReader(FramingOptions.Default, script);
            var status = DecodeStatus.NeedMore;
            foreach (ref readonly var value in bytes.AsSpan())
            {
                status = reader.Feed(new ReadOnlySpan<byte>(in value));
                Assert.True(status is DecodeStatus.NeedMore or DecodeStatus.Paused);
            }

            Assert.Equal(wholeStatus, status);
            Assert.Equal(whole.Texts(), reader.Texts());
            Assert.Equal(whole.Decoder.Offset, reader.Decoder.Offset);
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Decoder_should_find_the_same_frames_when_bytes_come_in_random_pieces(string name)
    {
        var random = new Random(name.Length);
        foreach (var (bytes, script) in Sides(name))
        {
            var whole = Whole(bytes, script).Reader.Texts();
            foreach (var longest in new[] { 2, 10, 60, 300, 5000 })
            {
                var reader = new ScriptedReader(FramingOptions.Default, script);
                for (var at = 0; at < bytes.Length;)
                {
                    var count = Math.Min(random.Next(longest + 1), bytes.Length - at);
                    Assert.True(reader.Feed(bytes.AsSpan(at, count)) is DecodeStatus.NeedMore or DecodeStatus.Paused);
                    at += count;
                }

                Assert.Equal(whole, reader.Texts());
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
                var reader = new ScriptedReader(FramingOptions.Default, script);
                var status = reader.Feed(bytes.AsSpan(0, length));
                Assert.True(status is DecodeStatus.NeedMore or DecodeStatus.Paused);
                Assert.Equal(length, reader.Decoder.Offset);
                var end = reader.Decoder.EndOfInput();
                var atBoundary = length == 0 || reader.Frames.LastOrDefault() is var last && last.Offset + last.Length == length;
                Assert.Equal(atBoundary ? DecodeStatus.Done : DecodeStatus.Invalid, end);
                Assert.Equal(atBoundary ? ProtocolError.None : ProtocolError.Truncated, reader.Decoder.Error.Kind);
            }
        }
    }

    private static List<(byte[] Bytes, List<(Expectation, MessagePhase?)> Script)> Sides(string name)
    {
        var capture = new Capture(name);
        var conversation = capture.Decode();
        var signer = capture.Signer(conversation);
        return [.. new[] { ConversationSide.Client, ConversationSide.Server }.Select(side => (capture[side], ScriptedReader.ScriptOf(conversation, side, signer)))];
    }

    private static (ScriptedReader Reader, DecodeStatus Status) Whole(byte[] bytes, List<(Expectation, MessagePhase?)> script)
    {
        var reader = new ScriptedReader(FramingOptions.Default, script);
        var status = reader.Feed(bytes);
        Assert.Equal(bytes.Length, reader.Decoder.Offset);
        return (reader, status);
    }
}
