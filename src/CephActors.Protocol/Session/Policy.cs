namespace CephActors;

/// <summary>
/// How a messenger treats its connections to one type of peer: who reconnects, what survives a broken socket and who is
/// told about a loss. A messenger holds one policy per <c>EntityType</c> and a default; changing it affects later
/// connections only.
/// </summary>
/// <remarks>
/// Take one of the seven named policies and adjust it with <c>with</c>, for example
/// <c>Policy.LosslessPeer with { FeaturesRequired = 0x2201 }</c>.
/// Ceph: <c>src/msg/Policy.h</c>, <c>struct Policy</c>; the defaults of the members are those of that struct.
/// </remarks>
public sealed record Policy
{
    /// <summary>
    /// Acceptor of clients that keep a session: the server never connects, waits for the client to come back and resends
    /// what the client did not acknowledge (an MDS towards its clients).
    /// </summary>
    public static Policy StatefulServer { get; } = new() { Name = "stateful-server", Server = true, Standby = true };

    /// <summary>
    /// Acceptor of clients without sessions, of which a newer connection replaces an older one of the same address (an OSD
    /// towards its clients). What was queued for a broken connection is lost.
    /// </summary>
    public static Policy StatelessRegisteredServer { get; } =
        new() { Name = "stateless-registered-server", Lossy = true, Server = true, ResetCheck = false };

    /// <summary>
    /// Acceptor that looks for no earlier connection at all: each socket is a session of its own (a monitor or manager
    /// towards everybody else). What was queued for a broken connection is lost.
    /// </summary>
    public static Policy StatelessServer { get; } = StatelessRegisteredServer with { Name = "stateless-server", RegisterLossyClients = false };

    /// <summary>
    /// One of two equals that both connect and both accept; nothing is lost while both processes live, and a peer that
    /// forgot its session is met again without a word (an OSD towards OSDs on the cluster network).
    /// </summary>
    public static Policy LosslessPeer { get; } = new() { Name = "lossless-peer", Standby = true, ResetCheck = false };

    /// <summary>
    /// As <see cref="LosslessPeer"/>, but a peer that forgot its session is reported (a monitor towards monitors).
    /// </summary>
    public static Policy LosslessPeerReuse { get; } = new() { Name = "lossless-peer-reuse", Standby = true };

    /// <summary>
    /// Connector whose connection ends with its socket: the dispatcher is told and what was queued is lost (librados, and
    /// every daemon towards the monitors).
    /// </summary>
    public static Policy LossyClient { get; } = new() { Name = "lossy-client", Lossy = true, ResetCheck = false };

    /// <summary>
    /// Connector that keeps its session over broken sockets and always reconnects (a CephFS client towards an MDS).
    /// </summary>
    public static Policy LosslessClient { get; } = new() { Name = "lossless-client" };

    private Policy()
    {
    }

    /// <summary>The name this policy was taken by, as <see cref="Parse"/> reads it: <c>lossless-peer</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// A fault after the handshake ends the connection with a reset event; nothing is kept for resending and no
    /// acknowledgement is sent. The acceptor's value overrides the connector's.
    /// </summary>
    public bool Lossy { get; init; }

    /// <summary>This side never opens a socket: after a fault it waits for the peer, whatever is queued.</summary>
    public bool Server { get; init; }

    /// <summary>After a fault with nothing to send, wait for the peer or for a message instead of reconnecting.</summary>
    public bool Standby { get; init; }

    /// <summary>
    /// Act when the peer turns out to have lost the session: drop what is queued and raise the remote-reset event.
    /// </summary>
    public bool ResetCheck { get; init; } = true;

    /// <summary>
    /// A lossy server looks for an earlier connection of the same peer and lets the new one replace it.
    /// Without meaning for other policies.
    /// </summary>
    public bool RegisterLossyClients { get; init; } = true;

    /// <summary>The feature bits offered to the peer; <see cref="CephFeatures.All"/> unless reduced.</summary>
    public ulong FeaturesSupported { get; init; } = CephFeatures.All;

    /// <summary>
    /// Feature bits a peer must offer: an acceptor refuses a peer without them, a connector goes on retrying. None by default.
    /// </summary>
    public ulong FeaturesRequired { get; init; }

    private static readonly Policy[] Named =
        [StatefulServer, StatelessRegisteredServer, StatelessServer, LosslessPeer, LosslessPeerReuse, LossyClient, LosslessClient];

    /// <summary>Reads the name of a policy, with hyphens or, as Ceph writes it, underscores.</summary>
    /// <param name="text">For example <c>lossless-peer</c> or <c>lossless_peer</c>; case matters.</param>
    /// <exception cref="FormatException">There is no such policy; the message lists the names.</exception>
    public static Policy Parse(string text) =>
        TryParse(text, out var policy)
            ? policy
            : throw new FormatException($"'{text}' is not a policy; use one of {string.Join(", ", Named.Select(p => p.Name))}.");

    /// <summary>Reads the name of a policy as <see cref="Parse"/> does; false if there is no such policy.</summary>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Policy? policy)
    {
        policy = Array.Find(Named, p => p.Name == text?.Replace('_', '-'));
        return policy is not null;
    }

    /// <summary>The name of the policy.</summary>
    public override string ToString() => Name;
}
