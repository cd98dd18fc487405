using CephActors.Framing.V2;
using CephActors.Session;
using CephActors.Session.V2;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>The rows for SESSION_RECONNECT and their edges. Ceph: <c>ProtocolV2::handle_reconnect</c>.</summary>
public class ReconnectTableSpec
{
    // Existing session: state, flags, connect_seq, peer_global_seq, cookies. Request: cookie, connect_seq, global_seq, whether the
    // peer's address is above ours.
    [Theory]
    [InlineData(1, "Closed", "C", 3, 10, 1, 2, 9, 0, 0, true, "Open", 0)]
    [InlineData(2, "Accepting", "R", 3, 10, 1, 2, 9, 4, 11, true, "RetryGlobal", 10)]
    [InlineData(3, "Open", "C", 3, 10, 1, 2, 9, 4, 11, true, "ResetSession", 0)]
    [InlineData(3, "Standby", "S", 3, 10, 1, 2, 9, 4, 11, true, "RestartSession", 0)]
    [InlineData(3, "Open", "L", 0, 10, 0, 0, 9, 4, 11, true, "RestartSession", 0)]
    [InlineData(3, "Open", "L", 3, 10, 1, 2, 1, 4, 11, true, "RestartSession", 0)]
    [InlineData(3, "Connecting", "C", 0, 0, 0, 0, 0, 1, 11, true, "ResetSession", 0)]
    [InlineData(4, "Connecting", "C", 0, 0, 1, 0, 1, 1, 11, true, "RestartSession", 0)]
    [InlineData(5, "Open", "", 3, 10, 1, 2, 1, 4, 9, false, "RetryGlobal", 10)]
    [InlineData(6, "Standby", "", 3, 10, 1, 2, 1, 2, 10, false, "RetrySession", 3)]
    [InlineData(7, "Connecting", "", 3, 10, 1, 2, 1, 3, 11, true, "Wait", 0)]
    [InlineData(8, "Connecting", "", 3, 10, 1, 2, 1, 3, 11, false, "Replace", 0)]
    [InlineData(8, "Connecting", "S", 3, 10, 1, 2, 1, 3, 11, true, "Replace", 0)]
    [InlineData(8, "Standby", "SC", 0, 10, 1, 2, 1, 1, 10, true, "Replace", 0)]
    [InlineData(8, "Open", "", 1, 10, 1, 2, 1, 9, 11, true, "Replace", 0)]
    [InlineData(8, "Open", "C", 0, 1, 0, 2, 0, 1, 2, true, "Replace", 0)]
    public void Table_should_decide_by_its_first_matching_row_when_a_session_exists(
        int row, string state, string flags, ulong connectSeq, ulong peerGlobalSeq, ulong clientCookie, ulong serverCookie, ulong cookie, ulong askedConnectSeq, ulong askedGlobalSeq, bool peerIsAbove, string verdict, ulong seq)
    {
        var existing = IdentTableSpec.Existing(state, flags, connectSeq, peerGlobalSeq, clientCookie, serverCookie);

        var decision = ReconnectTable.Decide(existing, Asked(cookie, askedConnectSeq, askedGlobalSeq), peerIsAbove);

        Assert.Equal(new AcceptDecision(Enum.Parse<AcceptVerdict>(verdict), seq, row), decision);
    }

    [Fact]
    public void Table_should_not_look_at_the_server_cookie_of_the_request()
    {
        var existing = IdentTableSpec.Existing("Open", "", 1, 10, 1, 2);

        var decision = ReconnectTable.Decide(existing, Asked(1, 2, 11) with { ServerCookie = 99 }, peerIsAbove: false);

        Assert.Equal(AcceptVerdict.Replace, decision.Verdict);
    }

    [Fact]
    public void Table_should_always_decide_when_fed_with_every_combination()
    {
        var seen = new HashSet<int>();
        ulong[] numbers = [0, 1, 2];
        foreach (var state in Enum.GetValues<SessionState>())
            foreach (var flags in Enumerable.Range(0, 16))
                foreach (var serverCookie in numbers)
                    foreach (var cookie in numbers)
                        foreach (var connectSeq in numbers)
                            foreach (var globalSeq in numbers)
                                foreach (var above in new[] { false, true })
                                {
                                    var existing = new ExistingSession(
                                        state, (flags & 1) != 0, 1, 1, 1, serverCookie, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);
                                    var decision = ReconnectTable.Decide(existing, Asked(cookie, connectSeq, globalSeq), above);
                                    seen.Add(decision.Row);
                                    // A peer that is told to retry must get on with what it is told: it adds one to connect_seq.
                                    if (decision.Verdict is AcceptVerdict.RetrySession)
                                        Assert.True(decision.Seq + 1 > connectSeq);
                                    if (decision.Verdict is AcceptVerdict.RetryGlobal)
                                        Assert.True(decision.Seq > globalSeq || existing.Replacing);
                                }

        Assert.Equal(Enumerable.Range(1, 8), seen.Order());
    }

    private static SessionReconnect Asked(ulong cookie, ulong connectSeq, ulong globalSeq) =>
        new(EntityAddressVector.Parse(V2Setup.Below), cookie, 2, globalSeq, connectSeq, 0);
}
