using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Listening: ports, ranges, rounds, in virtual time.</summary>
public sealed class BindSpec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true)
{
    private const string TwoPorts = "bind-port-min = 6850, bind-port-max = 6851";

    private static readonly EntityAddress Address = EntityAddress.Parse("v1:127.0.0.1:6850/0");

    [Fact]
    public async Task Bind_should_take_the_port_it_is_given_under_its_own_nonce()
    {
        var osd = CreateMessenger("osd.1", "nonce = 12");
        Assert.Equal("v1:127.0.0.1:6850/12", (await osd.BindAsync(Address).WaitAsync(Patience))[0].ToString());
        Assert.Equal("v1:127.0.0.1:6850/12", osd.OwnAddresses[0].ToString());
    }

    [Fact]
    public async Task Bind_should_take_the_addresses_of_the_settings_when_it_is_given_none()
    {
        var osd = CreateMessenger("osd.1", "nonce = 12, bind = [\"v1:127.0.0.1:6850/0\", \"v1:127.0.0.2:0/0\"]");
        Assert.Equal("[v1:127.0.0.1:6850/12,v1:127.0.0.2:6800/12]", (await osd.BindAsync().WaitAsync(Patience)).ToString());
    }

    [Fact]
    public async Task Bind_should_take_the_first_free_port_of_the_range_when_the_port_is_open()
    {
        var first = CreateMessenger("osd.1", TwoPorts);
        var second = CreateMessenger("osd.2", TwoPorts);
        Assert.Equal(6850, (await first.BindAsync(AnyPort).WaitAsync(Patience))[0].Port);
        Assert.Equal(6851, (await second.BindAsync(AnyPort).WaitAsync(Patience))[0].Port);
    }

    [Fact]
    public async Task Bind_should_try_again_a_few_times_and_then_say_which_address_when_a_port_is_taken()
    {
        var first = CreateMessenger("osd.1");
        await first.BindAsync(Address).WaitAsync(Patience);
        var second = CreateMessenger("osd.2", "bind-retry-count = 3, bind-retry-delay = 5s");
        Task<EntityAddressVector> bound = null!;
        await ExpectFailedRoundAsync(second, () => bound = second.BindAsync(Address));
        await ExpectFailedRoundAsync(second, AdvanceARound);
        Assert.False(bound.IsCompleted);
        AdvanceARound();
        var thrown = await Assert.ThrowsAsync<CephMessengerException>(() => bound.WaitAsync(Patience));
        Assert.Contains("cannot listen on v1:127.0.0.1:6850/", thrown.Message);
        Assert.IsType<System.Net.Sockets.SocketException>(thrown.InnerException);

        // Nothing is left of the attempt: it may be made again.
        await first.ShutdownAsync().WaitAsync(Patience);
        Assert.Equal(6850, (await second.BindAsync(Address).WaitAsync(Patience))[0].Port);
    }

    [Fact]
    public async Task Bind_should_succeed_when_the_port_becomes_free_between_two_rounds()
    {
        var first = CreateMessenger("osd.1");
        await first.BindAsync(Address).WaitAsync(Patience);
        var second = CreateMessenger("osd.2");
        Task<EntityAddressVector> bound = null!;
        await ExpectFailedRoundAsync(second, () => bound = second.BindAsync(Address));
        await first.ShutdownAsync().WaitAsync(Patience);
        AdvanceARound();
        Assert.Equal(6850, (await bound.WaitAsync(Patience))[0].Port);
    }

    [Fact]
    public async Task Bind_should_fail_when_the_whole_range_is_taken()
    {
        foreach (var name in new[] { "osd.1", "osd.2" })
            await CreateMessenger(name, TwoPorts).BindAsync(AnyPort).WaitAsync(Patience);
        var third = CreateMessenger("osd.3", TwoPorts + ", bind-retry-count = 1");
        var thrown = await Assert.ThrowsAsync<CephMessengerException>(() => third.BindAsync(AnyPort).WaitAsync(Patience));
        Assert.Contains("cannot listen on v1:127.0.0.1:0/", thrown.Message);
    }

