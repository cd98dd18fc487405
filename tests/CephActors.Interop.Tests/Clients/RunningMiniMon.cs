using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Clients;

/// <summary>The sample monitor as a process, and a configuration for real clients of it.</summary>
public sealed class RunningMiniMon : IAsyncLifetime
{
    private const string Listening = "listening on ";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cephactors-minimon-");
    private readonly RunningProgram _program = OwnPrograms.StartMiniMon("--bind", "v1:127.0.0.1:0");

    public EntityAddress Address { get; private set; }

    public string ConfigFile => Path.Combine(_directory.FullName, "ceph.conf");

    public async Task InitializeAsync()
    {
        Address = EntityAddress.Parse((await _program.OutputLineAsync(Listening))[Listening.Length..]);
        await File.WriteAllTextAsync(ConfigFile, $"""
            [global]
            mon_host = {Address}
            auth_cluster_required = none
            auth_service_required = none
            auth_client_required = none
            log_file =
            admin_socket =

            """);
    }

    public async Task DisposeAsync()
    {
        await _program.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>Runs the real <c>ceph</c> command.</summary>
    public Task<CommandResult> CephAsync(params string[] arguments) =>
        Commands.RunAsync("ceph", ["--conf", ConfigFile, "--name", "client.admin", "--connect-timeout", "20", .. arguments]);

    /// <summary>Ends it as service managers do, and tells its exit code.</summary>
    public Task<int> TerminateAsync() => _program.TerminateAsync();
}
