using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CephActors.Protocol.Tests;

/// <summary>
/// A mutant may loop without end, and Stryker, which has counted it by then, leaves its process running: on a small machine the
/// next ones are too slow for that. So the process ends itself once one mutant has had so many seconds of processor time; time on
/// the wall says nothing, for a process that waits its turn or is through with many mutants is in good order. Only mutation testing
/// sets the limit.
/// </summary>
internal static class MutationLimit
{
    private static readonly Process Own = Process.GetCurrentProcess();
    private static int _mutant;
    private static TimeSpan _since;

    [ModuleInitializer]
    internal static void Start()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("CEPHACTORS_MUTATION_LIMIT"), out var seconds))
            return;

        // Stryker adds it to what it mutates: which mutant is switched on, negative for none.
        var active = typeof(CephMessage).Assembly.GetTypes().FirstOrDefault(static type => type.Name == "MutantControl")
            ?.GetField("ActiveMutant", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static);
        if (active is not null)
            new Thread(() => Watch(active, TimeSpan.FromSeconds(seconds))) { IsBackground = true }.Start();
    }

    private static void Watch(FieldInfo active, TimeSpan limit)
    {
        // Nobody sets it: the wait is the pace.
        using var never = new ManualResetEventSlim();
        while (!never.Wait(1_000))
            Check((int)active.GetValue(null)!, limit);
    }

    private static void Check(int mutant, TimeSpan limit)
    {
        Own.Refresh();
        var now = Own.TotalProcessorTime;
        if (mutant < 0 || mutant != _mutant)
            (_mutant, _since) = (mutant, now);
        else if (now - _since > limit)
            Own.Kill();
    }
}
