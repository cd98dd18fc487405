using System.Collections.Concurrent;
using System.Net.Sockets;
using CephActors.Execution;
using Microsoft.Win32.SafeHandles;

namespace CephActors.Transport;

/// <summary>
/// Threads that wait for sockets of the whole process. Who is told of an arrival has his turn on the thread that it woke, so that
/// it wakes one thread only. As long as a turn lasts its thread waits for nothing; the last that waits leaves the turn to the
/// pool, so that a turn which does not end holds nobody up.
/// Ceph: <c>src/msg/async/Event.cc</c>, <c>EventCenter::process_events</c>; its workers have a driver each.
/// </summary>
internal sealed class EpollDriver
{
    private const int MaxThreads = 8;

    /// <summary>Sockets whose owners begin one turn together.</summary>
    private const int MaxEvents = 16;

    private readonly SafeFileHandle _epoll;
    private readonly ConcurrentDictionary<ulong, EpollWaiter> _waiters = new();
    private ulong _lastToken;
    private int _waiting;

    private EpollDriver(SafeFileHandle epoll)
    {
        _epoll = epoll;
        var threads = Math.Min(Environment.ProcessorCount + 1, MaxThreads);
        for (var i = 0; i < threads; i++)
            new Thread(Run) { IsBackground = true, Name = $"msgr-worker-{i}" }.UnsafeStart();
    }

    /// <summary>That of the process; null where the system has no epoll.</summary>
    public static EpollDriver? Instance { get; } = Epoll.TryCreate() is { } epoll ? new EpollDriver(epoll) : null;

    /// <summary>Takes somebody to be told; what is given back stands for him, and for nobody else ever.</summary>
    public ulong Add(EpollWaiter waiter)
    {
        var token = Interlocked.Increment(ref _lastToken);
        _waiters.TryAdd(token, waiter);
        return token;
    }

    /// <summary>Tells him nothing more.</summary>
    public void Remove(ulong token) => _waiters.TryRemove(token, out _);

    /// <summary>Waits for the first of these events; false if the system refuses.</summary>
    public bool TryArm(SafeSocketHandle socket, bool isKnown, EpollEvents events, ulong token) =>
        Epoll.TryArm(_epoll, socket, isKnown, events, token);

    private void Run()
    {
        Span<byte> events = stackalloc byte[MaxEvents * Epoll.EventSize];
        var arrivals = new List<(EpollWaiter Waiter, EpollEvents Events)>(MaxEvents);
        while (true)
        {
            Interlocked.Increment(ref _waiting);
            var count = Epoll.Wait(_epoll, events);
            var isLast = Interlocked.Decrement(ref _waiting) == 0;
            for (var i = 0; i < count; i++)
            {
                var (happened, token) = Epoll.EventAt(events, i);
                if (_waiters.TryGetValue(token, out var waiter))
                    arrivals.Add((waiter, happened));
            }

            OpTurn.Tell(Tell, arrivals, here: !isLast);
            arrivals.Clear();
        }
    }

    private static void Tell(object arrivals)
    {
        foreach (var (waiter, events) in (List<(EpollWaiter Waiter, EpollEvents Events)>)arrivals)
            waiter.Happened(events);
    }
}
