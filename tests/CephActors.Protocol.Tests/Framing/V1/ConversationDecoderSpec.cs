using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class ConversationDecoderSpec
{
    private static readonly Capture Main = new("v1-none-status/");

    [Fact]
    public void Handshake_should_be_told_in_the_order_it_was_spoken()
    {
        var elements = new Capture("v1-cephx-osd-put-get-64k/").Decode().Elements;
        Assert.Equal(
            [
                "Client Banner 0+9", "Client Address 9+136", "Server Banner 0+9", "Server Address 9+136", "Server Address 145+136",
                "Client Connect 145+33", "Client Authorizer 178+174", "Server ConnectReply 281+26", "Server Authorizer 307+32",
                "Client Connect 352+33", "Client Authorizer 385+174", "Server ConnectReply 339+26", "Server Authorizer 365+36",
                "Server Sequence 401+8", "Client Sequence 559+8", "Client Message 567+65825", "Server Message 409+224",
            ],
            elements.Select(element => $"{element.Side} {element.Kind} {element.Offset}+{element.Length}"));
    }

    [Fact]
    public void Damaged_message_should_be_the_last_element_of_its_side()
    {
        var healthy = Main.Decode();
        var last = healthy.Elements.Last(element => element.Side == ConversationSide.Server);
        var server = (byte[])Main.Server.Clone();
        server[(int)last.Offset + 60] ^= 1;
        var damaged = Decode(Main.Client, server);
        Assert.Equal(healthy.Elements.Count, damaged.Elements.Count);
        var found = damaged.Elements[^1];
        Assert.Equal((last.Offset, last.Length, last.Header), (found.Offset, found.Length, found.Header));
        Assert.False(found.IsIntact);
        Assert.Null(found.Message);
        Assert.Equal((ProtocolError.FrontCrc, last.Offset + 54), (damaged.ServerError!.Value.Kind, damaged.ServerError.Value.Offset));
        Assert.Null(damaged.ClientError);
    }

    [Fact]
    public void Wrong_signature_should_be_told_apart_from_damage()
    {
        var capture = new Capture("v1-cephx-osd-put-get-64k/");
        var server = (byte[])capture.Server.Clone();
        server[^2] ^= 1;
        var conversation = new ConversationDecoder(FramingOptions.Default, capture.SessionKey).Decode(capture.Client, server);
        Assert.Equal((true, SignatureCheck.Bad), (conversation.Elements[^1].IsIntact, conversation.Elements[^1].Signature));
        Assert.Equal(ProtocolError.BadSignature, conversation.ServerError!.Value.Kind);
    }

    [Fact]
    public void Side_should_be_read_as_far_as_it_goes_when_it_is_cut()
    {
        var conversation = Decode(Main.Client, Main.Server[..2000]);
        Assert.Equal((ProtocolError.Truncated, "payload", 2000L), Error(conversation.ServerError));
        Assert.Equal(1562, conversation.Elements[^1].Offset + conversation.Elements[^1].Length);
        Assert.Null(conversation.ClientError);
    }

    [Fact]
    public void Silence_of_one_side_should_leave_the_other_unexplained()
    {
        var conversation = Decode(Main.Client, Main.Server[..281]);
        Assert.Null(conversation.Features);
        Assert.Null(conversation.ServerError);
        Assert.Equal((ProtocolError.Unexpected, "stream", 178L), Error(conversation.ClientError));
    }

    [Fact]
    public void Streams_should_be_empty_without_complaint()
    {
        var conversation = Decode([], []);
        Assert.Empty(conversation.Elements);
        Assert.Equal((null, null), (conversation.ClientError, conversation.ServerError));
    }

    [Fact]
    public void Exchanged_sides_should_be_refused()
    {
        var conversation = Decode(Main.Server, Main.Client);
        Assert.NotNull(conversation.ServerError ?? conversation.ClientError);
    }

    private static Conversation Decode(byte[] client, byte[] server) => new ConversationDecoder(FramingOptions.Default).Decode(client, server);

    private static (ProtocolError, string, long) Error(FrameError? error) => (error!.Value.Kind, error.Value.Field, error.Value.Offset);
}
