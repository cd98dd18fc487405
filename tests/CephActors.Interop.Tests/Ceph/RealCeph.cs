using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Ceph;

/// <summary>
/// A throwaway Ceph monitor on loopback, made from the installed packages: its own directory, keyring and ports, stopped as its
/// own process.
/// </summary>
public sealed class RealCeph : IAsyncDisposable
{
    private const string MonName = "a";

    private const string Secure = """
        ms_mon_cluster_mode = secure
        ms_mon_service_mode = secure
        ms_mon_client_mode = secure
        ms_cluster_mode = secure
        ms_service_mode = secure
        ms_client_mode = secure
        """;

    private static readonly string[] Osds = ["osd.0", "osd.1"];
    private readonly DirectoryInfo _directory;
    private RunningProgram? _monitor;
    private RunningProgram? _osd;
    private OsdAddresses? _osdAddresses;

    private readonly string _wire;
    private readonly bool _secure;

    private RealCeph(DirectoryInfo directory, string auth, string wire, bool secure)
    {
        _directory = directory;
        Auth = auth;
        _wire = wire;
        _secure = secure;
        string[] protocols = wire == "both" ? ["v2", "v1"] : [wire];
        Addresses = new EntityAddressVector([.. protocols.Select(protocol => EntityAddress.Parse($"{protocol}:127.0.0.1:{FreePort()}/0"))]);
    }

    /// <summary>Why there is no real Ceph to test with; null if there is one.</summary>
    public static string? Missing { get; } = Commands.WhyMissing("ceph-mon ceph-common", "ceph-mon", "ceph-authtool", "monmaptool", "ceph");

    /// <summary>Why there is no OSD to test with; null if there is one.</summary>
    public static string? MissingOsd { get; } = Missing ?? Commands.WhyMissing("ceph-osd", "ceph-osd");

    /// <summary>The method of authentication it demands: none or cephx.</summary>
    public string Auth { get; }

    /// <summary>Where it answers, over v2 if it speaks that.</summary>
    public EntityAddress Address => Addresses[0];

    /// <summary>Where it answers, over every protocol it speaks.</summary>
    public EntityAddressVector Addresses { get; }

    public Guid Fsid { get; } = Guid.NewGuid();

    public string ConfigFile => Path.Combine(_directory.FullName, "ceph.conf");

    /// <summary>Holds the key of <c>client.admin</c>, who may do everything.</summary>
    public string KeyringFile => Path.Combine(_directory.FullName, "keyring");

    /// <summary>The key of this name.</summary>
    public CryptoKey Key(string name) =>
        Keyring.Load(KeyringFile).TryGetKey(AuthEntityName.Parse(name), out var key) ? key : throw new KeyNotFoundException(name);

    private string MonitorSocket => Path.Combine(_directory.FullName, "mon.asok");

    private string OsdSocket => Path.Combine(_directory.FullName, "osd.asok");

