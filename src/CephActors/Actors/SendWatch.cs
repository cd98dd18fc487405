namespace CephActors.Actors;

/// <summary>
/// Finds out how long messages take from being sent until they leave for good: acknowledged on a lossless session, written
/// on a lossy one. Looks at one message at a time, which costs the others a comparison, and tells of one that does not leave.
/// </summary>
internal sealed class SendWatch(TimeProvider clock)
{
    private const long Nobody = 0;

    private CephMessage? _message;
    private long _since = Nobody;

    /// <summary>Told the time a message took; called by whoever releases it.</summary>
    public Action<TimeSpan>? Left { get; set; }

    /// <summary>
    /// How long the message now looked at has been here; zero if there is none. The oldest message here is not older than that
    /// and the time of the one looked at before it.
    /// </summary>
    public TimeSpan Age => Volatile.Read(ref _since) is var since and not Nobody ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>A message is sent, by any thread: it is looked at if no other is.</summary>
    public void Begin(CephMessage message)
    {
        if (Volatile.Read(ref _since) == Nobody && Interlocked.CompareExchange(ref _since, Math.Max(clock.GetTimestamp(), 1), Nobody) == Nobody)
            Volatile.Write(ref _message, message);
    }

    /// <summary>A message has left; only for the one who takes messages out.</summary>
    public void End(CephMessage message)
    {
        if (!ReferenceEquals(message, Volatile.Read(ref _message)))
            return;
        var took = Age;
        Volatile.Write(ref _message, null);
        Volatile.Write(ref _since, Nobody);
        Left?.Invoke(took);
    }
}
