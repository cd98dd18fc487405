namespace CephActors.Injection;

/// <summary>One user's view of the switch, a socket's or a connection's, with draws of its own. Not thread-safe.</summary>
internal sealed class FaultDice(FaultSwitch faults)
{
    private FaultSwitch.ArmedFaults? _armed;
    private Random? _draws;

    /// <summary>What is injected now; one volatile read.</summary>
    public FaultInjection Faults
    {
        get
        {
            var armed = faults.Armed;
            if (!ReferenceEquals(armed, _armed))
            {
                _armed = armed;
                _draws = null;
            }

            return armed.Faults;
        }
    }

    private Random Draws => _draws ??= (_armed ?? faults.Armed).NewDraws();

    /// <summary>True with a probability of 1 / <paramref name="n"/>; never for 0.</summary>
    public bool OneIn(int n) => n > 0 && Draws.Next(n) == 0;

    /// <summary>True with this probability.</summary>
    public bool Hits(double probability) => probability > 0 && Draws.NextDouble() < probability;

    /// <summary>A time below <paramref name="max"/>, evenly drawn.</summary>
    public TimeSpan Below(TimeSpan max) => max * Draws.NextDouble();
}
