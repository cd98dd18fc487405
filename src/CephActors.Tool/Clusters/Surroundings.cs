namespace CephActors.Tool.Clusters;

/// <summary>What a command finds around it: variables, files, names.</summary>
internal sealed record Surroundings
{
    /// <summary>Those of this process.</summary>
    public static Surroundings Real { get; } = new()
    {
        Variable = Environment.GetEnvironmentVariable,
        FileExists = File.Exists,
        ReadFile = path => Files.Read(path, File.ReadAllText),
        Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        HostName = Environment.MachineName,
        Dns = MonDns.Of,
    };

    /// <summary>The value of an environment variable; null if it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required Func<string, bool> FileExists { get; init; }

    /// <summary>Its text; a file that cannot be read is a <see cref="CommandFailure"/>.</summary>
    public required Func<string, string> ReadFile { get; init; }

    public required string Home { get; init; }

    public required string HostName { get; init; }

    /// <summary>Who is asked for monitors that nothing else names.</summary>
    public required Func<Surroundings, MonDns> Dns { get; init; }
}
