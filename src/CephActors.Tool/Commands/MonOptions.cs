using System.CommandLine;
using System.CommandLine.Parsing;
using CephActors.Tool.Mons;

namespace CephActors.Tool.Commands;

/// <summary>The options by which all <c>mon</c> commands are told where the monitors are and who asks.</summary>
internal sealed class MonOptions
{
    private readonly Option<EntityAddress[]> _monitors = new("--mon")
    {
        Description = "The monitors to try, such as v1:127.0.0.1:6789.",
        HelpName = "ADDR[,ADDR...]",
        Required = true,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Addresses.ParseAll(result, result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries)),
    };

    private readonly Option<AuthEntityName> _name = new("--name")
    {
        Description = "The name to authenticate with.",
        HelpName = "TYPE.ID",
        DefaultValueFactory = _ => new AuthEntityName(EntityType.Client, "admin"),
        CustomParser = ParseName,
    };

    private readonly Option<string> _keyring = new("--keyring") { Description = "A file with the key of that name.", HelpName = "FILE" };
    private readonly Option<string> _key = new("--key") { Description = "That key itself.", HelpName = "BASE64" };

    private readonly Option<string> _auth = new("--auth")
    {
        Description = "How to authenticate: none or cephx. Without it cephx if there is a key or keyring, none otherwise.",
        HelpName = "none|cephx",
    };

    private readonly Option<int> _timeout =
        WholeNumber.Option("--timeout", "Milliseconds to wait for a session, and then for the answer.", 10_000, 1, 86_400_000);

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Log what the messenger does, on standard error." };

    public MonOptions() => _auth.AcceptOnlyFromAmong("none", "cephx");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _monitors, _name, _keyring, _key, _auth, _timeout, _verbose })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_key) is not null && result.GetResult(_keyring) is not null)
                result.AddError("--key and --keyring exclude each other.");
        });
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="CommandFailure">There is no key, or it cannot be read.</exception>
    public MonAccess Read(ParseResult parse)
    {
        var name = parse.GetValue(_name);
        var hasKey = parse.GetValue(_key) is not null || parse.GetValue(_keyring) is not null;
        var method = (parse.GetValue(_auth) ?? (hasKey ? "cephx" : "none")) == "cephx" ? AuthMethod.Cephx : AuthMethod.None;
        return new MonAccess(
            parse.GetRequiredValue(_monitors),
            name,
            method,
            method == AuthMethod.Cephx ? ReadKey(parse, name) : null,
            TimeSpan.FromMilliseconds(parse.GetValue(_timeout)),
            parse.GetValue(_verbose));
    }

    private CryptoKey ReadKey(ParseResult parse, AuthEntityName name)
    {
        if (parse.GetValue(_key) is { } text)
            return CryptoKey.TryParse(text, out var given) ? given : throw new CommandFailure("--key takes the base64 text of a key, as keyrings have it.");
        if (parse.GetValue(_keyring) is not { } path)
            throw new CommandFailure("--auth cephx needs --keyring or --key.");
        return Files.Read(path, file => Keyring.Load(file)).TryGetKey(name, out var key)
            ? key
            : throw new CommandFailure($"{path} has no key of {name}.");
    }

    private static AuthEntityName ParseName(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!AuthEntityName.TryParse(text, out var name))
            result.AddError($"'{text}' is not a name; write it like client.admin.");
        return name;
    }
}
