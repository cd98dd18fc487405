using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using CephActors.Tool;

namespace CephActors.Benchmarks.Compare;

/// <summary>A contender's server in a process of its own.</summary>
internal sealed class ContenderServer : IDisposable
{
    private const string Greeting = "listening on ";
    private const int Sigterm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ContenderServer(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    public static async Task<ContenderServer> StartAsync(Contender contender, CancellationToken cancellationToken)
    {
        var process = Start(contender.Server);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
            return line?.StartsWith(Greeting, StringComparison.Ordinal) is true
                ? new ContenderServer(process, line[Greeting.Length..])
                : throw new CommandFailure($"the server of {contender.Name} has not started");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Runs a client to its end and takes what it printed.</summary>
    public async Task<JsonElement> AskAsync(Contender contender, IEnumerable<string> options, CancellationToken cancellationToken)
    {
        using var client = Start([.. contender.Client, Address, .. options]);
        try
        {
            var output = await client.StandardOutput.ReadToEndAsync(cancellationToken);
            await client.WaitForExitAsync(cancellationToken);
            return client.ExitCode == 0 ? Parse(output) : throw new CommandFailure($"the client of {contender.Name} has failed");
        }
        finally
        {
            if (!client.HasExited)
                client.Kill();
        }
    }

    /// <summary>Stops it and takes what it printed; nothing where it cannot be asked to stop.</summary>
    public async Task<JsonElement?> StopAsync()
    {
        if (OperatingSystem.IsWindows() || Kill(_process.Id, Sigterm) != 0)
            return null;
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        return output.Length == 0 ? null : Parse(output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static Process Start(IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", ["exec", .. arguments]) { RedirectStandardOutput = true })!;

    private static JsonElement Parse(string output)
    {
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
