using System.Buffers.Binary;
using CephActors.Encoding;
using CephActors.Framing.V1;

namespace CephActors.Tests.EndToEnd;

/// <summary>The verbs of a handshake, both roles.</summary>
internal sealed partial class ScriptedPeer
{
    /// <summary>An authorizer of method none: who one is, and nothing to prove it.</summary>
    public static byte[] NoneAuthorizer(string name = "osd.1")
    {
        var writer = new WireWriter();
        writer.WriteU8(1);
        writer.WriteAuthEntityName(AuthEntityName.Parse(name));
        writer.WriteU64(0);
        return writer.ToArray();
    }

    /// <summary>A connect of an OSD to an OSD; change what matters with <c>with</c>.</summary>
    public static ConnectMessage Connect(uint connectSeq = 0, uint globalSeq = 1) =>
        new(CephFeatures.All, EntityType.Osd, globalSeq, connectSeq, 10, 1, 0);

    public static ConnectReply Reply(MessengerTag tag, uint connectSeq = 0, uint globalSeq = 0) =>
        new(tag, CephFeatures.All, globalSeq, connectSeq, 10, 0);

    public Task SendBannerAsync() => SendAsync(Banner.Bytes.ToArray());

    public Task ExpectBannerAsync() => ExpectAsync(Banner.Bytes.ToArray());

    public Task SendClientHelloAsync(EntityAddress own) => SendAsync(new ClientHello(own).Encode());

    public Task SendServerHelloAsync(EntityAddress own) =>
        SendAsync(new ServerHello(own, EntityAddress.FromEndPoint(Info.Remote, EntityAddressType.Legacy, 0)).Encode());

    public async Task<ServerHello> ExpectServerHelloAsync()
    {
        await ExpectBannerAsync();
        return ServerHello.Decode(await ReadAsync(ServerHello.AddressesSize), out var error) ?? throw new FormatException(error.ToString());
    }

    public async Task<EntityAddress> ExpectClientAddressAsync() =>
        (ClientHello.Decode(await ReadAsync(LegacyAddress.WireSize), out var error) ?? throw new FormatException(error.ToString())).Client;

    public Task SendConnectAsync(ConnectMessage connect, byte[]? authorizer = null) =>
        SendAsync(new ConnectFrame(connect, authorizer ?? NoneAuthorizer()).Encode());

    public async Task<ConnectFrame> ExpectConnectAsync()
    {
        Assert.True(ConnectMessage.TryRead(await ReadAsync(ConnectMessage.WireSize), out var connect, out var length));
        return new ConnectFrame(connect, await ReadAsync((int)length));
    }

    public Task SendReplyAsync(ConnectReply reply, byte[]? authorizer = null) =>
        SendAsync(new ConnectReplyFrame(reply, authorizer ?? []).Encode());

    public async Task<ConnectReply> ExpectReplyAsync(MessengerTag tag)
    {
        Assert.True(ConnectReply.TryRead(await ReadAsync(ConnectReply.WireSize), out var reply, out var length));
        await ReadAsync((int)length);
        Assert.Equal(tag, reply.Tag);
        return reply;
    }

    public Task SendSequenceAsync(ulong sequence)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, sequence);
        return SendAsync(bytes);
    }

    public async Task<ulong> ExpectSequenceAsync() => BinaryPrimitives.ReadUInt64LittleEndian(await ReadAsync(sizeof(ulong)));

    /// <summary>Banner and address against banner and addresses.</summary>
    public async Task<ServerHello> ExchangeHelloAsync(EntityAddress own)
    {
        await SendClientHelloAsync(own);
        return await ExpectServerHelloAsync();
    }

    /// <summary>The whole handshake of a connector, with tag SEQ; returns the in_seq of the other side.</summary>
    public async Task<ulong> OpenAsync(EntityAddress own, ConnectMessage? connect = null, ulong inSeq = 0)
    {
        await ExchangeHelloAsync(own);
        await SendConnectAsync(connect ?? Connect());
        await ExpectReplyAsync(MessengerTag.Sequence);
        var theirs = await ExpectSequenceAsync();
        await SendSequenceAsync(inSeq);
        return theirs;
    }

    /// <summary>The acceptor's part up to the connect message, which is returned.</summary>
    public async Task<ConnectFrame> AwaitConnectAsync(EntityAddress own)
    {
        await SendServerHelloAsync(own);
        await ExpectBannerAsync();
        await ExpectClientAddressAsync();
        return await ExpectConnectAsync();
    }

    /// <summary>The whole handshake of an acceptor, with tag SEQ; returns the in_seq of the other side.</summary>
    public async Task<ulong> AdmitAsync(EntityAddress own, ulong inSeq = 0, ConnectReply? reply = null)
    {
        var connect = await AwaitConnectAsync(own);
        return await LetInAsync(connect, inSeq, reply);
    }

    /// <summary>Answers a connect with tag SEQ; returns the in_seq of the other side.</summary>
    public async Task<ulong> LetInAsync(ConnectFrame connect, ulong inSeq = 0, ConnectReply? reply = null)
    {
        await SendReplyAsync(reply ?? Reply(MessengerTag.Sequence, connect.Connect.ConnectSeq + 1, 1));
        await SendSequenceAsync(inSeq);
        return await ExpectSequenceAsync();
    }
}
