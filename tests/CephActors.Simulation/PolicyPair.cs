using System.Diagnostics.CodeAnalysis;

namespace CephActors.Simulation;

/// <summary>The policies of the two sides of every connection in a world.</summary>
/// <param name="Connector">Of those who connect; of everybody where both sides do.</param>
/// <param name="Acceptor">Of those who accept.</param>
public sealed record PolicyPair(Policy Connector, Policy Acceptor)
{
    /// <summary>Every pair of policies that belong together.</summary>
    public static IReadOnlyList<PolicyPair> All { get; } =
    [
        new(Policy.LosslessPeer, Policy.LosslessPeer),
        new(Policy.LosslessPeerReuse, Policy.LosslessPeerReuse),
        new(Policy.LosslessClient, Policy.StatefulServer),
        new(Policy.LossyClient, Policy.StatelessServer),
        new(Policy.LossyClient, Policy.StatelessRegisteredServer),
        new(Policy.LosslessPeer, Policy.StatelessServer) { IsMixed = true },
    ];

    /// <summary>All the pairs at once: monitors, OSDs, metadata servers and clients in one world, as in a cluster.</summary>
    public bool IsMixed { get; private init; }

    /// <summary>Both sides are equals: each connects and each accepts.</summary>
    public bool IsPeers => Connector == Acceptor;

    /// <summary>Finds a pair by the name <see cref="ToString"/> gives, or by that of one of its policies if only one pair has it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PolicyPair? pair)
    {
        var name = text.Replace('_', '-');
        var found = All.Where(p => p.ToString() == name).ToList();
        if (found.Count == 0)
            found = [.. All.Where(p => !p.IsMixed && (p.Connector.Name == name || p.Acceptor.Name == name))];
        pair = found.Count == 1 ? found[0] : null;
        return pair is not null;
    }

    /// <summary>Both names with a slash between them, the one name of equals, or "mixed".</summary>
    public override string ToString() => IsMixed ? "mixed" : IsPeers ? Connector.Name : $"{Connector.Name}/{Acceptor.Name}";
}
