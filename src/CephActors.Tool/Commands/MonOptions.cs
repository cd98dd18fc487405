using System.CommandLine;
using System.CommandLine.Parsing;
using CephActors.Tool.Clusters;
using CephActors.Tool.Mons;

namespace CephActors.Tool.Commands;

/// <summary>The options by which all <c>mon</c> commands are told where the monitors are and who asks.</summary>
internal sealed class MonOptions
{
    private readonly Option<string> _monitors = new("--mon", "-m", "--mon-host")
    {
        Description = "The monitors to try, such as v2:127.0.0.1:3300, or anything else that mon_host may hold. Without it those of the configuration.",
        HelpName = "ADDR[,ADDR...]",
    };

    private readonly Option<string> _conf = new("--conf", "-c")
    {
        Description = "The ceph.conf to read; without it CEPH_CONF, /etc/ceph/CLUSTER.conf, ~/.ceph/CLUSTER.conf, or CLUSTER.conf here.",
        HelpName = "FILE",
    };

    private readonly Option<string> _cluster = new("--cluster") { Description = "The cluster's name, ceph by default; it stands in file names.", HelpName = "NAME" };

    private readonly Option<AuthEntityName?> _name = new("--name", "-n")
    {
        Description = "The name to authenticate with; client.admin by default.",
        HelpName = "TYPE.ID",
        CustomParser = ParseName,
    };

    private readonly Option<string> _keyring = new("--keyring", "-k")
    {
        Description = "A file with the key of that name; without it CEPH_KEYRING, what the configuration says, or /etc/ceph/CLUSTER.NAME.keyring and its neighbours.",
        HelpName = "FILE",
    };

    private readonly Option<string> _key = new("--key") { Description = "That key itself.", HelpName = "BASE64" };

    private readonly Option<string> _auth = new("--auth")
    {
        Description = "How to authenticate: none or cephx. Without it cephx if a key is given or found, none otherwise.",
        HelpName = "none|cephx",
    };

    private readonly Option<string> _mode = new("--mode")
    {
        Description = "The only mode of connection to allow over protocol v2: crc or secure. Without it both, secure with monitors if they have it too.",
        HelpName = "crc|secure",
    };

    private readonly Option<int> _timeout;

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Log what the messenger does, on standard error." };

    /// <param name="timeout">The default of <c>--timeout</c> in milliseconds.</param>
    public MonOptions(int timeout = 10_000)
    {
        _timeout = WholeNumber.Option("--timeout", "Milliseconds to wait for a session, and then for the answer.", timeout, 1, 86_400_000);
        _auth.AcceptOnlyFromAmong("none", "cephx");
        _mode.AcceptOnlyFromAmong("crc", "secure");
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _monitors, _conf, _cluster, _name, _keyring, _key, _auth, _mode, _timeout, _verbose })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_key) is not null && result.GetResult(_keyring) is not null)
                result.AddError("--key and --keyring exclude each other.");
        });
    }

    /// <summary>Whether anything is said about where the monitors are or who asks.</summary>
    public bool AreGiven(ParseResult parse) =>
        new Option[] { _monitors, _conf, _cluster, _name, _keyring, _key, _auth, _mode }.Any(option => parse.GetResult(option) is { Implicit: false });

    /// <summary>How long to wait for a session, and then for the answer.</summary>
    public TimeSpan TimeoutOf(ParseResult parse) => TimeSpan.FromMilliseconds(parse.GetValue(_timeout));

    /// <summary>Whether to log everything.</summary>
    public bool IsVerbose(ParseResult parse) => parse.GetValue(_verbose);

    /// <summary>Reads them, and what they leave open from the surroundings.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="around">The surroundings.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="otherwise">A monitor to try where none is known.</param>
    /// <exception cref="CommandFailure">There are no monitors or no key, or a file cannot be read.</exception>
    public async Task<MonAccess> ReadAsync(ParseResult parse, Surroundings around, CancellationToken cancellationToken, EntityAddress? otherwise = null)
    {
        var cluster = new Cluster(
            new ClusterOptions(parse.GetValue(_conf), parse.GetValue(_cluster), parse.GetValue(_name), parse.GetValue(_monitors), parse.GetValue(_keyring)), around);
        var key = FindKey(parse, cluster);
        return new MonAccess(
            await cluster.FindMonitorsAsync(cancellationToken, otherwise).ConfigureAwait(false),
            cluster.Name,
            key is null ? AuthMethod.None : AuthMethod.Cephx,
            key,
            parse.GetValue(_mode),
            TimeoutOf(parse),
            IsVerbose(parse));
    }

    private CryptoKey? FindKey(ParseResult parse, Cluster cluster)
    {
        var method = parse.GetValue(_auth);
        if (method == "none")
            return null;
        if (parse.GetValue(_key) is { } text)
            return CryptoKey.TryParse(text, out var given) ? given : throw new CommandFailure("--key takes the base64 text of a key, as keyrings have it.");
        if (method is null && parse.GetValue(_keyring) is null && cluster.WantsNone)
            return null;
        return cluster.FindKey() ?? (method == "cephx"
            ? throw new CommandFailure($"--auth cephx needs a key of {cluster.Name}: use --keyring or --key; none was found in the places where ceph looks")
            : null);
    }

    private static AuthEntityName? ParseName(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!AuthEntityName.TryParse(text, out var name))
            result.AddError($"'{text}' is not a name; write it like client.admin.");
        return name;
    }
}
