using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>The rows of the acceptor's table and their edges. Ceph: <c>ProtocolV1::handle_connect_message_2</c>.</summary>
public class AcceptorTableSpec
{
    // Existing session: state, flags (R replacing, L lossy, S server, C resetcheck), connect_seq, peer_global_seq.
    // Request: connect_seq, global_seq, whether the peer's address is below ours.
    [Theory]
    [InlineData(1, "Closed", "", 3, 10, 4, 11, true, "Open", 0)]
    [InlineData(1, "Closed", "RLSC", 3, 10, 4, 9, true, "Open", 0)]
    [InlineData(2, "Accepting", "R", 3, 10, 4, 11, true, "RetryGlobal", 10)]
    [InlineData(2, "Accepting", "R", 3, 10, 0, 9, false, "RetryGlobal", 10)]
    [InlineData(2, "Accepting", "RC", 0, 10, 5, 11, false, "RetryGlobal", 10)]
    [InlineData(3, "Open", "", 3, 10, 4, 9, true, "RetryGlobal", 10)]
    [InlineData(3, "Standby", "C", 3, 10, 0, 9, true, "RetryGlobal", 10)]
    [InlineData(3, "Open", "L", 3, 10, 4, 9, true, "RetryGlobal", 10)]
    [InlineData(4, "Open", "L", 3, 10, 4, 10, true, "ReplaceLossy", 0)]
    [InlineData(4, "Connecting", "LS", 0, 0, 0, 1, false, "ReplaceLossy", 0)]
    [InlineData(4, "Accepting", "LS", 1, 5, 0, 5, false, "ReplaceLossy", 0)]
    [InlineData(5, "Open", "", 1, 10, 0, 10, false, "ReplaceAfterReset", 0)]
    [InlineData(5, "Standby", "SC", 7, 10, 0, 11, false, "ReplaceAfterReset", 0)]
    [InlineData(5, "Connecting", "C", 7, 10, 0, 11, false, "ReplaceAfterReset", 0)]
    [InlineData(5, "Wait", "", 1, 10, 0, 11, false, "ReplaceAfterReset", 0)]
    [InlineData(6, "Open", "", 3, 10, 1, 10, true, "RetrySession", 4)]
    [InlineData(6, "Standby", "SC", 3, 10, 2, 11, false, "RetrySession", 4)]
    [InlineData(6, "Connecting", "", 3, 10, 2, 11, true, "RetrySession", 4)]
    [InlineData(7, "Standby", "C", 0, 0, 0, 1, false, "Replace", 0)]
    [InlineData(7, "Open", "C", 0, 10, 0, 10, false, "Replace", 0)]
    [InlineData(8, "Standby", "", 0, 0, 0, 1, true, "RetrySession", 1)]
    [InlineData(8, "Standby", "C", 3, 10, 3, 10, true, "RetrySession", 4)]
    [InlineData(8, "Open", "", 3, 10, 3, 11, true, "RetrySession", 4)]
    [InlineData(8, "Open", "SC", 3, 10, 3, 11, false, "RetrySession", 4)]
    [InlineData(9, "Connecting", "", 0, 0, 0, 1, true, "Replace", 0)]
    [InlineData(9, "Connecting", "C", 3, 10, 3, 10, true, "Replace", 0)]
    [InlineData(9, "Connecting", "S", 3, 10, 3, 10, false, "Replace", 0)]
    [InlineData(9, "Wait", "", 0, 0, 0, 1, true, "Replace", 0)]
    [InlineData(9, "None", "", 0, 0, 0, 1, true, "Replace", 0)]
    [InlineData(9, "Accepting", "", 1, 10, 1, 11, false, "Replace", 0)]
    [InlineData(10, "Connecting", "", 0, 0, 0, 1, false, "Wait", 0)]
    [InlineData(10, "Connecting", "C", 0, 0, 0, 1, false, "Wait", 0)]
    [InlineData(10, "Connecting", "C", 3, 10, 3, 10, false, "Wait", 0)]
    [InlineData(10, "Wait", "", 0, 0, 0, 1, false, "Wait", 0)]
    [InlineData(11, "Standby", "C", 0, 0, 1, 1, true, "ResetSession", 0)]
    [InlineData(11, "Connecting", "C", 0, 0, 5, 1, true, "ResetSession", 0)]
    [InlineData(12, "Standby", "", 0, 0, 1, 1, false, "Replace", 0)]
    [InlineData(12, "Standby", "SC", 1, 10, 2, 10, false, "Replace", 0)]
    [InlineData(12, "Open", "", 1, 10, 9, 11, false, "Replace", 0)]
    [InlineData(12, "Connecting", "C", 3, 10, 4, 11, false, "Replace", 0)]
    [InlineData(12, "Accepting", "", 1, 10, 2, 11, false, "Replace", 0)]
    public void Table_should_decide_by_its_first_matching_row_when_a_session_exists(
        int row, string state, string flags, uint connectSeq, uint peerGlobalSeq, uint askedConnectSeq, uint askedGlobalSeq, bool peerIsBelow, string verdict, uint seq)
    {
        var existing = new ExistingSession(
            Enum.Parse<SessionState>(state),
            Replacing: flags.Contains('R', StringComparison.Ordinal),
            connectSeq,
            peerGlobalSeq,
            Lossy: flags.Contains('L', StringComparison.Ordinal),
            Server: flags.Contains('S', StringComparison.Ordinal),
            ResetCheck: flags.Contains('C', StringComparison.Ordinal));

        var decision = AcceptorTable.Decide(existing, askedConnectSeq, askedGlobalSeq, peerIsBelow);

        Assert.Equal(new AcceptDecision(Enum.Parse<AcceptVerdict>(verdict), seq, row), decision);
    }

    [Fact]
    public void Table_should_always_decide_when_fed_with_every_combination()
    {
        var seen = new HashSet<int>();
        bool[] either = [false, true];
        uint[] numbers = [0, 1, 2];
        var meetings =
            from state in Enum.GetValues<SessionState>()
            from flags in Enumerable.Range(0, 16)
            from connectSeq in numbers
            from asked in numbers
            from globalSeq in numbers
            from peerIsBelow in either
            select (
                new ExistingSession(state, (flags & 1) != 0, connectSeq, 1, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0),
                asked,
                globalSeq,
                peerIsBelow);
        foreach (var (existing, asked, globalSeq, peerIsBelow) in meetings)
        {
            var decision = AcceptorTable.Decide(existing, asked, globalSeq, peerIsBelow);

            seen.Add(decision.Row);
            // A peer that is told to retry must get on with what it is told.
            if (decision.Verdict is AcceptVerdict.RetrySession)
                Assert.True(decision.Seq > asked);
            if (decision.Verdict is AcceptVerdict.RetryGlobal)
                Assert.True(decision.Seq > globalSeq || existing.Replacing);
        }

        Assert.Equal(Enumerable.Range(1, 12), seen.Order());
    }
}
