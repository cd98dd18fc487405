using System.Runtime.InteropServices;
using CephActors;
using MiniMon;

// MiniMon --bind ADDR [--keyring FILE] [--mode MODE]    a monitor for real Ceph clients, until SIGTERM or Ctrl-C
if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine($"usage: {Options.Usage}");
    return 2;
}

var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    var monitor = await TinyMonitor.StartAsync(options.Addresses, options.KeyringFile is { } file ? Keyring.Load(file) : null, options.Mode);
    Console.WriteLine($"listening on {monitor.Addresses}");
    await stop.Task;
    await monitor.StopAsync();
    return 0;
}
catch (Exception cause) when (cause is CephMessengerException or IOException or UnauthorizedAccessException or FormatException)
{
    Console.Error.WriteLine($"MiniMon: {cause.Message}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
