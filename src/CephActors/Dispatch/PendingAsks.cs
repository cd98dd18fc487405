using System.Globalization;

namespace CephActors.Dispatch;

/// <summary>
/// The requests of one connection that wait for their answers, by transaction id. Callable from any thread. The ids begin at
/// a random number: the peer may ask as well, and its requests must not look like answers to ours.
/// </summary>
internal sealed class PendingAsks
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, PendingAsk> _byTid = [];
    private ulong _lastTid = (ulong)Random.Shared.NextInt64(1L << 32, 1L << 62);
    private volatile int _count;

    /// <summary>Enters a request, which gets an id if it has none.</summary>
    /// <exception cref="ArgumentException">A request with its id waits already.</exception>
    public PendingAsk Add(CephMessage request)
    {
        lock (_lock)
        {
            var ask = new PendingAsk(request.Tid == 0 ? request.WithTid(++_lastTid) : request);
            if (!_byTid.TryAdd(ask.Request.Tid, ask))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"A request with tid {request.Tid} waits for its answer on this connection: leave the tid 0 to have one chosen."),
                    nameof(request));
            }

            _count = _byTid.Count;
            return ask;
        }
    }

    /// <summary>Nobody waits for this one any more.</summary>
    public void Remove(PendingAsk ask)
    {
        lock (_lock)
        {
            _byTid.Remove(ask.Request.Tid);
            _count = _byTid.Count;
        }
    }

    /// <summary>Hands a received message to who waits for it, which completes it. False if it answers nothing.</summary>
    public bool TryAnswer(CephMessage message)
    {
        if (_count == 0)
            return false;
        PendingAsk? ask;
        lock (_lock)
            _byTid.TryGetValue(message.Tid, out ask);

        // The connection to oneself delivers the request itself, before any answer.
        if (ask is null || ReferenceEquals(ask.Request, message) || !ask.TryAnswer(message))
            return false;
        message.Complete();
        return true;
    }

    /// <summary>No answer comes any more to those that wait now.</summary>
    public void Fail(AskFailure failure, string reason)
    {
        PendingAsk[] asks;
        lock (_lock)
            asks = [.. _byTid.Values];
        foreach (var ask in asks)
            ask.Fail(failure, reason);
    }
}
