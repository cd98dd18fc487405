using Akka.Hosting;

namespace CephActors.Hosting.Tests;

public sealed class CephMessengerOptionsSpec
{
    [Fact]
    public async Task Empty_call_should_keep_every_default()
    {
        await using var host = await TestHost.StartAsync(akka => akka.WithCephMessenger());

        Assert.True(host.System.TryGetCephMessenger(CephMessengerExtensions.DefaultName, out _));
        Assert.Empty(Hocon.Leaves(host.System.Settings.Config, "ceph.messengers.default"));
        Assert.Equal(Hocon.Leaves(Hocon.Reference, "ceph"), Hocon.Leaves(host.System.Settings.Config, "ceph"));
    }

    [Fact]
    public async Task Option_that_is_set_should_be_the_only_key_written()
    {
        await using var host = await TestHost.StartAsync(akka => akka.WithCephMessenger("one", o => o.MaxBackoff = TimeSpan.FromMilliseconds(1_500.5)));

        Assert.Equal(new Dictionary<string, string> { ["max-backoff"] = "1500.5ms" }, Hocon.Leaves(host.System.Settings.Config, "ceph.messengers.one"));
        Assert.Equal(EntityName.Client(-1), host.System.CephMessenger("one").EntityName);
    }

    [Fact]
    public async Task Options_should_win_over_hocon_which_wins_over_the_defaults()
    {
        await using var host = await TestHost.StartAsync(akka => akka
            .AddHocon("ceph.messengers.\"a.b c\" { name = osd.1, default-policy = lossless-peer }", HoconAddMode.Prepend)
            .WithCephMessenger("a.b c", o => o.Name = EntityName.Osd(2)));

        CephMessenger messenger = host.System.CephMessenger("a.b c");
        Assert.Equal(EntityName.Osd(2), messenger.EntityName);
        Assert.Equal(Policy.LosslessPeer, messenger.GetPolicy(EntityType.Osd));
    }

    [Fact]
    public async Task Every_key_of_the_reference_should_have_an_option_and_a_messenger_take_them_all()
    {
        await using var host = await TestHost.StartAsync(akka => akka.WithCephMessenger(Everything()));

        var written = Hocon.Leaves(host.System.Settings.Config, "ceph.messengers.default").Keys;
        Assert.Equal([], Hocon.Leaves(Hocon.Reference, "ceph.messenger").Keys.Except(written.Append("policies")));
        CephMessenger messenger = host.System.CephMessenger();
        Assert.Equal(Policy.LosslessPeer with { FeaturesSupported = 0x2203, FeaturesRequired = 0x1 }, messenger.GetPolicy(EntityType.Osd));
        Assert.Equal(
            Policy.StatelessServer with { FeaturesRequired = 0x2, FeaturesSupported = CephFeatures.All & ~0x4ul },
            messenger.GetPolicy(EntityType.Client));
        Assert.Equal(0.25, messenger.Injection.DelayProbability);
        Assert.Equal([EntityType.Osd, EntityType.Mon], messenger.Injection.Blackhole.OrderByDescending(t => t));
    }

    [Fact]
    public async Task Host_should_not_start_when_an_option_is_out_of_range()
    {
        var refused = await Assert.ThrowsAsync<CephMessengerConfigurationException>(
            () => TestHost.StartAsync(akka => akka.WithCephMessenger(o => o.DispatchWindow = 0)));

        Assert.Equal(("ceph.messengers.default.dispatch-window", "0"), (refused.Key, refused.Value));
    }

