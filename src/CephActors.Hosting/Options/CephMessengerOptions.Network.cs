namespace CephActors.Hosting;

/// <summary>Sockets and times.</summary>
public sealed partial class CephMessengerOptions
{
    /// <summary>First port tried for port 0. Key <c>bind-port-min</c>.</summary>
    public int? BindPortMin { get; set; }

    /// <summary>Last port tried for port 0. Key <c>bind-port-max</c>.</summary>
    public int? BindPortMax { get; set; }

    /// <summary>Rounds of attempts to bind before giving up. Key <c>bind-retry-count</c>.</summary>
    public int? BindRetryCount { get; set; }

    /// <summary>Wait between two such rounds. Key <c>bind-retry-delay</c>.</summary>
    public TimeSpan? BindRetryDelay { get; set; }

    /// <summary>Whether a blank address listens on IPv4. Key <c>bind-ipv4</c>.</summary>
    public bool? BindIpv4 { get; set; }

    /// <summary>Whether a blank address listens on IPv6. Key <c>bind-ipv6</c>.</summary>
    public bool? BindIpv6 { get; set; }

    /// <summary>Whether IPv4 is announced first. Key <c>bind-prefer-ipv4</c>.</summary>
    public bool? BindPreferIpv4 { get; set; }

    /// <summary>Whether to listen for protocol v1. Key <c>bind-msgr1</c>.</summary>
    public bool? BindMsgr1 { get; set; }

    /// <summary>Whether to listen for protocol v2. Key <c>bind-msgr2</c>.</summary>
    public bool? BindMsgr2 { get; set; }

    /// <summary>The newest revision of protocol v2 that is spoken, 0 or 1. Key <c>msgr2-revision</c>.</summary>
    public int? Msgr2Revision { get; set; }

    /// <summary>Connections the kernel completes before they are accepted. Key <c>tcp-listen-backlog</c>.</summary>
    public int? TcpListenBacklog { get; set; }

    /// <summary>Failed accepts in a row after which listening ends. Key <c>max-accept-failures</c>.</summary>
    public int? MaxAcceptFailures { get; set; }

    /// <summary>Whether the own IP address is taken from what the first peer sees. Key <c>learn-addr-from-peer</c>.</summary>
    public bool? LearnAddressFromPeer { get; set; }

    /// <summary>What carries the bytes, <c>socket</c>, <c>dotnet</c> or <c>akka</c>. Key <c>transport</c>.</summary>
    public string? Transport { get; set; }

    /// <summary>Whether small segments are sent at once. Key <c>tcp-nodelay</c>.</summary>
    public bool? TcpNoDelay { get; set; }

    /// <summary>The kernel's receive buffer in bytes. Key <c>tcp-rcvbuf</c>.</summary>
    public long? TcpReceiveBuffer { get; set; }

    /// <summary>Bytes asked for in one receive. Key <c>receive-slab</c>.</summary>
    public long? ReceiveSlab { get; set; }

    /// <summary>Most bytes of payload memory kept for use again, where a dispatcher gives it back. Key <c>payload-pool</c>.</summary>
    public long? PayloadPool { get; set; }

    /// <summary>Payloads above so many bytes are sent from where they are. Key <c>gather-threshold</c>.</summary>
    public long? GatherThreshold { get; set; }

    /// <summary>Bytes after which a send takes no further frame. Key <c>write-batch-bytes</c>.</summary>
    public long? WriteBatchBytes { get; set; }

    /// <summary>Frames a send takes at most. Key <c>write-batch-frames</c>.</summary>
    public int? WriteBatchFrames { get; set; }

    /// <summary>Wait before dialling again after the first failure. Key <c>initial-backoff</c>.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    /// <summary>The longest such wait. Key <c>max-backoff</c>.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>How long a handshake may take. Key <c>connection-ready-timeout</c>.</summary>
    public TimeSpan? ConnectionReadyTimeout { get; set; }

    /// <summary>How long a session may read nothing; zero for ever. Key <c>connection-idle-timeout</c>.</summary>
    public TimeSpan? ConnectionIdleTimeout { get; set; }

    /// <summary>Whether header, front and middle carry checksums. Key <c>crc-header</c>.</summary>
    public bool? CrcHeader { get; set; }

    /// <summary>Whether data carries a checksum. Key <c>crc-data</c>.</summary>
    public bool? CrcData { get; set; }

    private void WriteNetwork(HoconSection section)
    {
        section.Set("bind-port-min", (long?)BindPortMin);
        section.Set("bind-port-max", (long?)BindPortMax);
        section.Set("bind-retry-count", (long?)BindRetryCount);
        section.Set("bind-retry-delay", BindRetryDelay);
        section.Set("bind-ipv4", BindIpv4);
        section.Set("bind-ipv6", BindIpv6);
        section.Set("bind-prefer-ipv4", BindPreferIpv4);
        section.Set("bind-msgr1", BindMsgr1);
        section.Set("bind-msgr2", BindMsgr2);
        section.Set("msgr2-revision", (long?)Msgr2Revision);
        section.Set("tcp-listen-backlog", (long?)TcpListenBacklog);
        section.Set("max-accept-failures", (long?)MaxAcceptFailures);
        section.Set("learn-addr-from-peer", LearnAddressFromPeer);
        section.Set("transport", Transport);
        section.Set("tcp-nodelay", TcpNoDelay);
        section.Set("tcp-rcvbuf", TcpReceiveBuffer);
        section.Set("receive-slab", ReceiveSlab);
        section.Set("payload-pool", PayloadPool);
        section.Set("gather-threshold", GatherThreshold);
        section.Set("write-batch-bytes", WriteBatchBytes);
        section.Set("write-batch-frames", (long?)WriteBatchFrames);
        section.Set("initial-backoff", InitialBackoff);
        section.Set("max-backoff", MaxBackoff);
        section.Set("connection-ready-timeout", ConnectionReadyTimeout);
        section.Set("connection-idle-timeout", ConnectionIdleTimeout);
        section.Set("crc-header", CrcHeader);
        section.Set("crc-data", CrcData);
    }
}
