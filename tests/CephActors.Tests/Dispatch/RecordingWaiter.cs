using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

/// <summary>Waits at a throttle and writes its name down when it is granted.</summary>
internal sealed class RecordingWaiter(string name, long amount, List<string> grants) : ThrottleWaiter(amount)
{
    internal override void Granted() => grants.Add(name);
}
