using CephActors.TestKit;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>
/// The functional cases of Ceph's messenger tests that hold or break a connection at a point of its handshake, over protocol v2
/// for which they were written, in both revisions of frames.
/// </summary>
public sealed class InterceptedV2Spec(ITestOutputHelper output) : FunctionalTest(output)
{
    internal override EntityAddress Listening => AnyV2Port;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ConnectionRace_should_leave_one_session_over_v2_when_both_idents_are_held(int revision)
    {
        var (atServer, atClient) = (new Interceptor(), new Interceptor());
        foreach (var interceptor in new[] { atServer, atClient })
            interceptor.At(InterceptionAction.Block, InterceptedPosition.Write(InterceptionPoint.ClientIdent));
        var server = await PeerAsync("osd.0", "lossless-peer-reuse", revision, atServer);
        var client = await PeerAsync("client.-1", "lossless-peer-reuse", revision, atClient);
        var (toClient, toServer) = (server.ConnectTo(client), client.ConnectTo(server));
        toClient.Send(PingMessage);
        toServer.Send(PingMessage);
        await Task.WhenAll(atServer.Held, atClient.Held).WaitAsync(Patience);
        atServer.Release();
        atClient.Release();

        await UntilAsync(() => server.Dispatcher.Count(toClient) == 1 && client.Dispatcher.Count(toServer) == 1);
        await UntilAsync(() => toClient.IsConnected && toServer.IsConnected);
        Assert.Equal((EntityType.Client, EntityType.Osd), (toClient.PeerType, toServer.PeerType));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task MissingServerIdent_should_reset_the_server_over_v2_when_its_client_never_had_the_answer(int revision)
    {
        var atClient = new Interceptor();
        atClient.At(InterceptionAction.Fault, InterceptedPosition.Read(InterceptionPoint.ServerIdent));
        var server = await PeerAsync("osd.0", "stateful-server", revision, new Interceptor());
        var client = await PeerAsync("client.-1", "lossy-client", revision, atClient);
        var connection = client.ConnectTo(server);
        connection.Send(PingMessage);
        await UntilAsync(() => server.Dispatcher.LastAccepted is not null);
        var accepted = server.Dispatcher.LastAccepted!;

        // Without a cookie the second ident may be that of a client that has lost the session; the server is told, where Ceph's goes on.
        await UntilAsync(() => server.Dispatcher.GotRemoteReset && server.Dispatcher.Openings(accepted) == 2 && connection.IsConnected);
        accepted.Send(PingMessage);
        await UntilAsync(() => client.Dispatcher.Count(connection) == 1);
        await UntilAsync(() => accepted.Outbox.HeldMessages + connection.Outbox.HeldMessages == 0);
        Assert.Same(accepted, Assert.Single(server.Messenger.Connections));
        Assert.Equal(2, atClient.PassesOf(InterceptedPosition.Write(InterceptionPoint.SocketConnecting)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task MissingServerIdent2_should_bring_the_server_over_v2_when_the_client_has_nothing_to_say(int revision)
    {
        var (atServer, atClient) = (new Interceptor(), new Interceptor());
        atClient.At(InterceptionAction.Fault, InterceptedPosition.Read(InterceptionPoint.ServerIdent));
        var server = await PeerAsync("osd.0", "lossless-peer", revision, atServer);
        var client = await PeerAsync("client.-1", "lossless-peer", revision, atClient);
        var connection = client.ConnectTo(server);
        await UntilAsync(() => server.Dispatcher.LastAccepted is not null);
        var accepted = server.Dispatcher.LastAccepted!;
        accepted.Send(PingMessage);

        await UntilAsync(() => client.Dispatcher.Count(connection) == 1 && accepted.IsConnected);
        Assert.Equal(0, server.Dispatcher.Count(accepted));
        Assert.InRange(atServer.PassesOf(InterceptedPosition.Write(InterceptionPoint.SocketConnecting)), 1, int.MaxValue);
        Assert.Equal(1, atClient.PassesOf(InterceptedPosition.Write(InterceptionPoint.SocketConnecting)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Reconnect_should_continue_the_session_over_v2_when_an_answer_breaks_off(int revision)
    {
        var (atServer, atClient) = (new Interceptor(), new Interceptor());
        atClient.At(InterceptionAction.Fault, InterceptedPosition.Read(InterceptionPoint.Message), round: 2);
        var server = await PeerAsync("osd.0", "stateful-server", revision, atServer, answers: true);
        var client = await PeerAsync("client.-1", "lossless-peer", revision, atClient);
        var connection = client.ConnectTo(server);
        await RoundTripAsync(client, connection, 1);
        connection.Send(PingMessage);
        connection.Send(PingMessage);

        await UntilAsync(() => client.Dispatcher.Count(connection) == 3 && connection.IsConnected);
        Assert.Equal(
            (1, 0, 0, 1),
            (atClient.PassesOf(InterceptedPosition.Write(InterceptionPoint.SessionReconnect)),
                atClient.PassesOf(InterceptedPosition.Write(InterceptionPoint.SessionReconnectOk)),
                atServer.PassesOf(InterceptedPosition.Write(InterceptionPoint.SessionReconnect)),
                atServer.PassesOf(InterceptedPosition.Write(InterceptionPoint.SessionReconnectOk))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ReconnectRace_should_be_won_over_v2_by_the_smaller_address_when_both_reconnect(int revision)
    {
        var (atServer, atClient) = (new Interceptor(), new Interceptor());
        atClient.At(InterceptionAction.Fault, InterceptedPosition.Read(InterceptionPoint.Message), round: 2);
        foreach (var interceptor in new[] { atServer, atClient })
            interceptor.At(InterceptionAction.Block, InterceptedPosition.Write(InterceptionPoint.SessionReconnect));
        var server = await PeerAsync("osd.0", "lossless-peer", revision, atServer, answers: true);
        var client = await PeerAsync("client.-1", "lossless-peer", revision, atClient);
        var connection = client.ConnectTo(server);
        await RoundTripAsync(client, connection, 1);
        var accepted = server.Dispatcher.LastAccepted!;
        connection.Send(PingMessage);
        connection.Send(PingMessage);
        await atClient.Held.WaitAsync(Patience);

        // The server has unacknowledged answers, or gets one to send here.
        accepted.Send(PingMessage);
        await atServer.Held.WaitAsync(Patience);
        atServer.Release();
        atClient.Release();

        await UntilAsync(() => client.Dispatcher.Count(connection) == 4 && connection.IsConnected && accepted.IsConnected);
        Assert.InRange(atServer.PassesOf(InterceptedPosition.Write(InterceptionPoint.SessionReconnect)), 1, 2);
        Assert.Equal(1, atClient.PassesOf(InterceptedPosition.Write(InterceptionPoint.SessionReconnectOk)));
        Assert.Equal(0, atServer.PassesOf(InterceptedPosition.Write(InterceptionPoint.SessionReconnectOk)));
    }

    /// <summary>One that listens; the server's address sorts before the client's.</summary>
    private Task<Actor> PeerAsync(string name, string policy, int revision, Interceptor interceptor, bool answers = false) =>
        BindAsync(Create(name, policy, interceptor.Over(new SocketTransport()), $"msgr2-revision = {revision}\nnonce = {(name == "osd.0" ? 1 : 2)}", answers));
}
