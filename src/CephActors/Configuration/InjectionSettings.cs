using System.Globalization;
using CephActors.Encoding;

namespace CephActors.Configuration;

/// <summary>Section <c>injection</c>: whether faults may be injected, and which are from the start.</summary>
internal sealed record InjectionSettings(bool Allowed, FaultInjection Faults)
{
    private const string Section = "injection.";
    private const string AllowedKey = Section + "allowed";
    private const string PeerTypes = "a list of mon, mds, osd, client and mgr";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <exception cref="CephMessengerConfigurationException">A value is not allowed, or there are faults where none may be.</exception>
    public static InjectionSettings Read(SettingsReader reader)
    {
        var allowed = reader.Switch(AllowedKey);
        var faults = new FaultInjection
        {
            Seed = ReadSeed(reader),
            SocketFailures = reader.Int(Section + "socket-failures", 0, int.MaxValue),
            NetworkCongestion = reader.Int(Section + "network-congestion", 0, int.MaxValue),
            InternalDelays = reader.Time(Section + "internal-delays", TimeSpan.Zero, Longest),
            DelayTypes = reader.List<EntityType>(Section + "delay-types", PeerTypes, TryParsePeerType),
            DelayProbability = reader.Number(Section + "delay-probability", 0, 1),
            DelayMax = reader.Time(Section + "delay-max", TimeSpan.Zero, Longest),
            DelayMessageType = ReadMessageType(reader),
            Blackhole = reader.List<EntityType>(Section + "blackhole", PeerTypes, TryParsePeerType),
            DieOnBadMessage = reader.Switch(Section + "die-on-bad-message"),
            DieOnUnhandledMessage = reader.Switch(Section + "die-on-unhandled-message"),
            DieOnOldMessage = reader.Switch(Section + "die-on-old-message"),
            DieOnSkippedMessage = reader.Switch(Section + "die-on-skipped-message"),
        };
        return allowed || KeysOf(faults) is not [_, ..] keys
            ? new InjectionSettings(allowed, faults)
            : throw reader.RefuseTogether(keys, $"{reader.PathOf(AllowedKey)} is off: faults are for tests");
    }

    private static bool TryParsePeerType(string text, out EntityType type) =>
        EntityTypes.TryParse(text, out type) && type is not EntityType.Auth;

    private static long? ReadSeed(SettingsReader reader) =>
        reader.Parsed(Section + "seed", "random, or a whole number from 0 to 9223372036854775807", (string text, out long? seed) =>
        {
            seed = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
            return seed is not null || text == "random";
        });

    private static MessageType? ReadMessageType(SettingsReader reader) =>
        reader.Parsed(Section + "delay-message-type", "any, or a whole number from 1 to 65535", (string text, out MessageType? type) =>
        {
            type = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? (MessageType)value : null;
            return type is not null || text == "any";
        });

    /// <summary>The keys by which faults differ from none.</summary>
    private static List<string> KeysOf(FaultInjection faults)
    {
        var none = FaultInjection.None;
        (string Key, bool IsSet)[] keys =
        [
            ("seed", faults.Seed is not null),
            ("socket-failures", faults.SocketFailures != 0),
            ("network-congestion", faults.NetworkCongestion != 0),
            ("internal-delays", faults.InternalDelays != TimeSpan.Zero),
            ("delay-types", faults.DelayTypes.Count > 0),
            ("delay-probability", faults.DelayProbability != 0),
            ("delay-max", faults.DelayMax != none.DelayMax),
            ("delay-message-type", faults.DelayMessageType is not null),
            ("blackhole", faults.Blackhole.Count > 0),
            ("die-on-bad-message", faults.DieOnBadMessage),
            ("die-on-unhandled-message", faults.DieOnUnhandledMessage),
            ("die-on-old-message", faults.DieOnOldMessage),
            ("die-on-skipped-message", faults.DieOnSkippedMessage),
        ];
        return [.. keys.Where(k => k.IsSet).Select(k => Section + k.Key)];
    }
}
