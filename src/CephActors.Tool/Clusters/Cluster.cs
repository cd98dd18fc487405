namespace CephActors.Tool.Clusters;

/// <summary>
/// The cluster a command is about, found as the <c>ceph</c> command finds it: command line, then <c>CEPH_ARGS</c>, then
/// <c>CEPH_CONF</c> and <c>CEPH_KEYRING</c>, then <c>/etc/ceph/ceph.conf</c> and its neighbours. Ceph: <c>src/common/config.cc</c>,
/// <c>get_default_conffiles</c>; <c>src/common/options.cc</c>, <c>keyring</c>.
/// </summary>
internal sealed class Cluster
{
    private static readonly string[] Confs = ["/etc/ceph/$cluster.conf", "$home/.ceph/$cluster.conf", "$cluster.conf"];

    private const string Keyrings = "/etc/ceph/$cluster.$name.keyring,/etc/ceph/$cluster.keyring,/etc/ceph/keyring,/etc/ceph/keyring.bin";

    private readonly Surroundings _around;
    private readonly CephArguments _arguments;
    private readonly ClusterOptions _options;
    private readonly CephConf _conf;
    private readonly string _cluster;

    /// <exception cref="CommandFailure">A file that was named is not there, or is not what it should be.</exception>
    public Cluster(ClusterOptions options, Surroundings around)
    {
        _around = around;
        _options = options;
        _arguments = CephArguments.Parse(around.Variable("CEPH_ARGS"));
        _cluster = options.Cluster ?? _arguments.Get("cluster") ?? "ceph";
        Name = options.Name ?? _arguments.Name ?? new AuthEntityName(EntityType.Client, "admin");
        ConfPath = FindConf();
        _conf = ConfPath is { } path ? Read(path) : CephConf.Empty;
    }

    /// <summary>Who to be.</summary>
    public AuthEntityName Name { get; }

    /// <summary>The configuration file found; null if there is none.</summary>
    public string? ConfPath { get; }

    /// <summary>The monitors, in every form in which Ceph takes them.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="otherwise">The monitor where none is written down.</param>
    /// <exception cref="CommandFailure">None are known.</exception>
    public async Task<IReadOnlyList<EntityAddressVector>> FindMonitorsAsync(CancellationToken cancellationToken, EntityAddress? otherwise = null)
    {
        var text = _options.Monitors ?? Get("mon_host") ?? OldStyleMonitors();
        if (text is null && otherwise is { } monitor)
            return [new EntityAddressVector(monitor)];
        text ??= await AskDnsAsync(cancellationToken).ConfigureAwait(false);
        return await MonHost.ResolveAsync(text, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The key of <see cref="Name"/>; null if none is to be found.</summary>
    /// <exception cref="CommandFailure">A keyring that was named cannot be read, or has no key of that name.</exception>
    public CryptoKey? FindKey()
    {
        if (_options.Keyring is { } named)
            return Load(named) ?? throw new CommandFailure($"{named} has no key of {Name}.");
        if (Get("key") is { } text)
            return CryptoKey.TryParse(text, out var key) ? key : throw new CommandFailure($"{ConfPath}: key is not the base64 text of a key.");
        if (Get("keyfile") is { } keyFile)
            return Load(keyFile);
        var keyrings = _around.Variable("CEPH_KEYRING") ?? Get("keyring") ?? Keyrings;
        foreach (var path in keyrings.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Expand))
        {
            if (_around.FileExists(path) && Load(path) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Whether the configuration wants no authentication.</summary>
    public bool WantsNone => (Get("auth_supported") ?? Get("auth_client_required")) is { } methods
        && !methods.Contains("cephx", StringComparison.Ordinal) && methods.Contains("none", StringComparison.Ordinal);

    private string? Get(string key) => (_arguments.Get(key) ?? _conf.Get(Name, key)) is { Length: > 0 } value ? Expand(value) : null;

    private async Task<string> AskDnsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _around.Dns(_around).FindAsync(Get("mon_dns_srv_name") ?? "ceph-mon", cancellationToken).ConfigureAwait(false);
        }
        catch (CommandFailure nothing)
        {
            throw new CommandFailure(
                $"no monitors are known: use --mon ADDR, or set mon_host in {ConfPath ?? "/etc/ceph/ceph.conf, or name another file with --conf or CEPH_CONF"}"
                + $" ({nothing.Message})");
        }
    }

    /// <summary>Monitors as they were once written: one section each.</summary>
    private string? OldStyleMonitors()
    {
        var addresses = _conf.Sections.Where(s => s.StartsWith("mon.", StringComparison.Ordinal))
            .Select(section => _conf.GetOf(section, "mon_addr")).OfType<string>().ToArray();
        return addresses.Length == 0 ? null : string.Join(',', addresses);
    }

    private string? FindConf()
    {
        if ((_options.Conf ?? _arguments.Get("conf") ?? _around.Variable("CEPH_CONF")) is { Length: > 0 } named)
        {
            var candidates = named.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Expand).ToArray();
            return Array.Find(candidates, path => _around.FileExists(path)) ?? throw new CommandFailure($"{named}: there is no such configuration file");
        }

        return Confs.Select(Expand).FirstOrDefault(_around.FileExists);
    }

    private CephConf Read(string path)
    {
        try
        {
            return CephConf.Parse(_around.ReadFile(path));
        }
        catch (FormatException damaged)
        {
            throw new CommandFailure($"{path}: {damaged.Message}");
        }
    }

    private CryptoKey? Load(string path)
    {
        try
        {
            return Keyring.Parse(_around.ReadFile(path), Name).TryGetKey(Name, out var key) ? key : null;
        }
        catch (FormatException damaged)
        {
            throw new CommandFailure($"{path}: {damaged.Message}");
        }
    }

    /// <summary>Ceph: <c>md_config_t::expand_meta</c>.</summary>
    private string Expand(string text)
    {
        var name = Name.ToString();
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        foreach (var (variable, value) in new[]
        {
            ("cluster", _cluster), ("type", name[..dot]), ("id", name[(dot + 1)..]), ("name", name), ("host", _around.HostName), ("home", _around.Home),
        })
        {
            text = text.Replace("${" + variable + "}", value, StringComparison.Ordinal);
            text = text.Replace("$" + variable, value, StringComparison.Ordinal);
        }

        return text;
    }
}
