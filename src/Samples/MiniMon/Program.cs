using System.Runtime.InteropServices;
using CephActors;
using MiniMon;

// MiniMon --bind ADDR    a monitor for real Ceph clients, until SIGTERM or Ctrl-C
if (args is not ["--bind", var text] || !EntityAddress.TryParse(text, EntityAddressType.Legacy, out var address)
    || address.Type is not EntityAddressType.Legacy || address.Address is null || address.IsBlankAddress)
{
    Console.Error.WriteLine("usage: MiniMon --bind v1:IP:PORT    (port 0 for any; an IP that clients can reach)");
    return 2;
}

var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    var monitor = await TinyMonitor.StartAsync(address);
    Console.WriteLine($"listening on {monitor.Address}");
    await stop.Task;
    await monitor.StopAsync();
    return 0;
}
catch (CephMessengerException cause)
{
    Console.Error.WriteLine($"MiniMon: {cause.Message}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
