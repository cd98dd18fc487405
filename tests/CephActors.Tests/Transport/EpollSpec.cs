using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using CephActors.Execution;
using CephActors.Tests.Execution;
using CephActors.Transport;

namespace CephActors.Tests.Transport;

/// <summary>Waiting for sockets by epoll.</summary>
public sealed class EpollSpec : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Channel<object> _told = Channel.CreateUnbounded<object>();
    private Socket _socket = null!;
    private Socket _peer = null!;
    private EpollWaiter _waiter = null!;

    private static EpollDriver Driver =>
        EpollDriver.Instance ?? throw new PlatformNotSupportedException("These specs need Linux: run them there.");

    public async Task InitializeAsync()
    {
        (_socket, _peer) = await Pair();
        _waiter = new EpollWaiter(Driver, _socket, told => _told.Writer.TryWrite(told));
    }

    public Task DisposeAsync()
    {
        _waiter.Dispose();
        _socket.Dispose();
        _peer.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Arrival_should_be_told_once_each_time_it_is_awaited()
    {
        _peer.Send([1]);
        Assert.True(_waiter.AwaitReceive());
        Assert.Same(SocketEvent.ReceiveReady, await Told());

        // Room to send is there at once: had more been told of the first byte or of the second, it would come before.
        _peer.Send([2]);
        Assert.True(_waiter.AwaitSend(null, default));
        Assert.Same(SocketEvent.SendCompleted, await Told());
        Assert.True(_waiter.AwaitReceive());
        Assert.Same(SocketEvent.ReceiveReady, await Told());
        Assert.Equal(2, _socket.Receive(new byte[8]));
    }

    [Fact]
    public async Task Waiting_to_receive_should_go_on_when_there_was_room_to_send()
    {
        Assert.True(_waiter.AwaitReceive());
        Assert.True(_waiter.AwaitSend(null, default));
        Assert.Same(SocketEvent.SendCompleted, await Told());
        _peer.Send([1]);
        Assert.Same(SocketEvent.ReceiveReady, await Told());
    }

    [Fact]
    public async Task Room_should_be_told_when_the_peer_has_read()
    {
        var sent = 0;
        for (var error = SocketError.Success; error == SocketError.Success;)
            sent += _socket.Send(new byte[1 << 16], SocketFlags.None, out error);
        Assert.True(_waiter.AwaitSend(null, default));
        for (var buffer = new byte[1 << 16]; sent > 0;)
            sent -= await _peer.ReceiveAsync(buffer).WaitAsync(Timeout);
        Assert.Same(SocketEvent.SendCompleted, await Told());
        Assert.Equal((SocketError.WouldBlock, 0), _waiter.Sent);
    }

    [Fact]
    public async Task End_should_be_told_to_reader_and_writer_when_the_peer_resets()
    {
        while (_socket.Send(new byte[1 << 16], SocketFlags.None, out var error) > 0 && error == SocketError.Success)
        {
        }

        Assert.True(_waiter.AwaitReceive());
        Assert.True(_waiter.AwaitSend(null, default));
        _peer.LingerState = new LingerOption(true, 0);
        _peer.Dispose();
        Assert.Equal([SocketEvent.ReceiveReady, SocketEvent.SendCompleted], new[] { await Told(), await Told() });
        _ = _socket.Receive(new byte[1], SocketFlags.None, out var reason);
        Assert.Equal(SocketError.ConnectionReset, reason);
    }

    [Fact]
    public async Task Nothing_should_be_told_when_waiting_has_ended()
    {
        Assert.True(_waiter.AwaitReceive());
        _waiter.Dispose();
        _peer.Send([1]);
        var next = new EpollWaiter(Driver, _peer, told => _told.Writer.TryWrite(told));
        Assert.True(next.AwaitSend(null, default));
        Assert.Same(SocketEvent.SendCompleted, await Told());
        next.Dispose();
    }

    [Fact]
    public void Waiting_should_be_harmless_when_the_socket_is_closed()
    {
        _socket.Dispose();
        Assert.True(_waiter.AwaitReceive());
        _waiter.Happened(EpollEvents.In | EpollEvents.Broken);
        Assert.True(_told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Sockets_should_be_told_while_turns_begun_by_others_do_not_end()
    {
        const int Stuck = 20;
        var release = new ManualResetEventSlim();
        var threads = new OpThreads("test", Stuck);
        var pairs = new List<(EpollWaiter Waiter, Socket Socket, Socket Peer)>();
        try
        {
            for (var i = 0; i < Stuck; i++)
            {
                var (socket, peer) = await Pair();
                var waiter = new EpollWaiter(Driver, socket, told => threads.Execute(new Run(() =>
                {
                    _told.Writer.TryWrite(told);
                    release.Wait(Timeout);
                })));
                pairs.Add((waiter, socket, peer));
                Assert.True(waiter.AwaitReceive());
                peer.Send([1]);
            }

            Assert.Same(SocketEvent.ReceiveReady, await Told());
            Assert.True(_waiter.AwaitSend(null, default));
            while (await Told() != SocketEvent.SendCompleted)
            {
            }
        }
        finally
        {
            release.Set();
            foreach (var (waiter, socket, peer) in pairs)
            {
                waiter.Dispose();
                socket.Dispose();
                peer.Dispose();
            }
        }
    }

    private async Task<object> Told() => await _told.Reader.ReadAsync().AsTask().WaitAsync(Timeout);

    private static async Task<(Socket Socket, Socket Peer)> Pair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndPoint!);
        var socket = await listener.AcceptAsync();
        socket.Blocking = false;
        return (socket, peer);
    }
}
