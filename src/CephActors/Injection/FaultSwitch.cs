namespace CephActors.Injection;

/// <summary>What a messenger injects at this moment. Exists only where injection is allowed.</summary>
internal sealed class FaultSwitch(FaultInjection faults)
{
    private volatile ArmedFaults _armed = new(faults);

    public ArmedFaults Armed => _armed;

    public void Set(FaultInjection faults) => _armed = new ArmedFaults(faults);

    /// <summary>Some faults and where their users get their draws from.</summary>
    internal sealed class ArmedFaults(FaultInjection faults)
    {
        private long _draws;

        public FaultInjection Faults => faults;

        /// <summary>The draws of the next user: with a seed the same for the n-th user each time.</summary>
        public Random NewDraws()
        {
            if (faults.Seed is not { } seed)
                return new Random();

            // Neighbouring seeds and users shall have nothing in common.
            var mixed = unchecked(((ulong)seed + ((ulong)Interlocked.Increment(ref _draws) << 32)) * 0x9E3779B97F4A7C15);
            return new Random((int)(mixed ^ (mixed >> 32)));
        }
    }
}
