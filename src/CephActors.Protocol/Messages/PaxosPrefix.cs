using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// The 18 bytes in front of requests that monitor services handle: version (8), rank (2), transaction id (8); the last two are obsolete.
/// Ceph: <c>src/messages/PaxosServiceMessage.h</c>, <c>paxos_encode</c>.
/// </summary>
/// <param name="Version">A map version that the sender already has; a monitor may wait until it has it as well. In answers the version that holds the change.</param>
/// <param name="SessionMon">Obsolete; −1.</param>
/// <param name="SessionTid">Obsolete; 0.</param>
public readonly record struct PaxosPrefix(ulong Version, short SessionMon, ulong SessionTid)
{
    /// <summary>What a client sends: no version, no session.</summary>
    public static PaxosPrefix None { get; } = new(0, -1, 0);

    internal static PaxosPrefix Read(ref WireReader reader) =>
        new(reader.ReadU64("paxos version"), reader.ReadS16("session mon"), reader.ReadU64("session tid"));

    internal void Write(WireWriter writer)
    {
        writer.WriteU64(Version);
        writer.WriteS16(SessionMon);
        writer.WriteU64(SessionTid);
    }
}
