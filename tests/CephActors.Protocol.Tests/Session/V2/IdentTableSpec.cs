using CephActors.Session;
using CephActors.Session.V2;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>The rows for CLIENT_IDENT and their edges. Ceph: <c>ProtocolV2::handle_existing_connection</c>.</summary>
public class IdentTableSpec
{
    // Existing session: state, flags (R replacing, L lossy, S server, C resetcheck), peer_global_seq, cookies. Request: global_seq,
    // cookie, whether the peer's address is below ours.
    [Theory]
    [InlineData(1, "Closed", "RLSC", 10, 1, 2, 9, 3, true, "Open", 0)]
    [InlineData(2, "Accepting", "R", 10, 1, 2, 9, 3, true, "Wait", 0)]
    [InlineData(2, "Accepting", "RC", 10, 1, 2, 11, 1, true, "Wait", 0)]
    [InlineData(3, "Open", "", 10, 1, 2, 9, 1, true, "Stale", 10)]
    [InlineData(3, "Open", "L", 10, 0, 0, 9, 0, true, "Stale", 10)]
    [InlineData(4, "Open", "L", 10, 0, 0, 10, 0, false, "ReplaceLossy", 0)]
    [InlineData(4, "Connecting", "LS", 0, 0, 0, 1, 5, false, "ReplaceLossy", 0)]
    [InlineData(5, "Open", "C", 10, 1, 2, 11, 3, false, "ReplaceAfterReset", 0)]
    [InlineData(5, "Standby", "SC", 10, 1, 2, 11, 3, false, "ReplaceAfterReset", 0)]
    [InlineData(5, "Connecting", "", 10, 1, 2, 11, 3, false, "ReplaceAfterReset", 0)]
    [InlineData(5, "Open", "C", 10, 1, 2, 11, 0, false, "ReplaceAfterReset", 0)]
    [InlineData(6, "Accepting", "", 10, 1, 2, 11, 1, false, "Replace", 0)]
    [InlineData(6, "Open", "C", 10, 1, 2, 11, 1, false, "Replace", 0)]
    [InlineData(7, "Standby", "", 10, 1, 0, 11, 3, false, "Replace", 0)]
    [InlineData(5, "Open", "", 10, 0, 2, 11, 3, false, "ReplaceAfterReset", 0)]
    [InlineData(5, "Open", "", 10, 0, 2, 11, 0, false, "ReplaceAfterReset", 0)]
    [InlineData(7, "Open", "", 10, 1, 0, 11, 3, false, "Replace", 0)]
    [InlineData(8, "Connecting", "", 0, 1, 0, 1, 3, true, "Replace", 0)]
    [InlineData(8, "Connecting", "S", 0, 1, 0, 1, 3, false, "Replace", 0)]
    [InlineData(8, "Wait", "", 0, 1, 0, 1, 3, true, "Replace", 0)]
    [InlineData(8, "Accepting", "", 0, 1, 0, 1, 3, false, "Replace", 0)]
    [InlineData(9, "Connecting", "", 0, 1, 0, 1, 3, false, "Wait", 0)]
    [InlineData(9, "Wait", "C", 0, 1, 0, 1, 3, false, "Wait", 0)]
    public void Table_should_decide_by_its_first_matching_row_when_a_session_exists(
        int row, string state, string flags, ulong peerGlobalSeq, ulong clientCookie, ulong serverCookie, ulong globalSeq, ulong cookie, bool peerIsBelow, string verdict, ulong seq)
    {
        var existing = Existing(state, flags, 0, peerGlobalSeq, clientCookie, serverCookie);

        var decision = IdentTable.Decide(existing, globalSeq, cookie, peerIsBelow);

        Assert.Equal(new AcceptDecision(Enum.Parse<AcceptVerdict>(verdict), seq, row), decision);
    }

    [Fact]
    public void Table_should_always_decide_when_fed_with_every_combination()
    {
        var seen = new HashSet<int>();
        ulong[] numbers = [0, 1, 2];
        foreach (var state in Enum.GetValues<SessionState>())
            foreach (var flags in Enumerable.Range(0, 16))
                foreach (var clientCookie in numbers)
                    foreach (var serverCookie in numbers)
                        foreach (var globalSeq in numbers)
                            foreach (var cookie in numbers)
                                foreach (var below in new[] { false, true })
                                {
                                    var existing = new ExistingSession(
                                        state, (flags & 1) != 0, 0, 1, clientCookie, serverCookie, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);
                                    var decision = IdentTable.Decide(existing, globalSeq, cookie, below);
                                    seen.Add(decision.Row);
                                    // Who asks for a new session is never told to go on with an old one.
                                    Assert.False(decision.Verdict is AcceptVerdict.RetryGlobal or AcceptVerdict.RetrySession or AcceptVerdict.ResetSession);
                                }

        Assert.Equal(Enumerable.Range(1, 9), seen.Order());
    }

    internal static ExistingSession Existing(
        string state, string flags, ulong connectSeq, ulong peerGlobalSeq, ulong clientCookie, ulong serverCookie) => new(
            Enum.Parse<SessionState>(state),
            Replacing: flags.Contains('R', StringComparison.Ordinal),
            connectSeq,
            peerGlobalSeq,
            clientCookie,
            serverCookie,
            Lossy: flags.Contains('L', StringComparison.Ordinal),
            Server: flags.Contains('S', StringComparison.Ordinal),
            ResetCheck: flags.Contains('C', StringComparison.Ordinal));
}
