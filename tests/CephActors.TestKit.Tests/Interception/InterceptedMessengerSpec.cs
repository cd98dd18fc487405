namespace CephActors.TestKit.Tests.Interception;

/// <summary>What the actions look like to a service author.</summary>
public class InterceptedMessengerSpec : CephMessengerTestKit
{
    private readonly Interceptor _interceptor = new();

    [Fact]
    public async Task Blocked_message_should_arrive_when_it_is_let_go()
    {
        _interceptor.At(InterceptionAction.Block, InterceptedPosition.Write(InterceptionPoint.Message));
        var (connection, server) = await ConnectAsync(Policy.LosslessPeer);
        connection.Send(new CephMessage(MessageType.Ping) { Tid = 7 });

        var pass = await _interceptor.Held.WaitAsync(Patience);
        Assert.Equal(connection.PeerAddresses[0].Port, pass.Remote!.Port);
        _interceptor.Release();

        await UntilAsync(() => server.Received.Contains(7UL));
    }

    [Theory]
    [InlineData(InterceptionAction.Fault)]
    [InlineData(InterceptionAction.Stall)]
    public async Task Lossless_message_should_arrive_once_when_its_socket_fails(InterceptionAction action)
    {
        _interceptor.At(action, InterceptedPosition.Write(InterceptionPoint.Message));
        var (connection, server) = await ConnectAsync(Policy.LosslessPeer);
        connection.Send(new CephMessage(MessageType.Ping) { Tid = 7 });
        connection.Send(new CephMessage(MessageType.Ping) { Tid = 8 });
        if (action is InterceptionAction.Stall)
        {
            await _interceptor.Held.WaitAsync(Patience);
            _interceptor.Release();
        }

        await UntilAsync(() => server.Received.Contains(8UL));

        Assert.Equal([7UL, 8UL], server.Received);
        await UntilAsync(() => _interceptor.PassesOf(InterceptedPosition.Write(InterceptionPoint.SocketConnecting)) == 2);
    }

    [Fact]
    public async Task Connect_should_be_tried_again_when_an_attempt_fails_without_a_socket()
    {
        _interceptor.At(InterceptionAction.Fault, InterceptedPosition.Write(InterceptionPoint.SocketConnecting));

        var (connection, _) = await ConnectAsync(Policy.LossyClient);

        await UntilAsync(() => connection.IsConnected);
        Assert.Equal(2, _interceptor.PassesOf(InterceptedPosition.Write(InterceptionPoint.SocketConnecting)));
    }

    [Fact]
    public async Task Accepted_socket_should_be_closed_when_it_is_made_to_fail()
    {
        _interceptor.At(InterceptionAction.Fault, InterceptedPosition.Read(InterceptionPoint.SocketAccepted));
        var intercepted = await StartAsync(intercept: true, Policy.LosslessPeer);
        var client = await StartAsync(intercept: false, Policy.LosslessClient);

        var connection = client.Messenger.ConnectTo(intercepted.Messenger.OwnAddresses, EntityType.Osd);

        await UntilAsync(() => connection.IsConnected);
        Assert.Equal(2, _interceptor.PassesOf(InterceptedPosition.Read(InterceptionPoint.SocketAccepted)));
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(20);

    private async Task<(Connection Connection, Recorder Server)> ConnectAsync(Policy policy)
    {
        var server = await StartAsync(intercept: false, policy.Lossy ? Policy.StatelessServer : policy);
        var client = await StartAsync(intercept: true, policy);
        return (client.Messenger.ConnectTo(server.Messenger.OwnAddresses, EntityType.Osd), server);
    }

    private async Task<Recorder> StartAsync(bool intercept, Policy policy)
    {
        var messenger = intercept ? Network.CreateMessenger(Sys, "osd.1", _interceptor) : Network.CreateMessenger(Sys, "osd.1");
        messenger.SetDefaultPolicy(policy);
        var recorder = new Recorder(messenger);
        messenger.AddFastDispatcherTail(recorder);
        await messenger.BindAsync().WaitAsync(Patience);
        return recorder;
    }

    private sealed class Recorder(CephMessenger messenger) : IFastDispatcher
    {
        private readonly List<ulong> _received = [];

        public CephMessenger Messenger { get; } = messenger;

        public IReadOnlyList<ulong> Received
        {
            get
            {
                lock (_received) return [.. _received];
            }
        }

        public bool CanFastDispatch(MessageType type) => true;

        public void FastDispatch(Connection connection, CephMessage message)
        {
            lock (_received) _received.Add(message.Tid);
        }
    }
}
