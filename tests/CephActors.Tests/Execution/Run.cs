using Akka.Dispatch;

namespace CephActors.Tests.Execution;

/// <summary>Stands in for an actor that has something to do.</summary>
internal sealed class Run(Action action) : IRunnable
{
    void IRunnable.Run() => action();

    public void Execute() => action();
}
