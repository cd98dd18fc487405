using System.Security.Cryptography;
using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Clients;

/// <summary>The sample monitor as a process, and a configuration for real clients of it.</summary>
public abstract class RunningMiniMon : IAsyncLifetime
{
    private const string Listening = "listening on ";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cephactors-minimon-");
    private readonly string _auth;
    private readonly RunningProgram _program;

    private protected RunningMiniMon(string auth, params string[] arguments)
    {
        _auth = auth;
        KeyringFile = Path.Combine(_directory.FullName, "keyring");
        File.WriteAllText(KeyringFile, $"""
            [client.admin]
              key = {NewKey()}
              caps mon = "allow *"
              caps osd = "allow *"
              caps mgr = "allow *"
            [client.powerless]
              key = {NewKey()}
              caps osd = "allow *"

            """);
        _program = OwnPrograms.StartMiniMon([.. arguments, .. auth == "cephx" ? new[] { "--keyring", KeyringFile } : []]);
    }

    /// <summary>Where it answers, as it prints that.</summary>
    public string Addresses { get; private set; } = "";

    /// <summary>The first of these, which clients dial.</summary>
    public EntityAddress Address => EntityAddressVector.Parse(Addresses)[0];

    /// <summary>Holds the keys of <c>client.admin</c>, who may do everything, and of <c>client.powerless</c>, who may do nothing with monitors.</summary>
    public string KeyringFile { get; }

    /// <summary>What the tool needs to be let in.</summary>
    public string[] ToolAccess =>
        ["--mon", $"{Address}", .. _auth == "cephx" ? new[] { "--name", "client.admin", "--keyring", KeyringFile, "--auth", "cephx" } : []];

    public string ConfigFile => Path.Combine(_directory.FullName, "ceph.conf");

    public async Task InitializeAsync()
    {
        Addresses = (await _program.OutputLineAsync(Listening))[Listening.Length..];
        await File.WriteAllTextAsync(ConfigFile, $"""
            [global]
            mon_host = {Addresses}
            auth_cluster_required = {_auth}
            auth_service_required = {_auth}
            auth_client_required = {_auth}
            keyring = {KeyringFile}
            log_file =
            admin_socket =

            """);
    }

    public async Task DisposeAsync()
    {
        await _program.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>Runs the real <c>ceph</c> command as <c>client.admin</c>, or as whom the arguments name.</summary>
    public Task<CommandResult> CephAsync(params string[] arguments) =>
        Commands.RunAsync("ceph", ["--conf", ConfigFile, "--name", "client.admin", "--connect-timeout", "20", .. arguments]);

    /// <summary>A new key as text.</summary>
    public static string NewKey() => CryptoKey.FromSecret(RandomNumberGenerator.GetBytes(CryptoKey.AesKeySize)).ToBase64();

    /// <summary>Ends it as service managers do, and tells its exit code.</summary>
    public Task<int> TerminateAsync() => _program.TerminateAsync();
}

/// <summary>One that believes every name.</summary>
public sealed class RunningNoneMiniMon() : RunningMiniMon("none", "--bind", "v1:127.0.0.1:0");

/// <summary>One that demands keys.</summary>
public sealed class RunningCephxMiniMon() : RunningMiniMon("cephx", "--bind", "v1:127.0.0.1:0");

/// <summary>One that believes every name, over protocol v2.</summary>
public sealed class RunningNoneV2MiniMon() : RunningMiniMon("none", "--bind", "v2:127.0.0.1:0");

/// <summary>One that demands keys and takes no encryption, over either protocol.</summary>
public sealed class RunningCephxDualMiniMon() : RunningMiniMon("cephx", "--bind", "v2:127.0.0.1:0", "--bind", "v1:127.0.0.1:0", "--mode", "crc");

/// <summary>One that demands keys and encryption.</summary>
public sealed class RunningSecureMiniMon() : RunningMiniMon("cephx", "--bind", "v2:127.0.0.1:0", "--mode", "secure");
