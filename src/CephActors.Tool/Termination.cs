using System.Runtime.InteropServices;

namespace CephActors.Tool;

/// <summary>Waits for SIGTERM or Ctrl-C, which then do not end the process by themselves.</summary>
internal sealed class Termination : IDisposable
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;
    private readonly CancellationTokenRegistration _cancellation;

    /// <param name="cancellationToken">Asks for the end too.</param>
    public Termination(CancellationToken cancellationToken)
    {
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
        _cancellation = cancellationToken.Register(() => _requested.TrySetResult());
    }

    /// <summary>Completes when the end is asked for.</summary>
    public Task Requested => _requested.Task;

    public void Dispose()
    {
        _cancellation.Dispose();
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _requested.TrySetResult();
    }
}