    [Fact]
    public async Task Earlier_addresses_should_be_free_again_when_a_later_one_cannot_be_had()
    {
        await CreateMessenger("osd.1").BindAsync(Address).WaitAsync(Patience);
        var second = CreateMessenger("osd.2", "bind-retry-count = 1");
        await Assert.ThrowsAsync<CephMessengerException>(() => second.BindAsync(Address.WithPort(6860), Address).WaitAsync(Patience));
        var third = CreateMessenger("osd.3", "bind-retry-delay = 0s, bind-retry-count = 1000");
        var bound = third.BindAsync(Address.WithPort(6860));
        await UntilAsync(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            return bound.IsCompleted;
        });
        Assert.Equal(6860, (await bound)[0].Port);
    }

    [Fact]
    public async Task Second_bind_should_be_refused()
    {
        var osd = CreateMessenger("osd.1");
        await osd.BindAsync(AnyPort).WaitAsync(Patience);
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => osd.BindAsync(AnyPort).WaitAsync(Patience));
        Assert.Contains("bound already", thrown.Message);
    }

    [Theory]
    [InlineData("", "any:127.0.0.1:0/0", "v2 v1")]
    [InlineData("bind-msgr1 = off", "any:127.0.0.1:0/0", "v2")]
    [InlineData("bind-msgr2 = off", "any:127.0.0.1:0/0", "v1")]
    [InlineData("", "any:127.0.0.1:6999/0", "v2")]
    [InlineData("bind-msgr2 = off", "any:127.0.0.1:6999/0", "v1")]
    [InlineData("", "v1:127.0.0.1:0/0", "v1")]
    public async Task Messenger_should_listen_for_each_protocol_when_an_address_does_not_say_which(string settings, string address, string protocols)
    {
        var bound = await CreateMessenger("osd.1", settings).BindAsync(EntityAddress.Parse(address)).WaitAsync(Patience);

        Assert.Equal(protocols, string.Join(' ', bound.Select(a => a.ToString()[..2])));
        Assert.Equal(bound.Count, bound.Select(a => a.Port).Distinct().Count());
    }

    [Fact]
    public async Task Next_port_should_be_tried_without_an_error_when_the_first_protocol_has_the_port() =>
        await EventFilter.Error().ExpectAsync(0, async () =>
        {
            var bound = await CreateMessenger("osd.1").BindAsync(EntityAddress.Parse("any:127.0.0.1:0/0")).WaitAsync(Patience);
            Assert.Equal([6800, 6801], bound.Select(a => a.Port));
        });

    [Fact]
    public async Task Callers_mistakes_should_be_refused_at_once()
    {
        var osd = CreateMessenger("osd.1", "bind-msgr2 = off");
        await Assert.ThrowsAsync<InvalidOperationException>(() => osd.BindAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => osd.BindAsync(EntityAddress.Parse("v2:127.0.0.1:0/0")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => osd.RebindAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task Rebind_should_take_another_port_and_nonce_and_reset_every_connection()
    {
        var a = await StartAsync("osd.1", "nonce = 5");
        var b = await StartAsync("osd.2", "nonce = 6");
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        await b.ExpectAsync<MessageReceived>();
        var before = a.Addresses;
        var addresses = await a.Messenger.RebindAsync(new HashSet<int> { 6802, 6803 }).WaitAsync(Patience);
        await a.ExpectAsync<ConnectionReset>(toB);
        Assert.Equal((6800, 6801), (before[0].Port, b.Addresses[0].Port));
        Assert.Equal("v1:127.0.0.1:6804/1000005", addresses.ToString().Trim('[', ']'));
        Assert.Equal(addresses, a.Addresses);
        Assert.Equal(addresses, a.Messenger.Loopback.PeerAddresses);

        // The other side keeps the session of the old incarnation, and meets the new one as a stranger.
        b.ConnectTo(a).Send(Ping(2));
        Assert.Equal(2ul, (await a.ExpectAsync<MessageReceived>()).Message.Tid);
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => DialAsync(before[0]));
    }

    private async Task DialAsync(EntityAddress address) => await EndToEnd.ScriptedPeer.ConnectAsync(Sys, Network, address);

    private void AdvanceARound() => Time.Advance(TimeSpan.FromSeconds(5));

    /// <summary>Returns when a round has failed and the timer of the next is set.</summary>
    private async Task ExpectFailedRoundAsync(CephMessenger messenger, Action act)
    {
        await EventFilter.Warning(contains: "next try in 00:00:05").ExpectOneAsync(() =>
        {
            act();
            return Task.CompletedTask;
        });
        await SettleAsync(messenger, "accepter");
    }
}
