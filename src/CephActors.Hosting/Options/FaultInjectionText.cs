namespace CephActors.Hosting;

/// <summary>Injected faults as HOCON has them.</summary>
internal static class FaultInjectionText
{
    public static void Write(FaultInjection? faults, HoconSection section)
    {
        if (faults is null)
            return;
        section.Set("allowed", true);
        section.Set("seed", faults.Seed);
        section.Set("socket-failures", (long)faults.SocketFailures);
        section.Set("network-congestion", (long)faults.NetworkCongestion);
        section.Set("internal-delays", faults.InternalDelays);
        section.Set("delay-types", Names(faults.DelayTypes));
        section.Set("delay-probability", faults.DelayProbability);
        section.Set("delay-max", faults.DelayMax);
        section.Set("delay-message-type", (long?)faults.DelayMessageType);
        section.Set("blackhole", Names(faults.Blackhole));
        section.Set("die-on-bad-message", faults.DieOnBadMessage);
        section.Set("die-on-unhandled-message", faults.DieOnUnhandledMessage);
        section.Set("die-on-old-message", faults.DieOnOldMessage);
        section.Set("die-on-skipped-message", faults.DieOnSkippedMessage);
    }

    private static string Names(IReadOnlyCollection<EntityType> types) => string.Join(", ", types.Select(PeerTypeText.NameOf));
}
