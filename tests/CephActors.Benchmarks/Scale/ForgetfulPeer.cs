using System.Net;
using System.Net.Sockets;
using CephActors.Framing.V1;

namespace CephActors.Benchmarks.Scale;

/// <summary>
/// The accepting end of protocol v1 reduced to what opens a session: it reads messages as bytes, acknowledges none, and says at every
/// reconnect that it has none.
/// </summary>
internal sealed class ForgetfulPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _buffer = new byte[256 << 10];

    public ForgetfulPeer()
    {
        _listener.Start();
        Address = EntityAddress.Parse($"v1:{_listener.LocalEndpoint}/1");
    }

    public EntityAddress Address { get; }

    /// <summary>Bytes of a message with so much data and nothing else.</summary>
    public static int FrameSize(int data) => 1 + MessageHeader.WireSize + data + MessageFooter.WireSize;

    /// <summary>Accepts a socket, opens the session, reads that many bytes of messages and closes the socket.</summary>
    public async Task ServeAsync(long bytes, CancellationToken cancellationToken)
    {
        using var socket = await _listener.AcceptSocketAsync(cancellationToken);
        socket.NoDelay = true;
        await OpenAsync(socket, cancellationToken);
        for (var read = 0L; read < bytes;)
        {
            var count = await socket.ReceiveAsync(_buffer, cancellationToken);
            read += count > 0 ? count : throw new IOException("the client has closed the connection");
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task OpenAsync(Socket socket, CancellationToken cancellationToken)
    {
        await SendAsync(new ServerHello(Address, EntityAddress.Parse($"v1:{socket.RemoteEndPoint}/0")).Encode());
        await ReceiveAsync(ClientHello.WireSize);
        await ReceiveAsync(ConnectMessage.WireSize);
        if (!ConnectMessage.TryRead(_buffer, out var connect, out var authorizerLength))
            throw new IOException("the client sent no connect message");
        await ReceiveAsync((int)authorizerLength);

        // What was received before, and so is not to be sent again: nothing.
        var reply = new ConnectReply(MessengerTag.Sequence, connect.Features, connect.GlobalSeq, connect.ConnectSeq + 1, connect.ProtocolVersion, 0);
        await SendAsync([.. new ConnectReplyFrame(reply, []).Encode(), .. new byte[sizeof(ulong)]]);
        await ReceiveAsync(sizeof(ulong));

        async Task SendAsync(byte[] bytes) => await socket.SendAsync(bytes, cancellationToken);

        async Task ReceiveAsync(int count)
        {
            for (var have = 0; have < count;)
            {
                var read = await socket.ReceiveAsync(_buffer.AsMemory(have, count - have), cancellationToken);
                have += read > 0 ? read : throw new IOException("the client has given up");
            }
        }
    }
}
