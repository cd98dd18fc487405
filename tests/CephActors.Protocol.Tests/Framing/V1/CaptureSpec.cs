using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class CaptureSpec
{
    public static TheoryData<string> Captures => Capture.Rows;

    [Fact]
    public void Captures_should_all_be_here() => Assert.Equal(69, Captures.Count);

    [Theory]
    [MemberData(nameof(Captures))]
    public void Capture_should_be_decoded_as_the_notes_have_it(string name)
    {
        var capture = new Capture(name);
        var conversation = capture.Decode();
        foreach (var (side, error) in new[] { (ConversationSide.Client, conversation.ClientError), (ConversationSide.Server, conversation.ServerError) })
        {
            var notes = capture.Notes().Where(note => note.Side == side).ToList();
            var frames = Frames(conversation, side);
            Assert.Equal(notes.Select(note => (note.Start, note.End)), frames.Select(frame => (frame[0].Offset, frame[^1].Offset + frame[^1].Length)));
            foreach (var (note, frame) in notes.Zip(frames))
                Assert.StartsWith(NoteText.Of(frame), NoteText.WithoutNames(note.Text));

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
    public void Signatures_should_be_right_wherever_there_are_any()
    {
        var messages = Capture.All.SelectMany(capture => capture.Decode().Elements).Where(element => element.Kind == ElementKind.Message).ToList();
        Assert.Equal(395, messages.Count);
        Assert.All(messages, message => Assert.Equal((message.Footer.Flags & MessageFooter.Signed) != 0, message.Signature == SignatureCheck.Good));
        Assert.Equal(4, messages.Count(message => message.Signature == SignatureCheck.Good));
        Assert.All(messages, message => Assert.True(message.IsIntact));
    }

    [Fact]
    public void Signatures_should_stay_unchecked_without_a_key()
    {
        var capture = new Capture("v1-cephx-osd-put-get-64k/");
        var elements = new ConversationDecoder(FramingOptions.Default).Decode(capture.Client, capture.Server).Elements;
        Assert.All(elements.Where(element => element.Kind == ElementKind.Message), message => Assert.Equal(SignatureCheck.Unchecked, message.Signature));
    }

    /// <summary>Elements of one side, those that travel as one frame together.</summary>
    private static List<List<ConversationElement>> Frames(Conversation conversation, ConversationSide side)
    {
        var frames = new List<List<ConversationElement>>();
        foreach (var element in conversation.Elements.Where(element => element.Side == side))
        {
            if (element.Kind is ElementKind.Address or ElementKind.Authorizer)
                frames[^1].Add(element);
            else
                frames.Add([element]);
        }

        return frames;
    }

    private static byte[] Encode(Conversation conversation, Capture capture, ConversationSide side)
    {
        var msgAuth = CephFeatures.HasFeature(conversation.Features ?? 0, CephFeatures.MsgAuth);
        var encoder = new FrameEncoder(FramingOptions.Default);
        var output = new FrameBuffer(FramingOptions.Default.GatherThreshold);
        encoder.Configure(new MessagePhase(msgAuth, capture.Signer(conversation)));
        foreach (var frame in Frames(conversation, side))
            encoder.Encode(ToOutgoing(frame), output);
        return Wire.ToArray(output);
    }

    private static OutgoingFrame ToOutgoing(List<ConversationElement> frame) => frame[0].Kind switch
    {
        ElementKind.Banner when frame.Count == 3 => OutgoingFrame.Raw(new ServerHello(frame[1].Address, frame[2].Address).Encode()),
        ElementKind.Banner => OutgoingFrame.Raw(new ClientHello(frame[1].Address).Encode()),
        ElementKind.Connect => OutgoingFrame.Raw(frame[0].Connect!.Encode()),
        ElementKind.ConnectReply => OutgoingFrame.Raw(frame[0].Reply!.Encode()),
        ElementKind.Sequence => OutgoingFrame.Sequence(frame[0].Value),
        ElementKind.Message => OutgoingFrame.Message(frame[0].Message!, frame[0].Message!.Seq, frame[0].Message!.Source, defaultPriority: 1),
        ElementKind.Ack => OutgoingFrame.Ack(frame[0].Value),
        ElementKind.Keepalive => OutgoingFrame.Keepalive(),
        ElementKind.Keepalive2 => OutgoingFrame.Keepalive2(frame[0].Stamp),
        ElementKind.Keepalive2Ack => OutgoingFrame.Keepalive2Ack(frame[0].Stamp),
        var kind => throw new ArgumentOutOfRangeException(nameof(frame), kind, null),
    };
}
