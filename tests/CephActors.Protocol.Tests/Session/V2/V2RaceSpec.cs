using CephActors.Session;
using CephActors.Session.V2;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>Both sides dial at once. Ceph: <c>ProtocolV2::handle_existing_connection</c>, <c>handle_reconnect</c>.</summary>
public class V2RaceSpec
{
    [Fact]
    public void Session_should_hold_on_to_its_own_attempt_when_its_address_is_below()
    {
        // 1. Both dial at once; the peer's address is above ours, so that our attempt wins.
        var probe = V2Places.Reach(V2Place.ConnectorIdent, new V2Setup { OwnAddresses = V2Setup.Below, PeerAddresses = V2Setup.Above });
        probe.Asked(new IncomingIdent(probe.Ident()));
        Assert.Equal((AcceptVerdict.Wait, 9), (probe.Decision.Verdict, probe.Decision.Row));
        Assert.True(probe.Machine.KeepalivePending);

        // 2. The peer meets ours and lets it win.
        var peer = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessPeer);
        peer.Asked(new IncomingIdent(peer.Ident()));
        Assert.Equal((AcceptVerdict.Replace, 8), (peer.Decision.Verdict, peer.Decision.Row));
    }

    // Both go on with the session at once, with the same connect_seq; nobody is below or above itself.
    [Theory]
    [InlineData(V2Setup.Below, V2Setup.Above, "Wait", 7)]
    [InlineData(V2Setup.Above, V2Setup.Below, "Replace", 8)]
    [InlineData(V2Setup.Above, V2Setup.Above, "Replace", 8)]
    public void Race_of_two_that_go_on_should_be_won_by_the_lower_address(string own, string peer, string verdict, int row)
    {
        var setup = new V2Setup { Policy = Policy.LosslessPeer, OwnAddresses = own, PeerAddresses = peer };
        var probe = V2Places.Reach(V2Place.ConnectorReconnect, setup);

        probe.Asked(new IncomingReconnect(probe.Reconnect(probe.Protocol.ClientCookie, connectSeq: probe.Machine.ConnectSeq, globalSeq: 1000)));

        Assert.Equal((verdict, row), ($"{probe.Decision.Verdict}", probe.Decision.Row));
    }

    [Fact]
    public void Race_should_not_be_won_by_a_peer_with_our_own_address()
    {
        var probe = V2Places.Reach(V2Place.ConnectorIdent, new V2Setup { PeerAddresses = V2Setup.Above });

        probe.Asked(new IncomingIdent(probe.Ident()));

        Assert.Equal((AcceptVerdict.Wait, 9), (probe.Decision.Verdict, probe.Decision.Row));
    }
}
