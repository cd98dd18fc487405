using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class CaptureSpec
{
    public static TheoryData<string> Captures => Capture.Rows;

    [Fact]
    public void Captures_should_all_be_here() => Assert.Equal(53, Captures.Count);

    [Theory]
    [MemberData(nameof(Captures))]
    public void Capture_should_be_decoded_as_the_notes_have_it(string name)
    {
        var capture = new Capture(name);
        var conversation = capture.Decode();
        foreach (var (side, error) in new[] { (ConversationSide.Client, conversation.ClientError), (ConversationSide.Server, conversation.ServerError) })
        {
            var notes = capture.Notes().Where(note => note.Side == side).ToList();
            var elements = conversation.Elements.Where(element => element.Side == side).ToList();
            Assert.Equal(notes.Select(note => (note.Start, note.End)), elements.Select(element => (element.Offset, element.Offset + element.Length)));
            foreach (var (note, element) in notes.Zip(elements))
                Assert.StartsWith(NoteText.Of(element), NoteText.Normalize(note.Text));

            // Sockets that were cut inside a frame end where the notes end too.
            var read = notes.Count == 0 ? 0 : notes[^1].End;
            Assert.Equal(capture[side].Length > read ? ProtocolError.Truncated : ProtocolError.None, error?.Kind ?? ProtocolError.None);
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Capture_should_come_out_byte_for_byte_when_encoded_again(string name)
    {
        var capture = new Capture(name);
        var conversation = capture.Decode();
        foreach (var side in new[] { ConversationSide.Client, ConversationSide.Server })
        {
            var encoded = Encode(conversation, capture, side);
            Assert.Equal(Convert.ToHexString(capture[side].AsSpan(0, encoded.Length)), Convert.ToHexString(encoded));
            var truncated = (side == ConversationSide.Client ? conversation.ClientError : conversation.ServerError) is not null;
            Assert.True(truncated || encoded.Length == capture[side].Length);
        }
    }

    [Fact]
    public void Signatures_should_be_right_wherever_the_handshake_got_that_far()
    {
        var signatures = Capture.All.SelectMany(capture => capture.Decode().Elements).Where(element => element.Handshake is AuthSignature).ToList();
        Assert.All(signatures, element => Assert.Equal(SignatureCheck.Good, element.Signature));
        Assert.Equal(99, signatures.Count);
    }

    [Fact]
    public void Encrypted_part_should_stay_closed_without_a_key()
    {
        var capture = new Capture("v2-secure-cephx-mon-dump/");
        var conversation = new ConversationDecoder(FramingOptions.Default).Decode(capture.Client, capture.Server);
        Assert.Equal((null, null, null), (conversation.ClientError, conversation.ServerError, conversation.Features));
        Assert.Equal(2, conversation.Elements.Count(element => element.Kind == ElementKind.Encrypted));
        foreach (var side in new[] { ConversationSide.Client, ConversationSide.Server })
            Assert.Equal(capture[side].Length, conversation.Elements.Where(element => element.Side == side).Sum(element => element.Length));
    }

    [Fact]
    public void Message_should_be_an_element_still_when_it_is_damaged()
    {
        var capture = new Capture("v2-crc-none-status/");
        var last = capture.Decode().Elements.Last(element => element is { Side: ConversationSide.Server, Kind: ElementKind.Message });
        capture.Server[last.Offset + 80] ^= 1;
        var conversation = capture.Decode();
        var damaged = conversation.Elements.Last(element => element.Side == ConversationSide.Server);
        Assert.Equal((last.Offset, last.Length, false), (damaged.Offset, damaged.Length, damaged.IsIntact));
        Assert.Equal((last.Header.Seq, last.Header.Type), (damaged.Header.Seq, damaged.Header.Type));
        Assert.Equal(ProtocolError.FrontCrc, conversation.ServerError!.Value.Kind);
    }

    private static byte[] Encode(Conversation conversation, Capture capture, ConversationSide side)
    {
        var encoder = new FrameEncoder();
        encoder.Configure(new RevisionPhase(Capture.RevisionOf(conversation)));
        var bytes = new List<byte>();
        foreach (var element in conversation.Elements.Where(element => element.Side == side))
        {
            if (element.Handshake is AuthSignature && capture.IsSecure)
                encoder.Configure(capture.SecureOf(conversation, connector: side == ConversationSide.Client));
            bytes.AddRange(Wire.Encode(encoder, ToOutgoing(element)));
        }

        return [.. bytes];
    }

    private static OutgoingFrame ToOutgoing(ConversationElement element) => element.Kind switch
    {
        ElementKind.Banner => OutgoingFrame.Raw(element.Banner!.Encode()),
        ElementKind.Handshake => OutgoingFrame.Of(element.Handshake!),
        ElementKind.Message => OutgoingFrame.Message(element.Message!, element.Message!.Seq, default, defaultPriority: 1, ackSeq: element.Value),
        ElementKind.Ack => OutgoingFrame.Ack(element.Value),
        ElementKind.Keepalive2 => OutgoingFrame.Keepalive2(element.Stamp),
        ElementKind.Keepalive2Ack => OutgoingFrame.Keepalive2Ack(element.Stamp),
        var kind => throw new ArgumentOutOfRangeException(nameof(element), kind, null),
    };
}
