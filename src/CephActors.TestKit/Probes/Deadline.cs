using System.Diagnostics;

namespace CephActors.TestKit;

/// <summary>A point in real time: expectations must end also where nobody moves the virtual one.</summary>
internal readonly struct Deadline
{
    private readonly long _start;
    private readonly TimeSpan _time;

    private Deadline(TimeSpan time) => (_start, _time) = (Stopwatch.GetTimestamp(), time);

    /// <summary>What is left until then, never negative.</summary>
    public TimeSpan Left => _time - Stopwatch.GetElapsedTime(_start) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>In a time from now.</summary>
    public static Deadline In(TimeSpan time) => new(time);
}
