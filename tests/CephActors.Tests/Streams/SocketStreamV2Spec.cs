using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;
using CephActors.Streams;
using CephActors.Transport;

namespace CephActors.Tests.Streams;

/// <summary>A session of protocol v2 over real sockets: revision and mode change between two frames, in either direction.</summary>
public sealed class SocketStreamV2Spec : SocketStreamHarness
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];

    private readonly Transcript _sentByClient = new();
    private readonly Transcript _receivedByServer = new();

    public SocketStreamV2Spec() => Codec = new FrameCodec(MessengerProtocol.V2, FramingOptions.Default);

    internal override ByteTransport Transport { get; } = new SocketTransport();

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task Sockets_should_carry_a_session_from_the_banner_to_messages(int number, bool secure)
    {
        var revision = (FrameRevision)number;
        var (client, server) = await Open();
        var hello = new Hello(EntityType.Osd, EntityAddress.Parse("v2:127.0.0.1:6800/1"));
        client.Expect(Expectation.Banner);
        server.Expect(Expectation.Banner);
        await Send(client, Banner.Own.Encode());
        await WriteWhenReady(server, Wire.Raw([.. Banner.Own.Encode(), .. PlainFrame.Encode(hello, revision)]));
        Note(Assert.IsType<BannerFrame>(Take(Acceptor, server, 1)[0].Body).Bytes);
        Assert.Equal(Banner.Own, Assert.IsType<BannerFrame>(Take(Connector, client, 1)[0].Body).Banner);

        client.Expect(Expectation.Handshake, new RevisionPhase(revision));
        Assert.Equal(hello, Assert.IsType<HandshakeFrame>(Take(Connector, client, 1)[0].Body).Payload);
        server.Expect(Expectation.Handshake, new RevisionPhase(revision));
        await Send(client, PlainFrame.Encode(new AuthRequest(AuthMethod.Cephx, [ConnectionMode.Secure], new byte[40]), revision));
        Note(Assert.IsType<HandshakeFrame>(Take(Acceptor, server, 1)[0].Body).Bytes);

        // The acceptor's signature follows AUTH_DONE at once, and both may arrive together.
        var signature = _receivedByServer.Sign(Secret);
        await WriteWhenReady(server, Wire.Batch([OutgoingFrame.Raw(PlainFrame.Encode(new AuthDone(1, ConnectionMode.Secure, default), revision)), .. Settle(revision, secure, connector: false), OutgoingFrame.Of(signature)]));
        client.Expect(Expectation.Handshake);
        Assert.IsType<AuthDone>(Assert.IsType<HandshakeFrame>(Take(Connector, client, 1)[0].Body).Payload);
        client.Expect(Expectation.Handshake, secure ? SecurePhase.FromSecret(Secret, connector: true) : null);
        Assert.True(_sentByClient.Sign(Secret).Matches(Assert.IsType<AuthSignature>(Assert.IsType<HandshakeFrame>(Take(Connector, client, 1)[0].Body).Payload)));
        server.Expect(Expectation.Handshake, secure ? SecurePhase.FromSecret(Secret, connector: false) : null);
        await WriteWhenReady(client, Wire.Batch([.. Settle(revision, secure, connector: true), OutgoingFrame.Of(new AuthSignature(new byte[32])), Wire.Frame(1, 500, 70_000), OutgoingFrame.Ack(9)]));
        Assert.IsType<AuthSignature>(Assert.IsType<HandshakeFrame>(Take(Acceptor, server, 1)[0].Body).Payload);
        server.Expect(Expectation.Messages, new SessionPhase(Wire.Source));
        var frames = Take(Acceptor, server, 2);
        Assert.Equal((1ul, Wire.Source), (frames[0].Message!.Seq, frames[0].Message!.Source));
        Assert.Equal(Wire.Message(500, 70_000, 1).Front.ToArray(), frames[0].Message!.Front.ToArray());
        Assert.Equal((FrameKind.Ack, 9ul), (frames[1].Kind, frames[1].Value));
        End(client, server);
    }

    private static OutgoingFrame[] Settle(FrameRevision revision, bool secure, bool connector) => secure
        ? [OutgoingFrame.Configure(new RevisionPhase(revision)), OutgoingFrame.Configure(SecurePhase.FromSecret(Secret, connector)!)]
        : [OutgoingFrame.Configure(new RevisionPhase(revision))];

    private async Task Send(SocketStream client, byte[] bytes)
    {
        Assert.True(_sentByClient.TryAppend(bytes));
        await WriteWhenReady(client, Wire.Raw(bytes));
    }

    private void Note(ReadOnlyMemory<byte> bytes) => Assert.True(_receivedByServer.TryAppend(bytes.Span));
}
