using System.Net;
using System.Net.Sockets;
using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Wireshark;

/// <summary>Records what passes over a port of this machine; for that tshark needs rights that not everybody has.</summary>
internal sealed class LiveCapture : IAsyncDisposable
{
    private const string Started = "-- File: ";
    private readonly int _port;
    private readonly string _file = Path.GetTempFileName();
    private readonly RunningProgram _tshark;

    private LiveCapture(int port)
    {
        _port = port;
        _tshark = RunningProgram.Start("tshark", "-i", "lo", "-f", $"tcp port {port}", "-l", "-P", "-T", "fields", "-e", "tcp.srcport", "-w", _file);
    }

    /// <summary>Starts to record; skips the spec where that is not allowed.</summary>
    public static async Task<LiveCapture> StartAsync(int port)
    {
        Skip.If(Dissection.Missing is not null, Dissection.Missing);
        var capture = new LiveCapture(port);
        if (await capture._tshark.TryErrorLineAsync(Started) is null)
        {
            await capture.DisposeAsync();
            Skip.If(true, $"tshark may not record here: {capture._tshark.Error}");
        }

        return capture;
    }

    /// <summary>Ends recording when all that has passed is recorded, and asks the dissector about it.</summary>
    public async Task<Dissection> DissectAsync()
    {
        // Packets reach the file a little later than their receiver. A connection of our own comes last.
        using var last = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await last.ConnectAsync(IPAddress.Loopback, _port);
        await _tshark.OutputLineAsync($"{((IPEndPoint)last.LocalEndPoint!).Port}");
        await _tshark.InterruptAsync();
        return await Dissection.OfFileAsync(_file);
    }

    public async ValueTask DisposeAsync()
    {
        await _tshark.DisposeAsync();
        File.Delete(_file);
    }
}
