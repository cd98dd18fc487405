using CephActors.Auth;
using CephActors.Configuration;
using CephActors.Framing.V2;

namespace CephActors.Tests.Configuration;

public class MessengerSettingsSpec
{
    [Fact]
    public void Defaults_should_be_Cephs_when_nothing_is_set()
    {
        var settings = Hocon.Messenger();

        Assert.Equal(TimeSpan.FromSeconds(0.2), settings.InitialBackoff);
        Assert.Equal(TimeSpan.FromSeconds(15), settings.MaxBackoff);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.ConnectionReadyTimeout);
        Assert.Equal(TimeSpan.FromSeconds(900), settings.ConnectionIdleTimeout);
        Assert.Equal(6800, settings.BindPortMin);
        Assert.Equal(7568, settings.BindPortMax);
        Assert.Equal(3, settings.BindRetryCount);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.BindRetryDelay);
        Assert.Equal((true, false, false), (settings.BindIpv4, settings.BindIpv6, settings.BindPreferIpv4));
        Assert.Equal(512, settings.TcpListenBacklog);
        Assert.Equal(4, settings.MaxAcceptFailures);
        Assert.True(settings.LearnAddressFromPeer);
        Assert.True(settings.TcpNoDelay);
        Assert.Equal(0, settings.TcpReceiveBuffer);
        Assert.True(settings.CrcHeader);
        Assert.True(settings.CrcData);
        Assert.Equal(104_857_600, settings.DispatchThrottleBytes);
        Assert.Equal(16_777_216, settings.PqMaxTokensPerPriority);
        Assert.Equal(65_536, settings.PqMinCost);
        Assert.Equal(127, settings.DefaultSendPriority);
    }

    [Fact]
    public void Defaults_should_be_ours_when_Ceph_has_none()
    {
        var settings = Hocon.Messenger();

        Assert.Equal(EntityName.Client(-1), settings.Name);
        Assert.Null(settings.Nonce);
        Assert.Empty(settings.Bind);
        Assert.Equal((true, true, FrameRevision.One), (settings.BindMsgr1, settings.BindMsgr2, settings.Msgr2Revision));
        Assert.Equal(TransportKind.Socket, settings.Transport);
        Assert.Equal(64 * 1024, settings.ReceiveSlab);
        Assert.Equal(16 * 1024, settings.GatherThreshold);
        Assert.Equal(512 * 1024, settings.WriteBatchBytes);
        Assert.Equal(256, settings.WriteBatchFrames);
        Assert.Equal((16 << 20, 16 << 20, 128 << 20, 4096), (settings.Limits.Front, settings.Limits.Middle, settings.Limits.Data, settings.Limits.Authorizer));
        Assert.Equal((65_536, 512L << 20), (settings.OutQueue.MaxMessages, settings.OutQueue.MaxBytes));
        Assert.Equal(65_536, settings.DispatchThrottleMessages);
        Assert.Equal(256, settings.DispatchWindow);
        Assert.False(settings.Admin);
        Assert.False(settings.TracingPropagate);
        Assert.Equal("ceph.connection-dispatcher", settings.ConnectionDispatcher);
        Assert.Equal("ceph.connection-dispatcher", settings.DispatchDispatcher);
    }

    [Fact]
    public void Default_policy_should_be_that_of_Cephs_struct_when_nothing_is_set()
    {
        var settings = Hocon.Messenger();

        Assert.Equal(new PeerPolicySettings(Policy.LosslessClient, 0, 0), settings.DefaultPolicy);
        Assert.Equal(0x3f01cfbdfffdffffUL, settings.DefaultPolicy.Policy.FeaturesSupported);
        Assert.Empty(settings.Policies);
    }

    [Fact]
    public void Modes_should_be_Cephs_when_nothing_is_set()
    {
        var modes = Hocon.Messenger().Modes;

        Assert.All([modes.MonCluster, modes.MonService, modes.MonClient], m => Assert.Equal([ConnectionMode.Secure, ConnectionMode.Crc], m));
        Assert.All([modes.Cluster, modes.Service, modes.Client], m => Assert.Equal([ConnectionMode.Crc, ConnectionMode.Secure], m));
    }

    [Fact]
    public void Framing_should_follow_the_settings_when_they_change()
    {
        var framing = Hocon.Messenger("""
            ceph.messenger {
              crc-data = off
              gather-threshold = 1KiB
              limits.front = 1MiB
            }
            """).Framing;

        Assert.Equal((true, false, 1024, 1 << 20), (framing.CrcHeader, framing.CrcData, framing.GatherThreshold, framing.Limits.Front));
    }

    [Fact]
    public void Addresses_should_be_for_any_protocol_when_written_without_prefix()
    {
        var settings = Hocon.Messenger("""ceph.messenger.bind = ["127.0.0.1:0", "v1:[::1]:6800"]""");

        Assert.Equal(EntityAddressVector.Parse("[any:127.0.0.1:0,v1:[::1]:6800]"), settings.Bind);
    }

    [Fact]
    public void Nonce_should_be_taken_when_given() =>
        Assert.Equal(4_294_967_295, Hocon.Messenger("ceph.messenger.nonce = 4294967295").Nonce);
}
