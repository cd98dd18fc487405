using System.Diagnostics;

namespace CephActors.Hosting.Tests.Cluster;

/// <summary>A node of the sample, in a process of its own.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    private GatewayProcess(Process process, string cluster, EntityAddress clients) => (_process, Cluster, Clients) = (process, cluster, clients);

    public string Cluster { get; }

    public EntityAddress Clients { get; }

    public static async Task<GatewayProcess> StartAsync(params string[] arguments)
    {
        var program = typeof(ClusterGateway.Depositor).Assembly.Location;
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "node", .. arguments]) { RedirectStandardOutput = true })!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                if (line.Split(' ') is not [['a', 'k', 'k', 'a', '.', ..] and var cluster, ['v', ..] and var clients])
                    continue;

                // A node whose output nobody takes would stop at a full pipe.
                _ = process.StandardOutput.ReadToEndAsync();
                return new GatewayProcess(process, cluster, EntityAddress.Parse(clients));
            }

            throw new InvalidOperationException("The node ended before it was up.");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
