using System.Text.Json;
using CephActors.Diagnostics;

namespace CephActors;

/// <summary>
/// What a messenger was at a moment: an immutable picture to look at, keep or compare; see <see cref="CephMessenger.DumpAsync"/>.
/// Ceph: the admin socket's <c>messenger dump</c>.
/// </summary>
public sealed record MessengerDump
{
    /// <summary>The messenger's name among those of its actor system.</summary>
    public required string Name { get; init; }

    /// <summary>The local entity.</summary>
    public required EntityName EntityName { get; init; }

    /// <summary>The addresses peers know it by.</summary>
    public required EntityAddressVector OwnAddresses { get; init; }

    /// <summary>When the picture was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>What it has been through.</summary>
    public required MessengerCounters Counters { get; init; }

    /// <summary>The dispatch queue.</summary>
    public required DispatchStatus Dispatch { get; init; }

    /// <summary>The receive throttles: the messenger's own first, then those of peer types.</summary>
    public required IReadOnlyList<ThrottleDump> Throttles { get; init; }

    /// <summary>The connections that have not ended, oldest first: anonymous and accepted ones too, the loopback one not.</summary>
    public required IReadOnlyList<ConnectionDump> Connections { get; init; }

    /// <summary>
    /// The picture as one JSON object: names in snake_case as Ceph's dumps have them, times of day in ISO 8601, spans of time in
    /// seconds, addresses and names as texts.
    /// </summary>
    /// <param name="indented">On many lines, for people.</param>
    public string ToJson(bool indented = false) => JsonSerializer.Serialize(this, indented ? DumpJson.Indented : DumpJson.Compact);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no dump of a messenger.</exception>
    public static MessengerDump Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(System.Text.Encoding.UTF8.GetBytes(json));
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static MessengerDump Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<MessengerDump>(json, DumpJson.Compact)
                ?? throw new FormatException("null is no dump of a messenger.");
        }
        catch (JsonException cause)
        {
            throw new FormatException($"This is no dump of a messenger: {cause.Message}", cause);
        }
    }
}
