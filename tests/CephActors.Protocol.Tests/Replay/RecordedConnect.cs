using System.Buffers.Binary;
using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Protocol.Tests.Framing.V1;

namespace CephActors.Protocol.Tests.Replay;

/// <summary>What one recorded connection of two OSDs says about the sessions at its ends before it began.</summary>
internal sealed class RecordedConnect
{
    private readonly Conversation _conversation;

    public RecordedConnect(string name)
    {
        Capture = new Capture(name);
        _conversation = Capture.Decode();
        Connects = [.. _conversation.Elements.Where(e => e.Kind is ElementKind.Connect).Select(e => e.Connect!)];
        Replies = [.. _conversation.Elements.Where(e => e.Kind is ElementKind.ConnectReply).Select(e => e.Reply!.Reply)];
        ServerAddress = Addresses(ConversationSide.Server)[0];
        ClientAsSeen = Addresses(ConversationSide.Server)[1];
        ClientAddress = Addresses(ConversationSide.Client).FirstOrDefault();
    }

    public Capture Capture { get; }

    public EntityAddress ServerAddress { get; }

    public EntityAddress ClientAsSeen { get; }

    /// <summary>Blank if the connection was cut before the client said it.</summary>
    public EntityAddress ClientAddress { get; }

    public IReadOnlyList<ConnectFrame> Connects { get; }

    public IReadOnlyList<ConnectReply> Replies { get; }

    /// <summary>Whether the client continues a session.</summary>
    public bool IsReconnect => Connects.Count > 0 && Connects[0].Connect.ConnectSeq > 0;

    /// <summary>Number of the last message a side had from the other; 0 if it was not said.</summary>
    public ulong InSeq(ConversationSide side) =>
        _conversation.Elements.FirstOrDefault(e => e.Kind is ElementKind.Sequence && e.Side == side)?.Value ?? 0;

    /// <summary>Number of the first message a side sent; null if it sent none.</summary>
    public ulong? FirstMessage(ConversationSide side) =>
        _conversation.Elements.FirstOrDefault(e => e.Kind is ElementKind.Message && e.Side == side)?.Message?.Seq;

    /// <summary>Everything a side said up to and including its sequence number.</summary>
    public byte[] Handshake(ConversationSide side)
    {
        var last = _conversation.Elements.Where(e => e.Side == side).TakeWhile(e => e.Kind is not (
            ElementKind.Message or ElementKind.Ack or ElementKind.Keepalive or ElementKind.Keepalive2 or ElementKind.Keepalive2Ack)).LastOrDefault();
        return last is null ? Capture[side] : Capture[side][..(int)(last.Offset + last.Length)];
    }

    /// <summary>The authorizers that the client of this connection makes.</summary>
    public IAuthorizerSource Authorizers()
    {
        if (Connects.Count == 0)
            return new NoneAuthorizerSource(AuthEntityName.Parse("osd.0"), static () => 0);
        var authorizer = Connects[0].Authorizer;
        var id = System.Text.Encoding.ASCII.GetString(authorizer.AsSpan(9, authorizer.Length - 9 - sizeof(ulong)));
        var globalId = BinaryPrimitives.ReadUInt64LittleEndian(authorizer.AsSpan(authorizer.Length - sizeof(ulong)));
        return new NoneAuthorizerSource(AuthEntityName.Parse($"osd.{id}"), () => globalId);
    }

    private List<EntityAddress> Addresses(ConversationSide side) =>
        [.. _conversation.Elements.Where(e => e.Kind is ElementKind.Address && e.Side == side).Select(e => e.Address)];
}
