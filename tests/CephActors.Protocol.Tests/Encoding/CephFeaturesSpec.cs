namespace CephActors.Protocol.Tests.Encoding;

public class CephFeaturesSpec
{
    [Theory]
    [InlineData(CephFeatures.NoSrcAddr, 0x2UL)]
    [InlineData(CephFeatures.ServerNautilus, 0x0200000010000004UL)]
    [InlineData(CephFeatures.ReconnectSeq, 0x40UL)]
    [InlineData(CephFeatures.OsdReplyMux, 0x1000UL)]
    [InlineData(CephFeatures.ServerKraken, 0x0200000000004000UL)]
    [InlineData(CephFeatures.ServerOctopus, 0x0200000010010000UL)]
    [InlineData(CephFeatures.ServerPacific, 0x0200000010100000UL)]
    [InlineData(CephFeatures.ServerLuminous, 0x0200000000200000UL)]
    [InlineData(CephFeatures.MsgAuth, 0x800000UL)]
    [InlineData(CephFeatures.ServerMimic, 0x0200000010000000UL)]
    [InlineData(CephFeatures.ServerReef, 0x0200000090000000UL)]
    [InlineData(CephFeatures.ServerQuincy, 0x0200000210000000UL)]
    [InlineData(CephFeatures.MsgrKeepalive2, 0x40000000000UL)]
    [InlineData(CephFeatures.MonStatefulSub, 0x0200000000000000UL)]
    [InlineData(CephFeatures.MsgAddr2, 0x0800000000000000UL)]
    [InlineData(CephFeatures.CephxV2, 0x2000000000000000UL)]
    [InlineData(CephFeatures.Uid | CephFeatures.PgId64 | CephFeatures.OsdEnc, 0x2201UL)]
    public void Mask_should_have_ceph_s_bits_when_tested(ulong mask, ulong expected) => Assert.Equal(expected, mask);

    [Fact]
    public void Feature_should_count_only_when_its_incarnation_bit_is_there()
    {
        Assert.True(CephFeatures.HasFeature(CephFeatures.All, CephFeatures.ServerPacific));
        Assert.False(CephFeatures.HasFeature(CephFeatures.All, CephFeatures.ServerQuincy));
        Assert.False(CephFeatures.HasFeature(1UL << 21, CephFeatures.ServerLuminous));
        Assert.True(CephFeatures.HasFeature((1UL << 21) | (1UL << 57), CephFeatures.ServerLuminous));
    }
}
