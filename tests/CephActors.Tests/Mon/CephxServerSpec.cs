using System.Security.Cryptography;
using Akka.Actor;
using Akka.Event;
using CephActors.Auth;
using CephActors.Encoding;
using CephActors.Messages;

namespace CephActors.Tests.Mon;

/// <summary>A monitor of ours with keys, its clients, and a daemon that fetches the secrets of its service from it.</summary>
public sealed class CephxServerSpec() : MonClientTestKit("""
    akka.loglevel = DEBUG
    ceph.messenger.auth.supported = [cephx]
    """)
{
    private static readonly AuthEntityName Osd = AuthEntityName.Parse("osd.0");

    private readonly Keyring _keyring = Keyring.Parse($"""
        [client.admin]
          key = {Key.ToBase64()}
          caps mon = "allow *"
          caps osd = "allow rw"
        [osd.0]
          key = {NewKey().ToBase64()}
          caps mon = "allow profile osd"
        """);

    [Fact]
    public async Task Daemon_should_take_the_tickets_of_its_service_when_it_has_fetched_the_secrets()
    {
        var (address, _) = await StartMonitorAsync();
        await using var osd = Client("osd", Osd, address);
        await osd.ConnectAsync().WaitAsync(Patience);
        var atOsd = CreateTestProbe();
        Sys.CephMessenger("osd").AddDispatcherTail(atOsd);
        var osdAddress = await Sys.CephMessenger("osd").BindAsync();

        await using var client = Client("client", Admin, address);
        await client.ConnectAsync().WaitAsync(Patience);
        Sys.CephMessenger("client").ConnectTo(osdAddress, EntityType.Osd).Send(new CephMessage(MessageType.Ping, "hello"u8.ToArray()));
        var received = (MessageReceived)await atOsd.FishForMessageAsync(message => message is MessageReceived, Patience);
        Assert.Equal("hello"u8.ToArray(), received.Message.Front.ToArray());
    }

    [Fact]
    public async Task Daemon_should_refuse_who_has_no_ticket()
    {
        var (address, _) = await StartMonitorAsync();
        await using var osd = Client("osd", Osd, address);
        await osd.ConnectAsync().WaitAsync(Patience);
        var messenger = Sys.CephMessenger("osd");
        messenger.AddDispatcherTail(CreateTestProbe());
        ulong? challenge = null;
        var byName = new NoneAuthorizerSource(Admin, () => 4101).Create(EntityType.Osd)!;
        var forged = new LocalTicketMint(EntityType.Osd, NewKey(), 2, () => 7).IssueStore(Admin, 4101, DateTimeOffset.UnixEpoch, TimeSpan.Zero);
        var withForgedTicket = new CephxAuthorizerSource(forged, () => 7, () => DateTimeOffset.UnixEpoch).Create(EntityType.Osd)!;
        var verifier = messenger.Services.Session.AuthorizerVerifier;
        Assert.Equal(AuthorizerOutcome.Refused, verifier.Verify(EntityType.Client, 1, byName.Bytes, ref challenge).Outcome);
        Assert.Contains("does not open", verifier.Verify(EntityType.Client, 2, withForgedTicket.Bytes, ref challenge).Reason, StringComparison.Ordinal);
        Assert.Equal(AuthorizerOutcome.Refused, verifier.Verify(EntityType.Client, 0, [], ref challenge).Outcome);
    }

    [Fact]
    public async Task Client_should_be_known_by_its_name_when_it_has_proved_its_key()
    {
        var (address, monitor) = await StartMonitorAsync();
        await using var client = Client("client", Admin, address);
        await client.ConnectAsync().WaitAsync(Patience);
        Assert.Equal((4101ul, 4101ul), (client.GlobalId, monitor.Server.LastGlobalId));
        Assert.Equal((true, Admin), (monitor.Server.IsAuthenticated(monitor.LastClient!), monitor.Server.NameOf(monitor.LastClient!)));
    }

    [Fact]
    public async Task Client_should_be_refused_when_its_key_is_wrong()
    {
        var (address, monitor) = await StartMonitorAsync();
        await using var client = MonClient.Start(Sys, Sys.CephMessenger("client"), new MonClientOptions { Monitors = [address], Name = Admin, Key = NewKey() });
        Assert.Equal(Errno.EACCES, (await Assert.ThrowsAsync<MonClientException>(() => client.ConnectAsync().WaitAsync(Patience))).Errno);
        Assert.False(monitor.Server.IsAuthenticated(monitor.LastClient!));
    }

    [Fact]
    public async Task Nothing_that_is_logged_or_thrown_should_have_a_key()
    {
        var log = CreateTestProbe();
        Sys.EventStream.Subscribe(log, typeof(LogEvent));
        var wrong = NewKey();
        var (address, _) = await StartMonitorAsync();
        await using var osd = Client("osd", Osd, address);
        await osd.ConnectAsync().WaitAsync(Patience);
        await using var client = Client("client", Admin, address);
        await client.ConnectAsync().WaitAsync(Patience);
        await using var stranger = MonClient.Start(Sys, Sys.CephMessenger("stranger"), new MonClientOptions { Monitors = [address], Name = Admin, Key = wrong });
        var refusal = await Assert.ThrowsAsync<MonClientException>(() => stranger.ConnectAsync().WaitAsync(Patience));

        var texts = new List<string> { refusal.ToString() };
        while (log.HasMessages)
            texts.Add($"{log.ReceiveOne(TimeSpan.Zero)}");
        Assert.Contains(texts, text => text.Contains("session open", StringComparison.Ordinal));
        Assert.True(_keyring.TryGetKey(Osd, out var osdKey));
        foreach (var key in new[] { Key, osdKey, wrong })
        {
            var text = key.ToBase64();
            var hex = Convert.ToHexString(Convert.FromBase64String(text)[^CryptoKey.AesKeySize..]);
            Assert.DoesNotContain(texts, line => line.Contains(text, StringComparison.Ordinal) || line.Contains(hex, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Server_should_say_what_is_missing_when_it_cannot_start()
    {
        Assert.Contains("no monitor", Refusal("osd", new CephxServerOptions { Keyring = _keyring }), StringComparison.Ordinal);
        Assert.Contains("auth.keyring", Refusal("mon-a", null), StringComparison.Ordinal);
        Assert.Contains("20 s or longer", Refusal("mon-a", new CephxServerOptions { Keyring = _keyring, ServiceTicketLife = TimeSpan.FromSeconds(1) }), StringComparison.Ordinal);
        Assert.Contains("at least 1", Refusal("mon-a", new CephxServerOptions { Keyring = _keyring, FirstGlobalId = 0 }), StringComparison.Ordinal);

        string Refusal(string messenger, CephxServerOptions? options) =>
            Assert.Throws<ArgumentException>(() => CephxServer.Start(Sys, Sys.CephMessenger(messenger), options)).Message;
    }

    private static CryptoKey NewKey() => CryptoKey.FromSecret(RandomNumberGenerator.GetBytes(CryptoKey.AesKeySize));

    private MonClient Client(string messenger, AuthEntityName name, EntityAddress monitor)
    {
        Assert.True(_keyring.TryGetKey(name, out var key));
        return MonClient.Start(Sys, Sys.CephMessenger(messenger), new MonClientOptions { Monitors = [monitor], Name = name, Key = key });
    }

    private async Task<(EntityAddress Address, KeyedMonitor Monitor)> StartMonitorAsync()
    {
        var messenger = Sys.CephMessenger("mon-a");
        var address = (await messenger.BindAsync())[0];
        var monitor = new KeyedMonitor(CephxServer.Start(Sys, messenger, new CephxServerOptions { Keyring = _keyring }), Map(1, new Monitor("a", address, null!, null!)));
        messenger.AddDispatcherTail(Sys.ActorOf(Props.Create(() => new KeyedMonitorActor(monitor))));
        return (address, monitor);
    }

    private sealed class KeyedMonitor(CephxServer server, MonMap map)
    {
        public CephxServer Server => server;

        public MonMap Map => map;

        public volatile Connection? LastClient;
    }

    private sealed class KeyedMonitorActor : ReceiveActor
    {
        public KeyedMonitorActor(KeyedMonitor monitor)
        {
            Receive<MessageReceived>(received =>
            {
                monitor.LastClient = received.Connection;
                if (MAuth.TryDecode(received.Message, out var auth, out _))
                    received.Connection.Send(monitor.Server.Answer(received.Connection, auth).ToMessage());
                else if (monitor.Server.IsAuthenticated(received.Connection))
                    received.Connection.Send(new MMonMap(monitor.Map).ToMessage(features: received.Connection.Features));
            });
            ReceiveAny(_ => { });
        }
    }
}
