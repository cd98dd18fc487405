using System.Net;
using System.Net.Sockets;

namespace CephActors.Benchmarks.Peers;

/// <summary>Answers frames with frames without data.</summary>
internal sealed class RawSocketServer : IPeerServer
{
    private const int BufferSize = 256 << 10;
    private const int LargeFrom = 32 << 10;

    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private long _answered;

    public RawSocketServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public long Answered => Interlocked.Read(ref _answered);

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = ServeAsync(await _listener.AcceptAsync());
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var buffer = new byte[BufferSize];
        byte[] large = [];
        var replies = new byte[RawFrame.HeaderSize * (BufferSize / RawFrame.HeaderSize)];
        for (var kept = 0; ;)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(kept), SocketFlags.None);
            if (count == 0)
                return;
            var length = kept + count;
            var (used, answers) = Answer(buffer.AsSpan(0, length), replies);
            kept = length - used;
            if (kept >= RawFrame.HeaderSize && RawFrame.Read(buffer.AsSpan(used)) is var next && next.Length >= LargeFrom)
            {
                await ReceiveLargeAsync(next, buffer.AsMemory(used + RawFrame.HeaderSize, kept - RawFrame.HeaderSize));
                kept = 0;
                new RawFrame(0, next.Number).Write(replies.AsSpan(answers++ * RawFrame.HeaderSize));
            }
            else
            {
                buffer.AsSpan(used, kept).CopyTo(buffer);
            }

            Interlocked.Add(ref _answered, answers);
            for (int sent = 0, all = answers * RawFrame.HeaderSize; sent < all;)
                sent += await socket.SendAsync(replies.AsMemory(sent, all - sent), SocketFlags.None);
        }

        // A large frame that has begun is received straight to where it is to lie.
        async ValueTask ReceiveLargeAsync(RawFrame frame, ReadOnlyMemory<byte> begun)
        {
            if (large.Length < frame.Length)
                large = GC.AllocateUninitializedArray<byte>(frame.Length);
            begun.CopyTo(large);
            for (var have = begun.Length; have < frame.Length;)
            {
                var count = await socket.ReceiveAsync(large.AsMemory(have, frame.Length - have), SocketFlags.None);
                have += count > 0 ? count : throw new IOException("the client has closed the connection in a request");
            }
        }
    }

    private static (int Used, int Answers) Answer(ReadOnlySpan<byte> input, Span<byte> replies)
    {
        int used = 0, answers = 0;
        while (input.Length - used >= RawFrame.HeaderSize)
        {
            var frame = RawFrame.Read(input[used..]);
            if (input.Length - used - RawFrame.HeaderSize < frame.Length)
                break;
            used += RawFrame.HeaderSize + frame.Length;
            new RawFrame(0, frame.Number).Write(replies[(answers++ * RawFrame.HeaderSize)..]);
        }

        return (used, answers);
    }
}
