using System.Globalization;
using Akka.Configuration;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Configuration;

internal sealed partial record MessengerSettings
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Reads the settings of the messenger with this name from a configuration that has the defaults beneath it.</summary>
    /// <exception cref="CephMessengerConfigurationException">A value is not allowed, or a key is unknown.</exception>
    public static MessengerSettings Read(Config root, string messenger)
    {
        var reader = new SettingsReader(root, $"ceph.messengers.{SettingsReader.Quoted(messenger)}", "ceph.messenger");
        var settings = Read(reader);
        reader.RefuseUnknown();
        return settings;
    }

    internal static MessengerSettings Read(SettingsReader reader)
    {
        var name = reader.Parsed("name", "a name such as osd.0 or client.-1", (string text, out EntityName value) =>
            EntityName.TryParse(text, out value));
        var others = PeerPolicySettings.ReadDefault(reader);
        var settings = new MessengerSettings
        {
            Name = name,
            Nonce = ReadNonce(reader),
            Bind = ReadBind(reader),
            BindPortMin = reader.Int("bind-port-min", 1, 65_535),
            BindPortMax = reader.Int("bind-port-max", 1, 65_535),
            BindRetryCount = reader.Int("bind-retry-count", 1, 1_000),
            BindRetryDelay = reader.Time("bind-retry-delay", TimeSpan.Zero, Hour),
            BindIpv4 = reader.Switch("bind-ipv4"),
            BindIpv6 = reader.Switch("bind-ipv6"),
            BindPreferIpv4 = reader.Switch("bind-prefer-ipv4"),
            BindMsgr1 = reader.Switch("bind-msgr1"),
            BindMsgr2 = reader.Switch("bind-msgr2"),
            Msgr2Revision = (FrameRevision)reader.Int("msgr2-revision", 0, 1),
            TcpListenBacklog = reader.Int("tcp-listen-backlog", 1, 65_535),
            MaxAcceptFailures = reader.Int("max-accept-failures", 1, 1_000),
            LearnAddressFromPeer = reader.Switch("learn-addr-from-peer"),
            Transport = reader.Choice("transport", ("socket", TransportKind.Socket), ("dotnet", TransportKind.DotNet), ("akka", TransportKind.Akka)),
            TcpNoDelay = reader.Switch("tcp-nodelay"),
            TcpReceiveBuffer = (int)reader.Bytes("tcp-rcvbuf", 0, 1 << 30),
            ReceiveSlab = (int)reader.Bytes("receive-slab", 4 << 10, 16 << 20),
            PayloadPool = reader.Bytes("payload-pool", 0, 1 << 30),
            GatherThreshold = (int)reader.Bytes("gather-threshold", 256, 1 << 20),
            WriteBatchBytes = (int)reader.Bytes("write-batch-bytes", 4 << 10, 64 << 20),
            WriteBatchFrames = reader.Int("write-batch-frames", 1, 65_536),
            InitialBackoff = reader.Time("initial-backoff", Tick, Hour),
            MaxBackoff = reader.Time("max-backoff", Tick, Hour),
            ConnectionReadyTimeout = reader.Time("connection-ready-timeout", Tick, Hour),
            ConnectionIdleTimeout = reader.Time("connection-idle-timeout", TimeSpan.Zero, TimeSpan.FromDays(30)),
            CrcHeader = reader.Switch("crc-header"),
            CrcData = reader.Switch("crc-data"),
            Limits = ReadLimits(reader),
            OutQueue = OutQueueSettings.Read(reader),
            DispatchThrottleBytes = reader.Bytes("dispatch-throttle-bytes", 0, 1L << 40),
            DispatchThrottleMessages = reader.Int("dispatch-throttle-messages", 0, int.MaxValue),
            DispatchWindow = reader.Int("dispatch-window", 1, 65_536),
            PqMaxTokensPerPriority = reader.Bytes("pq-max-tokens-per-priority", 1, 1L << 40),
            PqMinCost = reader.Bytes("pq-min-cost", 1, 1L << 40),
            DefaultSendPriority = reader.Int("default-send-priority", 1, 255),
            Admin = reader.Switch("admin"),
            TracingPropagate = reader.Switch("tracing.propagate"),
            DefaultPolicy = others,
            Policies = PeerPolicySettings.ReadByPeer(reader, others),
            Auth = AuthSettings.Read(reader, name),
            Modes = ModeSettings.Read(reader),
            Injection = InjectionSettings.Read(reader),
            ConnectionDispatcher = ReadDispatcher(reader, "connection-dispatcher"),
            DispatchDispatcher = ReadDispatcher(reader, "dispatch-dispatcher"),
        };
        return Agreed(reader, settings);
    }

    // What must hold between two keys.
    private static MessengerSettings Agreed(SettingsReader reader, MessengerSettings settings)
    {
        if (settings.BindPortMax < settings.BindPortMin)
            throw reader.Refuse("bind-port-max", "a port not below bind-port-min");
        if (settings is { BindIpv4: false, BindIpv6: false })
            throw reader.Refuse("bind-ipv4", "on, unless bind-ipv6 is on");
        if (settings is { BindMsgr1: false, BindMsgr2: false })
            throw reader.Refuse("bind-msgr1", "on, unless bind-msgr2 is on");
        foreach (var address in settings.Bind)
        {
            if (address.Type is EntityAddressType.Legacy ? !settings.BindMsgr1 : address.Type is EntityAddressType.Msgr2 && !settings.BindMsgr2)
                throw reader.Refuse("bind", $"addresses for the protocols that bind-msgr1 and bind-msgr2 leave on, and {address} is not");
        }

        if (settings.MaxBackoff < settings.InitialBackoff)
            throw reader.Refuse("max-backoff", "a time not below initial-backoff");
        if (settings.PqMinCost > settings.PqMaxTokensPerPriority)
            throw reader.Refuse("pq-min-cost", "a size not above pq-max-tokens-per-priority");
        return settings;
    }

    private static uint? ReadNonce(SettingsReader reader) =>
        reader.Parsed("nonce", "auto, or a whole number from 0 to 4294967295", (string text, out uint? nonce) =>
        {
            nonce = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value) ? value : null;
            return nonce is not null || text == "auto";
        });

    // A text without prefix is an address for every protocol that is on.
    private static EntityAddressVector ReadBind(SettingsReader reader) =>
        new([.. reader.List("bind", "a list of addresses such as v2:127.0.0.1:6800/0, port 0 for any, v2:-/0 for all IPs", (string text, out EntityAddress address) =>
            EntityAddress.TryParse(text, EntityAddressType.Any, out address)
            && address.Type is EntityAddressType.Legacy or EntityAddressType.Msgr2 or EntityAddressType.Any)]);

    private static string ReadDispatcher(SettingsReader reader, string key)
    {
        const string allowed = "the path of a dispatcher such as akka.actor.default-dispatcher";
        return reader.Text(key, allowed) is { Length: > 0 } path ? path : throw reader.Refuse(key, allowed);
    }

    private static FramingLimits ReadLimits(SettingsReader reader)
    {
        const long together = 1L << 30;
        long front = reader.Bytes("limits.front", 0, together);
        long middle = reader.Bytes("limits.middle", 0, together);
        long data = reader.Bytes("limits.data", 0, together);
        long authorizer = reader.Bytes("limits.authorizer", 0, FramingLimits.BlockSize);
        return front + middle + data <= together
            ? new FramingLimits((int)front, (int)middle, (int)data, (int)authorizer)
            : throw reader.Refuse("limits.data", "a size that makes no more than 1GiB with limits.front and limits.middle");
    }
}
