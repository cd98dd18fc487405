using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>
/// The functional cases of Ceph's messenger tests that hold or break a connection at a point of its handshake, under their
/// names. Ceph's points are those of protocol v2; here the same is done where protocol v1 has its like.
/// </summary>
public sealed class InterceptedSpec(ITestOutputHelper output) : FunctionalTest(output)
{
    [Fact]
    public async Task ConnectionRace_should_leave_one_session_when_both_connects_are_held()
    {
        var (atServer, atClient) = (Gated(HoldConnect), Gated(HoldConnect));
        var (server, client) = await PeersAsync("lossless-peer-reuse", atServer, atClient, replies: false);
        var (toClient, toServer) = Both(server, client);
        await HeldAsync(() => atServer.Dialled, 0);
        await HeldAsync(() => atClient.Dialled, 0);
        atServer.Dialled[0].Outgoing.Release();
        atClient.Dialled[0].Outgoing.Release();

        await UntilAsync(() => server.Dispatcher.Count(toClient) == 1 && client.Dispatcher.Count(toServer) == 1);
        await UntilAsync(() => toClient.IsConnected && toServer.IsConnected);
        Assert.Equal((EntityType.Client, EntityType.Osd), (toClient.PeerType, toServer.PeerType));
    }

    [Fact]
    public async Task ConnectionRaceReuseBanner_should_move_into_the_session_whose_own_banner_is_held()
    {
        // The client's attempt stops before its banner, and then before the banner of the one that accepts it.
        var atServer = Gated(s => s.Outgoing.HoldAt(s.IsDialled ? ByteGate.ConnectorConnect : 0));
        var atClient = Gated(s => s.Outgoing.HoldAt(s.IsDialled ? 0 : long.MaxValue));
        var (server, client) = await PeersAsync("lossless-peer-reuse", atServer, atClient, replies: false);
        var (toClient, toServer) = Both(server, client);
        await HeldAsync(() => atServer.Dialled, 0);
        await HeldAsync(() => atClient.Dialled, 0);
        await HeldAsync(() => atServer.Accepted, 0);
        atClient.Dialled[0].Outgoing.Release();

        atServer.Dialled[0].Outgoing.Release();
        await UntilAsync(() => toServer.IsConnected);
        atServer.Accepted[0].Outgoing.Release();
        await UntilAsync(() => server.Dispatcher.Count(toClient) == 1 && client.Dispatcher.Count(toServer) == 1);
        await UntilAsync(() => toClient.IsConnected && toServer.IsConnected);

        // The acceptor of the client's attempt never became a session, and that attempt was its only one.
        Assert.Null(server.Dispatcher.LastAccepted);
        Assert.Same(toClient, Assert.Single(server.Messenger.Connections));
        var attempt = Assert.Single(atClient.Dialled);
        Assert.InRange(attempt.Outgoing.Position, 0, ByteGate.ConnectorConnect);
        Assert.Equal(1, client.Dispatcher.Openings(toServer));
    }

    [Fact]
    public async Task MissingServerIdent_should_reset_the_server_when_its_client_never_had_the_answer()
    {
        var atClient = Gated(HoldFirstAnswer);
        var server = await BindAsync(Create("osd.0", "stateful-server", null, "", isServer: false));
        var client = await BindAsync(Create("client.-1", "lossy-client", atClient, "", isServer: false));
        var lost = client.ConnectTo(server);
        lost.Send(PingMessage);
        await UntilAsync(() => server.Dispatcher.LastAccepted is not null);
        var atAcceptor = server.Dispatcher.LastAccepted!;
        atAcceptor.Send(PingMessage);
        await atClient.Dialled[0].Incoming.Reached.WaitAsync(Patience);
        atClient.Dialled[0].Fail();

        // In protocol v1 a lossy connector gives up once its banner is written, and takes its message with it.
        await UntilAsync(() => lost.IsClosed);
        var connection = client.ConnectTo(server);
        connection.Send(PingMessage);

        // The server takes the new connect for that of a restarted client, says so, and drops what it had queued.
        await UntilAsync(() => server.Dispatcher.GotRemoteReset && connection.IsConnected && atAcceptor.IsConnected);
        await UntilAsync(() => server.Dispatcher.Openings(atAcceptor) == 2);
        atAcceptor.Send(PingMessage);
        await UntilAsync(() => client.Dispatcher.Count(connection) == 1);
        await UntilAsync(() => atAcceptor.Outbox.HeldMessages + connection.Outbox.HeldMessages == 0);
        Assert.Same(atAcceptor, Assert.Single(server.Messenger.Connections));
        Assert.Equal(1, client.Dispatcher.Count(connection));
    }

    [Fact]
    public async Task MissingServerIdent2_should_bring_the_server_back_when_the_client_has_nothing_to_say()
    {
        var (atServer, atClient) = (Gated(_ => { }), Gated(HoldFirstAnswer));
        var (server, client) = await PeersAsync("lossless-peer", atServer, atClient, replies: false);
        var connection = client.ConnectTo(server);
        await UntilAsync(() => server.Dispatcher.LastAccepted is not null);
        var atAcceptor = server.Dispatcher.LastAccepted!;
        atAcceptor.Send(PingMessage);
        await atClient.Dialled[0].Incoming.Reached.WaitAsync(Patience);
        atClient.Dialled[0].Fail();

        await UntilAsync(() => client.Dispatcher.Count(connection) == 1 && atAcceptor.IsConnected);
        Assert.Equal(0, server.Dispatcher.Count(atAcceptor));
        Assert.Single(atClient.Dialled);
        Assert.Single(atServer.Dialled);
    }

