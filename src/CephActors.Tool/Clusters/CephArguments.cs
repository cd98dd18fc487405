namespace CephActors.Tool.Clusters;

/// <summary>Options in <c>CEPH_ARGS</c>, which stand before those of each command line. Ceph: <c>src/common/ceph_argparse.cc</c>, <c>env_to_vec</c>.</summary>
internal sealed class CephArguments
{
    private static readonly Dictionary<string, string> Short = new()
    {
        ["-m"] = "mon_host",
        ["-c"] = "conf",
        ["-k"] = "keyring",
        ["-n"] = "name",
        ["-i"] = "id",
    };

    private readonly Dictionary<string, string> _values = [];

    /// <summary>Who to be, if that was said.</summary>
    public AuthEntityName? Name
    {
        get
        {
            var text = Get("name") ?? ((Get("id") ?? Get("user")) is { } id ? $"client.{id}" : null);
            if (text is null)
                return null;
            return AuthEntityName.TryParse(text, out var name) ? name : throw new CommandFailure($"CEPH_ARGS: '{text}' is not a name; write it like client.admin.");
        }
    }

    /// <summary>Reads what the variable holds; options that are of no use here are left out.</summary>
    public static CephArguments Parse(string? text)
    {
        var arguments = new CephArguments();
        var words = (text ?? "").Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (word.StartsWith("--", StringComparison.Ordinal) && equals > 0)
                arguments._values[CephConf.Key(word[2..equals])] = word[(equals + 1)..];
            else if (i + 1 < words.Length && Short.TryGetValue(word, out var key))
                arguments._values[key] = words[++i];
            else if (i + 1 < words.Length && word.StartsWith("--", StringComparison.Ordinal) && !words[i + 1].StartsWith('-'))
                arguments._values[CephConf.Key(word[2..])] = words[++i];
        }

        return arguments;
    }

    /// <summary>The value of an option.</summary>
    public string? Get(string key) => _values.GetValueOrDefault(key);
}
