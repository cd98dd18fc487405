using CephActors.Framing.V2;
using CephActors.Session.V2;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>Ceph: <c>ProtocolV2::pre_auth</c>.</summary>
public class PreAuthSpec
{
    private static byte[] Key => FakeSource.Key.Secret.ToArray();

    [Fact]
    public void Signatures_should_cover_what_was_said_either_way_and_nothing_of_it_should_be_kept()
    {
        var preAuth = new PreAuth();
        Assert.False(preAuth.IsHeard(AuthSignature.Compute(Key, [])));
        preAuth.Sent(new byte[] { 1 });
        Assert.True(preAuth.TryReceive(new byte[] { 2 }));

        Assert.True(preAuth.Close(FakeSource.Key).Matches(AuthSignature.Compute(Key, [2])));
        Assert.True(preAuth.IsHeard(AuthSignature.Compute(Key, [1])));

        Assert.True(preAuth.Close(FakeSource.Key).Matches(AuthSignature.Compute(Key, [])));
        Assert.True(preAuth.IsHeard(AuthSignature.Compute(Key, [])));
    }
}
