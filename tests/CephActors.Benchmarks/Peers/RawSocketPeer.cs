using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CephActors.Tool.Bench;

namespace CephActors.Benchmarks.Peers;

/// <summary>
/// Plain sockets, as fast as one knows how to: asynchronous, frames of length, number and data, everything that a read yields
/// handled together and everything it led to written together. No sessions, checksums, priorities or throttles.
/// </summary>
internal sealed class RawSocketPeer : IPeer
{
    public Task<IPeerServer> ListenAsync() => Task.FromResult<IPeerServer>(new RawSocketServer());

    public async Task AskAsync(IPEndPoint server, BenchLoad load, RequestLedger ledger, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken);
        var requests = new RawRequests(new byte[load.Size]);
        var replies = new byte[RawFrame.HeaderSize * Math.Max(load.Depth, 1024)];
        ulong sent = 0, received = 0;

        var now = Stopwatch.GetTimestamp();
        for (; sent < (ulong)load.Depth; sent++)
        {
            ledger.Sent(now);
            requests.Add(sent);
        }

        await requests.SendAsync(socket, cancellationToken);
        for (var kept = 0; ;)
        {
            var count = await socket.ReceiveAsync(replies.AsMemory(kept), SocketFlags.None, cancellationToken);
            if (count == 0)
                throw new IOException("the server has closed the connection");
            kept = TakeReplies(kept + count);
            await requests.SendAsync(socket, cancellationToken);
        }

        // Every reply makes room for a request; what is left of a reply goes to the front.
        int TakeReplies(int length)
        {
            var at = 0;
            now = Stopwatch.GetTimestamp();
            for (; length - at >= RawFrame.HeaderSize; at += RawFrame.HeaderSize)
            {
                var header = RawFrame.Read(replies.AsSpan(at));
                if (header != new RawFrame(0, received++))
                    throw new IOException($"reply {received - 1} is {header}");
                ledger.Received(now);
                ledger.Sent(now);
                requests.Add(sent++);
            }

            replies.AsSpan(at, length - at).CopyTo(replies);
            return length - at;
        }
    }
}