    /// <summary>Makes a monitor and waits until it answers commands.</summary>
    /// <param name="auth">The method of authentication it demands: none or cephx.</param>
    /// <param name="wire">What it and its OSDs speak: v1, v2 or both.</param>
    /// <param name="secure">Whether they insist on encryption.</param>
    public static async Task<RealCeph> StartAsync(string auth, string wire = "v1", bool secure = false)
    {
        var ceph = new RealCeph(Directory.CreateTempSubdirectory("cephactors-mon-"), auth, wire, secure);
        try
        {
            await ceph.CreateAsync();
            ceph.StartMonitor();
            await ceph.WaitUntilItAnswersAsync();
            return ceph;
        }
        catch
        {
            await ceph.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the monitor process; it comes back with the same address and data.</summary>
    public void StartMonitor() => _monitor = RunningProgram.Start("ceph-mon", "--conf", ConfigFile, "-i", MonName, "-f");

    /// <summary>Kills the monitor as a crash would.</summary>
    public async Task KillMonitorAsync()
    {
        if (_monitor is { } monitor)
            await monitor.DisposeAsync();
        _monitor = null;
    }

    /// <summary>Runs the real <c>ceph</c> command against this monitor.</summary>
    /// <remarks>
    /// A real client of Ceph 16 may send its first command over v1 before it has looked at the monitor map, and then fails
    /// before it has run anything; it is asked again.
    /// </remarks>
    public async Task<CommandResult> CephAsync(params string[] arguments)
    {
        CommandResult result;
        var attempts = 5;
        do
        {
            result = await Commands.RunAsync("ceph", ["--conf", ConfigFile, "--name", "client.admin", "--connect-timeout", "10", .. arguments]);
        }
        while (result.ExitCode != 0 && result.Error.Contains("problem getting command descriptions", StringComparison.Ordinal) && --attempts > 0);
        return result;
    }

    /// <summary>Starts <c>osd.0</c> and waits until the monitor has it for up; it ends with this object.</summary>
    public async Task<OsdAddresses> StartOsdAsync()
    {
        var uuid = Guid.NewGuid().ToString();
        Directory.CreateDirectory(Path.Combine(_directory.FullName, "osd"));
        var created = await CephAsync("osd", "new", uuid, "0");
        if (created.ExitCode != 0)
            throw new InvalidOperationException($"ceph osd new failed: {created.Error}");
        await Commands.RunOrThrowAsync("ceph-osd", "--conf", ConfigFile, "-i", "0", "--mkfs", "--osd-uuid", uuid);
        return await StartOsdAgainAsync();
    }

    /// <summary>Kills the OSD as a crash would.</summary>
    public async Task KillOsdAsync()
    {
        if (_osd is { } osd)
            await osd.DisposeAsync();
        _osd = null;
    }

    /// <summary>Starts the OSD that was killed, and waits until the monitor has it for up; it has other addresses then.</summary>
    public async Task<OsdAddresses> StartOsdAgainAsync()
    {
        await KillOsdAsync();
        _osd = RunningProgram.Start("ceph-osd", "--conf", ConfigFile, "-i", "0", "-f");
        for (var attempt = 0; attempt < 60; attempt++)
        {
            if (_osd.HasExited)
                throw new InvalidOperationException($"ceph-osd has exited: {_osd.Error}");
            var dump = await CephAsync("osd", "dump", "--format", "json");
            if (dump.ExitCode != 0)
                continue;
            var osd = JsonDocument.Parse(dump.Output).RootElement.GetProperty("osds")[0];
            if (osd.GetProperty("up").GetInt32() == 1 && OsdAddresses.Read(osd) is var addresses && addresses != _osdAddresses)
                return _osdAddresses = addresses;
        }

        throw new TimeoutException("the OSD does not come up");
    }

    /// <summary>Makes a pool of one placement group without replicas on <c>osd.0</c>.</summary>
    /// <returns>Its number, and the epoch of the map that has it.</returns>
    public async Task<(long Pool, uint Epoch)> CreatePoolAsync(string name)
    {
        await CephOrThrowAsync("osd", "crush", "add", "osd.0", "1.0", "root=default", "host=here");
        await CephOrThrowAsync("osd", "pool", "create", name, "1", "1");
        await CephOrThrowAsync("osd", "pool", "set", name, "size", "1", "--yes-i-really-mean-it");
        var map = JsonDocument.Parse((await CephAsync("osd", "dump", "--format", "json")).Output).RootElement;
        var pool = map.GetProperty("pools").EnumerateArray().Single(p => p.GetProperty("pool_name").GetString() == name);
        return (pool.GetProperty("pool").GetInt64(), map.GetProperty("epoch").GetUInt32());
    }

    private async Task CephOrThrowAsync(params string[] arguments)
    {
        if (await CephAsync(arguments) is { ExitCode: not 0 } failed)
            throw new InvalidOperationException($"ceph {string.Join(' ', arguments)} failed: {failed.Error}");
    }

    /// <summary>From now on the OSD breaks a socket at every so manieth read or write.</summary>
    public Task BreakSocketsOfOsdAsync(int every) => BreakSocketsAsync(OsdSocket, every);

    /// <summary>From now on the monitor breaks a socket at every so manieth read or write.</summary>
    public Task BreakSocketsOfMonitorAsync(int every) => BreakSocketsAsync(MonitorSocket, every);

    private Task BreakSocketsAsync(string socket, int every) =>
        Commands.RunOrThrowAsync("ceph", "--conf", ConfigFile, "--admin-daemon", socket, "config", "set", "ms_inject_socket_failures", $"{every}");

    public async ValueTask DisposeAsync()
    {
        await KillOsdAsync();
        await KillMonitorAsync();
        _directory.Delete(recursive: true);
    }

    private async Task WaitUntilItAnswersAsync()
    {
        CommandResult result = new(-1, "", "never asked");
        for (var attempt = 0; attempt < 10; attempt++)
        {
            if (_monitor is not { HasExited: false })
                throw new InvalidOperationException($"ceph-mon has exited: {_monitor?.Error}");
            result = await CephAsync("mon", "stat");
            if (result.ExitCode == 0)
                return;
        }

        throw new TimeoutException($"the monitor does not answer: {result.Error}");
    }

    private async Task CreateAsync()
    {
        var dir = _directory.FullName;
        Directory.CreateDirectory(Path.Combine(dir, "mon"));
        await File.WriteAllTextAsync(ConfigFile, $"""
            [global]
            fsid = {Fsid}
            mon_host = {Bracketed}
            auth_cluster_required = {Auth}
            auth_service_required = {Auth}
            auth_client_required = {Auth}
            cephx_require_signatures = true
            keyring = {KeyringFile}
            ms_bind_msgr1 = {_wire != "v2"}
            ms_bind_msgr2 = {_wire != "v1"}
            {(_secure ? Secure : "")}
            public_addr = 127.0.0.1
            run_dir = {dir}
            log_file = {dir}/$name.log
            mon_cluster_log_file = {dir}/cluster.log
            crash_dir = {dir}
            admin_socket =
            log_to_stderr = false
            [mon]
            admin_socket = {MonitorSocket}
            mon_data = {dir}/mon
            mon_data_avail_warn = 2
            mon_data_avail_crit = 1
            paxos_propose_interval = 0.05
            mon_allow_pool_size_one = true
            osd_pool_default_pg_autoscale_mode = off
            paxos_min_wait = 0.02
            auth_allow_insecure_global_id_reclaim = false
            [osd]
            osd_data = {dir}/osd
            osd_objectstore = memstore
            memstore_device_bytes = 67108864
            # The thread that answers commands is that of the admin socket.
            admin_socket = {OsdSocket}
            # One that breaks its own sockets gets through a handshake by chance: with 15 s between attempts that takes minutes.
            ms_max_backoff = 0.5
            # An OSD asking over v1 as it starts may not know its cluster yet, and then dies of the refusal.
            osd_crush_update_on_start = false
            osd_class_update_on_start = false
            [client]
            log_file = {dir}/client.log

            """);
        await Commands.RunOrThrowAsync("ceph-authtool", "--create-keyring", KeyringFile, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
        await Commands.RunOrThrowAsync("ceph-authtool", KeyringFile, "--gen-key", "-n", "client.admin", "--cap", "mon", "allow *", "--cap", "osd", "allow *");
        foreach (var osd in Osds)
            await Commands.RunOrThrowAsync("ceph-authtool", KeyringFile, "--gen-key", "-n", osd, "--cap", "mon", "allow profile osd", "--cap", "osd", "allow *");
        var map = Path.Combine(dir, "monmap");
        await Commands.RunOrThrowAsync("monmaptool", "--create", "--fsid", Fsid.ToString(), "--addv", MonName, Bracketed, "--set-min-mon-release", "pacific", map);
        await Commands.RunOrThrowAsync("ceph-mon", "--conf", ConfigFile, "--mkfs", "-i", MonName, "--monmap", map, "--keyring", KeyringFile);
    }

    private string Bracketed => $"[{string.Join(',', Addresses.Select(address => $"{(address.Type == EntityAddressType.Msgr2 ? "v2" : "v1")}:{address.Address}:{address.Port}"))}]";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
