using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>What a driver writes for a session over protocol v2 only.</summary>
public class DriverV2Spec
{
    [Fact]
    public void Frames_should_be_configured_before_the_first_one_of_their_mode_is_written()
    {
        var session = V2Places.Reach(V2Place.AcceptorAuth, new V2Setup { Server = new FakeAuthentication(FakeSource.Key, ConnectionMode.Secure) });
        var probe = DriverProbe.Of(session.Machine);
        var request = new AuthRequest(AuthMethod.None, [ConnectionMode.Secure], new byte[] { 1 });

        probe.Driver.Step(new SessionInput.FrameReceived(
            session.Machine.Incarnation, new HandshakeFrame(request, PlainFrame.Encode(request, FrameRevision.One))));

        Assert.Equal(["now Accepting/Signature", "s expects Handshake"], probe.Did());
        Assert.Equal(["Configure", "Handshake"], probe.Flush()[1..3].Select(line => line["s < ".Length..]));
    }
}
