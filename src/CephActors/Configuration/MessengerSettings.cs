using CephActors.Dispatch;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Configuration;

/// <summary>
/// The settings of one messenger: section <c>ceph.messenger</c>, overridden by <c>ceph.messengers.NAME</c>. Each member is
/// one key or one section of <c>reference.conf</c>, which says what it means and what it may be.
/// </summary>
internal sealed partial record MessengerSettings
{
    public required EntityName Name { get; init; }

    /// <summary>Null leaves the choice: 0 for a monitor, a random one for all others.</summary>
    public required uint? Nonce { get; init; }

    /// <summary>Where to listen; empty if the messenger only connects.</summary>
    public required EntityAddressVector Bind { get; init; }

    public required int BindPortMin { get; init; }

    public required int BindPortMax { get; init; }

    public required int BindRetryCount { get; init; }

    public required TimeSpan BindRetryDelay { get; init; }

    public required bool BindIpv4 { get; init; }

    public required bool BindIpv6 { get; init; }

    public required bool BindPreferIpv4 { get; init; }

    public required bool BindMsgr1 { get; init; }

    public required bool BindMsgr2 { get; init; }

    public required FrameRevision Msgr2Revision { get; init; }

    public required int TcpListenBacklog { get; init; }

    public required int MaxAcceptFailures { get; init; }

    public required bool LearnAddressFromPeer { get; init; }

    public required TransportKind Transport { get; init; }

    public required bool TcpNoDelay { get; init; }

    public required int TcpReceiveBuffer { get; init; }

    public required int ReceiveSlab { get; init; }

    /// <summary>0 to keep nothing.</summary>
    public required long PayloadPool { get; init; }

    public required int GatherThreshold { get; init; }

    public required int WriteBatchBytes { get; init; }

    public required int WriteBatchFrames { get; init; }

    public required TimeSpan InitialBackoff { get; init; }

    public required TimeSpan MaxBackoff { get; init; }

    public required TimeSpan ConnectionReadyTimeout { get; init; }

    /// <summary>Zero for none.</summary>
    public required TimeSpan ConnectionIdleTimeout { get; init; }

    public required bool CrcHeader { get; init; }

    public required bool CrcData { get; init; }

    public required FramingLimits Limits { get; init; }

    public required OutQueueSettings OutQueue { get; init; }

    /// <summary>0 for no limit.</summary>
    public required long DispatchThrottleBytes { get; init; }

    /// <summary>0 for no limit.</summary>
    public required int DispatchThrottleMessages { get; init; }

    public required int DispatchWindow { get; init; }

    public required long PqMaxTokensPerPriority { get; init; }

    public required long PqMinCost { get; init; }

    public required int DefaultSendPriority { get; init; }

    public required bool Admin { get; init; }

    public required bool TracingPropagate { get; init; }

    /// <summary>For peers whose type is not in <see cref="Policies"/>.</summary>
    public required PeerPolicySettings DefaultPolicy { get; init; }

    public required IReadOnlyDictionary<EntityType, PeerPolicySettings> Policies { get; init; }

    public required AuthSettings Auth { get; init; }

    public required ModeSettings Modes { get; init; }

    public required InjectionSettings Injection { get; init; }

    public required string ConnectionDispatcher { get; init; }

    public required string DispatchDispatcher { get; init; }

    /// <summary>How frames are read and written.</summary>
    public FramingOptions Framing => new(Limits, CrcHeader, CrcData, GatherThreshold);

    /// <summary>How the dispatch queue orders and delivers.</summary>
    public DispatchSettings Dispatch => new(PqMaxTokensPerPriority, PqMinCost, DispatchWindow);
}
