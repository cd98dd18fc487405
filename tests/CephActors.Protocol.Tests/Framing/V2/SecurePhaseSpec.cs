using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class SecurePhaseSpec
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];

    [Fact]
    public void Connector_should_send_with_the_nonce_that_the_acceptor_receives_with()
    {
        var connector = SecurePhase.FromSecret(Secret, connector: true)!;
        var acceptor = SecurePhase.FromSecret(Secret, connector: false)!;
        Assert.Equal(Secret[..16], connector.Key);
        Assert.Equal(Secret[..16], acceptor.Key);
        Assert.Equal(Secret[16..28], connector.ReceiveNonce);
        Assert.Equal(Secret[16..28], acceptor.SendNonce);
        Assert.Equal(Secret[28..40], connector.SendNonce);
        Assert.Equal(Secret[28..40], acceptor.ReceiveNonce);
    }

    [Fact]
    public void Secret_should_be_refused_when_it_is_too_short() => Assert.Null(SecurePhase.FromSecret(Secret.AsSpan(0, 39), connector: true));

    [Fact]
    public void Secret_should_not_be_told_in_its_text() => Assert.Equal(nameof(SecurePhase), SecurePhase.FromSecret(Secret, connector: true)!.ToString());
}