    [Fact]
    public async Task Reconnect_should_continue_the_session_when_an_answer_breaks_off()
    {
        var (atServer, atClient) = (Gated(_ => { }), Gated(_ => { }));
        var server = await ServeAsync("stateful-server", atServer);
        var client = await BindAsync(Create("client.-1", "lossless-peer", atClient, "", isServer: false));
        var connection = client.ConnectTo(server);
        await BreakOffSecondAnswerAsync(client, connection, atClient, () => atServer.Opening = s => s.Outgoing.HoldAt(OpenedAgain));

        // The server is held behind its answer to the connect; the session is open, and nothing of it has arrived.
        await HeldAsync(() => atServer.Accepted, 1);
        Assert.Equal(1, client.Dispatcher.Count(connection));
        atServer.Accepted[1].Outgoing.Release();
        await UntilAsync(() => client.Dispatcher.Count(connection) == 3);
        Assert.True(connection.IsConnected);

        // One attempt, put off once while its socket moves into the session.
        var continued = Elements(atClient.Dialled[1], atServer.Accepted[1]);
        Assert.Equal(2, continued.Count(e => e is { Kind: ElementKind.Connect, Connect.Connect.ConnectSeq: > 0 }));
        Assert.Equal([MessengerTag.RetryGlobal, MessengerTag.Sequence], Tags(continued));
        Assert.Empty(atServer.Dialled);
        Assert.Equal(2, atClient.Dialled.Count);
    }

    [Fact]
    public async Task ReconnectRace_should_be_won_by_the_smaller_address_when_both_reconnect()
    {
        var (atServer, atClient) = (Gated(_ => { }), Gated(_ => { }));
        var (server, client) = await PeersAsync("lossless-peer", atServer, atClient, replies: true);
        var connection = client.ConnectTo(server);
        await BreakOffSecondAnswerAsync(client, connection, atClient, () => atServer.Opening = atClient.Opening = HoldConnect);
        await HeldAsync(() => atServer.Dialled, 0);
        await HeldAsync(() => atClient.Dialled, 1);
        atServer.Dialled[0].Outgoing.Release();
        atClient.Dialled[1].Outgoing.Release();

        await UntilAsync(() => client.Dispatcher.Count(connection) == 3);
        Assert.True(connection.IsConnected);
        Assert.Equal(MessengerTag.Sequence, Tags(Elements(atServer.Dialled[0], atClient.Accepted[0]))[^1]);
        Assert.DoesNotContain(MessengerTag.Sequence, Tags(Elements(atClient.Dialled[1], atServer.Accepted[1])));
        Assert.Equal(2, client.Dispatcher.Openings(connection));
    }

    /// <summary>Behind an acceptor's answers RETRY_GLOBAL and SEQ and its number: what a continued session says next.</summary>
    private const int OpenedAgain = ByteGate.AcceptorReply + (2 * ConnectReply.WireSize) + sizeof(ulong);

    private static GatedTransport Gated(Action<GatedSocket> opening) => new(new SocketTransport()) { Opening = opening };

    private static void HoldConnect(GatedSocket socket)
    {
        if (socket.IsDialled)
            socket.Outgoing.HoldAt(ByteGate.ConnectorConnect);
    }

    /// <summary>The answer counts as given once it was sent: what is held is its way to the connector.</summary>
    private static void HoldFirstAnswer(GatedSocket socket)
    {
        if (socket is { IsDialled: true, Index: 0 })
            socket.Incoming.HoldAt(ByteGate.AcceptorReply);
    }

    /// <summary>Two that both dial and both listen; the server's address sorts before the client's.</summary>
    private async Task<(Actor Server, Actor Client)> PeersAsync(string policy, GatedTransport atServer, GatedTransport atClient, bool replies) =>
        (await BindAsync(Create("osd.0", policy, atServer, "nonce = 1", replies)),
            await BindAsync(Create("client.-1", policy, atClient, "nonce = 2", isServer: false)));

    private static (Connection ToClient, Connection ToServer) Both(Actor server, Actor client)
    {
        var connections = (ToClient: server.ConnectTo(client), ToServer: client.ConnectTo(server));
        connections.ToClient.Send(PingMessage);
        connections.ToServer.Send(PingMessage);
        return connections;
    }

    /// <summary>Waits until what a socket has to say stands before its gate.</summary>
    private async Task HeldAsync(Func<IReadOnlyList<GatedSocket>> sockets, int index)
    {
        await UntilAsync(() => sockets().Count > index);
        await sockets()[index].Outgoing.Reached.WaitAsync(Patience);
    }

    /// <summary>Three pings; the answer to the second breaks off inside its header, and the third is sent without a socket.</summary>
    private async Task BreakOffSecondAnswerAsync(Actor client, Connection connection, GatedTransport transport, Action beforeTheBreak)
    {
        await RoundTripAsync(client, connection, 1);
        var socket = transport.Dialled[0];

        // Everything is acknowledged: what comes next is the second answer, with an acknowledgement before it at most.
        await UntilAsync(() => connection.Outbox.HeldMessages == 0);
        socket.Incoming.HoldAfter(30);
        connection.Send(PingMessage);
        await socket.Incoming.Reached.WaitAsync(Patience);
        beforeTheBreak();
        socket.Fail();
        connection.Send(PingMessage);
    }

    private static IReadOnlyList<ConversationElement> Elements(GatedSocket dialled, GatedSocket accepted) =>
        new ConversationDecoder(FramingOptions.Default).Decode(dialled.Outgoing.Tape, accepted.Outgoing.Tape).Elements;

    private static MessengerTag[] Tags(IEnumerable<ConversationElement> elements) =>
        [.. elements.Where(e => e.Kind is ElementKind.ConnectReply).Select(e => e.Reply!.Reply.Tag)];
}
