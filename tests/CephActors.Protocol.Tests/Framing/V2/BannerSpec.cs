using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class BannerSpec
{
    [Fact]
    public void Banner_should_be_that_of_Ceph_16() =>
        Assert.Equal("636570682076320a1000" + "0100000000000000" + "0000000000000000", Convert.ToHexStringLower(Banner.Own.Encode()));

    [Fact]
    public void Banner_should_be_read_past_what_a_newer_peer_adds()
    {
        byte[] payload = [.. new Banner(3, 4).Encode()[Banner.PrefixSize..], 9, 9];
        Assert.Equal(new Banner(3, 4), Banner.Read(payload));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 0, false)]
    [InlineData(0, 1, false)]
    [InlineData(3, 3, true)]
    [InlineData(2, 3, false)]
    public void Revision_1_should_hold_when_both_sides_know_it(ulong one, ulong other, bool expected) =>
        Assert.Equal(expected ? FrameRevision.One : FrameRevision.Zero, Banner.RevisionOf(new Banner(one, 0), new Banner(other, 0)));

    [Theory]
    [InlineData(1, 0, 1, 0, true)]
    [InlineData(1, 1, 1, 1, true)]
    [InlineData(1, 0, 3, 2, false)]
    [InlineData(3, 2, 1, 0, false)]
    public void Banners_should_fit_when_each_side_knows_what_the_other_insists_on(ulong supported, ulong required, ulong otherSupported, ulong otherRequired, bool expected) =>
        Assert.Equal(expected, Banner.AreCompatible(new Banner(supported, required), new Banner(otherSupported, otherRequired)));
}
