using CephActors.Actors;
using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>Messengers that authenticate each other with cephx, over protocol v2 in each form of its frames, over TCP.</summary>
public sealed class ModesV2Spec(ITestOutputHelper output) : MessengerTest(output, settings: "akka.loglevel = INFO")
{
    private const string Faults = "injection { allowed = on, socket-failures = 15, seed = 5 }";
    private const int Reconnects = 8;

    private static readonly byte[] Marker = "not for everybody's eyes"u8.ToArray();
    private static readonly CryptoKey Secret = CryptoKey.FromSecret("osd service key "u8);

    private readonly TappedTransport _wire = new();

    // Who knows revision 2.0 only: nobody, the one that dials first, or the other one.
    [Theory]
    [InlineData("crc", "")]
    [InlineData("secure", "")]
    [InlineData("crc", "osd.1")]
    [InlineData("crc", "osd.2")]
    [InlineData("secure", "osd.1")]
    [InlineData("secure", "osd.2")]
    public async Task Messages_should_arrive_once_and_in_order_and_be_as_private_as_the_mode_when_sockets_fail(string mode, string oldest)
    {
        var a = await StartAsync("osd.1", mode, oldest);
        var b = await StartAsync("osd.2", mode, oldest);
        var toB = a.ConnectTo(b);
        toB.Send(Numbered(1));
        var toA = (await b.ExpectAsync<MessageReceived>()).Connection;

        ulong last = 1;
        while ((await toB.DumpAsync().WaitAsync(Patience))!.Reconnects < Reconnects)
        {
            toB.Send(Numbered(++last));
            toA.Send(Numbered(last));
            if (last % 10 == 0)
                await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == last);
        }

        a.Messenger.Inject(FaultInjection.None);
        b.Messenger.Inject(FaultInjection.None);
        toB.Send(Numbered(++last));
        toA.Send(Numbered(last));
        await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == last);
        await a.ExpectAsync<MessageReceived>(m => m.Message.Tid == last);
        await b.FenceAsync();
        await a.FenceAsync();
        Check(b, 1, last);
        Check(a, 2, last);
        Assert.Equal(mode == "crc", _wire.HasHeard(Marker));
        Assert.Equal(oldest.Length > 0, _wire.HasHeard(new Banner(0, 0).Encode()));
    }

    [Fact]
    public async Task Nothing_should_be_said_when_one_side_insists_on_secure_mode_and_the_other_has_only_crc()
    {
        var a = await StartAsync("osd.1", "crc");
        var b = await StartAsync("osd.2", "secure");
        a.Messenger.Inject(FaultInjection.None);
        b.Messenger.Inject(FaultInjection.None);
        var toB = a.ConnectTo(b);
        toB.Send(Numbered(1));
        await UntilAsync(() => a.Messenger.Services.Watch.Counters.Faults >= 3);
        Assert.Contains("the osd takes cephx in mode secure, and was offered cephx in mode crc", (await toB.DumpAsync())!.LastFault, StringComparison.Ordinal);
        Assert.False(toB.IsConnected);
        Assert.False(_wire.HasHeard(Marker));
        Assert.Empty(b.Messages);
        toB.MarkDown();
    }

    private static CephMessage Numbered(ulong tid) => new(MessageType.Ping, Marker, default, new byte[tid % 7 * 9000]) { Tid = tid };

    private static void Check(Party party, ulong first, ulong last)
    {
        Assert.Equal(Enumerable.Range((int)first, (int)(last - first + 1)).Select(i => (ulong)i), party.Messages.Select(m => m.Tid));
        Assert.All(party.Messages, m =>
        {
            Assert.Equal(Marker, m.Front.ToArray());
            Assert.Equal((long)(m.Tid % 7 * 9000), m.Data.Length);
        });
        Assert.DoesNotContain(party.Seen, e => e is ConnectionRemoteReset);
    }

    private async Task<Party> StartAsync(string name, string mode, string oldest = "")
    {
        var revision = name == oldest ? 0 : 1;
        var party = Create(name, $"auth.cluster-required = [cephx]\nmodes.cluster = [{mode}]\nmsgr2-revision = {revision}\n{Faults}", _wire);
        var session = party.Messenger.Services.Session;
        var mint = new LocalTicketMint(EntityType.Osd, Secret, 1, SessionContextFactory.Random);
        var tickets = mint.IssueStore(AuthEntityName.Parse(name), 4100, Sys.Scheduler.Now, TimeSpan.FromHours(1));
        session.AuthorizerSource = new CephxAuthorizerSource(tickets, SessionContextFactory.Random, () => Sys.Scheduler.Now);
        session.AuthorizerVerifier = new CephxAuthorizerVerifier(() => new ServiceSecrets(EntityType.Osd, Secret), SessionContextFactory.Random);
        await party.Messenger.BindAsync(AnyV2Port).WaitAsync(Patience);
        return party;
    }
}