    [Fact]
    public void Policy_that_no_setting_can_say_should_be_refused_with_the_way_out()
    {
        var options = new CephMessengerOptions { DefaultPolicy = Policy.LosslessPeer with { ResetCheck = true } };

        Assert.Contains("SetPolicy", Assert.Throws<ArgumentException>(() => options.ToHocon("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_should_be_read_back_as_it_was_when_it_holds_quotes_and_control_characters()
    {
        var options = new CephMessengerOptions();
        options.Auth.Keyring = "C:\\ceph\\\"my\" key\tring";

        var config = Akka.Configuration.ConfigurationFactory.ParseString(options.ToHocon("x"));
        Assert.Equal(options.Auth.Keyring, config.GetString("ceph.messengers.x.auth.keyring"));
    }

    private static CephMessengerOptions Everything()
    {
        var options = new CephMessengerOptions
        {
            Name = EntityName.Osd(3),
            Nonce = 5,
            Bind = "v1:127.0.0.1:0",
            BindPortMin = 7600,
            BindPortMax = 7900,
            BindRetryCount = 2,
            BindRetryDelay = TimeSpan.FromSeconds(1),
            BindIpv4 = true,
            BindIpv6 = true,
            BindPreferIpv4 = true,
            BindMsgr1 = true,
            BindMsgr2 = false,
            Msgr2Revision = 0,
            TcpListenBacklog = 100,
            MaxAcceptFailures = 3,
            LearnAddressFromPeer = false,
            Transport = "socket",
            TcpNoDelay = false,
            TcpReceiveBuffer = 1 << 20,
            ReceiveSlab = 1 << 15,
            PayloadPool = 1 << 22,
            GatherThreshold = 1 << 12,
            WriteBatchBytes = 1 << 18,
            WriteBatchFrames = 100,
            InitialBackoff = TimeSpan.FromMilliseconds(100),
            MaxBackoff = TimeSpan.FromSeconds(5),
            ConnectionReadyTimeout = TimeSpan.FromSeconds(3),
            ConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            CrcHeader = true,
            CrcData = true,
            DispatchThrottleBytes = 1 << 24,
            DispatchThrottleMessages = 1000,
            DispatchWindow = 16,
            PqMaxTokensPerPriority = 1 << 23,
            PqMinCost = 1 << 10,
            DefaultSendPriority = 196,
            Admin = true,
            TracingPropagate = true,
            DefaultPolicy = Policy.StatelessServer with { FeaturesRequired = 0x2, FeaturesSupported = CephFeatures.All & ~0x4ul },
            ConnectionDispatcher = "akka.actor.default-dispatcher",
            DispatchDispatcher = "akka.actor.default-dispatcher",
            Injection = new FaultInjection
            {
                Seed = 7,
                DelayProbability = 0.25,
                Blackhole = [EntityType.Mon, EntityType.Osd],
                DelayMessageType = MessageType.Ping,
            },
        };
        options.Policies[EntityType.Osd] = new PeerPolicyOptions(Policy.LosslessPeer with { FeaturesSupported = 0x2203, FeaturesRequired = 0x1 })
        {
            ThrottleBytes = 1 << 20,
            ThrottleMessages = 10,
        };
        options.Policies[EntityType.Client] = Policy.StatelessServer;
        (options.PolicyThrottle.Bytes, options.PolicyThrottle.Messages) = (1 << 22, 99);
        (options.OutQueue.MaxBytes, options.OutQueue.MaxMessages) = (1 << 22, 99);
        (options.Limits.Front, options.Limits.Middle, options.Limits.Data, options.Limits.Authorizer) = (1 << 20, 1 << 10, 1 << 22, 1 << 11);
        (options.Modes.MonCluster, options.Modes.MonService, options.Modes.MonClient) = ("secure", "secure, crc", "crc");
        (options.Modes.Cluster, options.Modes.Service, options.Modes.Client) = ("secure", "secure, crc", "crc");
        SetAuth(options.Auth);
        return options;
    }

    private static void SetAuth(CephAuthOptions auth)
    {
        (auth.Entity, auth.Supported, auth.Key, auth.KeyFile, auth.Keyring) = ("osd.3", "none", "", "", "");
        (auth.ClusterRequired, auth.ServiceRequired, auth.ClientRequired) = ("none", "none", "none, cephx");
        (auth.SignMessages, auth.RequireSignatures, auth.RequireAuthorizer) = (true, false, false);
        (auth.ClusterRequireSignatures, auth.ServiceRequireSignatures) = (false, false);
        (auth.RequireVersion, auth.ClusterRequireVersion, auth.ServiceRequireVersion) = (2, 2, 2);
    }
}
