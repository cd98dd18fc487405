using CephActors.Auth;

namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>
/// A probe asked a real OSD of Ceph 16.2.15 for everything that can be refused; the recording is v1-none-session-refusals. Our
/// acceptor answers each line with the same bytes.
/// </summary>
public class RefusalDialogueSpec
{
    private const int Hello = 145;
    private const int Connect = 51;
    private const int Reply = 26;
    private const int Sequence = 8;
    private readonly TestNet _net = new();
    private readonly TestMessenger _osd;

    public RefusalDialogueSpec()
    {
        // The cluster messenger of osd.0: peers are lossless, everybody else a stateless client, nobody comes without authorizer.
        _osd = new TestMessenger(_net, new ProbeSetup
        {
            Name = EntityName.Osd(0),
            OwnAddress = "v1:127.0.0.1:16801/27273",
            Policy = Policy.StatelessServer,
            Verifier = new NoneAuthorizerVerifier(_ => false),
        });
        _osd.Context.Policies.Set(EntityType.Osd, Policy.LosslessPeer with { FeaturesRequired = 0x2e01020042046201 });
        // It had connected to somebody before.
        _osd.Context.GlobalSeq.Next();
    }

    [Fact]
    public void Acceptor_should_answer_as_a_real_OSD_does_when_everything_is_asked_that_can_be_refused()
    {
        // 1-4: connect_seq 5 without a session, protocol versions 99 and 24, features 0.
        foreach (var stream in new[] { 1, 2, 3, 4 })
            Refused(stream);

        // 5-6: A opens, then comes with an older global_seq.
        var a = Dial(5);
        Opens(a);
        a.Close();
        Refused(6);

        // 7-12: B opens and is cut; it comes back with connect_seq 1, 1, 2 of an old global_seq, 2, and 9.
        OpensAndIsCut(7);
        foreach (var stream in new[] { 8, 9, 10, 11, 12 })
            Refused(stream);

        // 13-14: D opens and is cut; it restarts and is told to retry.
        OpensAndIsCut(13);
        var d = Dial(14);
        d.Say(Connect, Reply);

        // 15-17: E is open when E2 takes its session over; E3 has to wait as long as that is not decided.
        var e = Dial(15);
        Opens(e);
        e.SayMessage();
        var e2 = Dial(16);
        e2.Say(Connect, Reply);
        Assert.True(e.IsClosed);
        var e3 = Dial(17);
        e3.Say(Connect, Reply);

        // 14 again: D gets READY without exchange of numbers. 17 again: still RETRY_GLOBAL.
        d.Say(Connect, Reply);
        e3.Say(Connect, Reply);
        foreach (var peer in new[] { d, e2, e3 })
            peer.Close();

        // 18-20: H comes back by RETRY_SESSION, RETRY_GLOBAL and SEQ with our in_seq; then insists on the wrong number.
        OpensAndIsCut(18);
        var h = Dial("client.bin", "server.bin");
        h.Say(Connect, Reply);
        h.Say(Connect, Reply);
        h.Say(Connect, Reply + Sequence);
        h.Say(Sequence, 0);
        h.Close();
        var again = Dial(20);
        again.Say(Connect, Reply);
        again.Say(Connect, Reply);
        again.Close();

        // 21-24: the lossy flag of a peer is not heeded; no authorizer; one of cephx; a client on the same messenger.
        var e4 = Dial(21);
        Opens(e4);
        var none = Dial(22);
        none.Say(33, Reply);
        var cephx = Dial(23);
        cephx.Say(37, Reply);
        var client = Dial(24);
        Opens(client);

        Assert.Equal(0, _osd.Losses);
    }

    private void Refused(int stream)
    {
        var peer = Dial(stream);
        peer.Say(Connect, Reply);
        peer.Close();
    }

    private void OpensAndIsCut(int stream)
    {
        var peer = Dial(stream);
        Opens(peer);
        peer.SayMessage();
        peer.Close();
    }

    private static void Opens(ScriptedPeer peer)
    {
        peer.Say(Connect, Reply + Sequence);
        peer.Say(Sequence, 0);
    }

    private ScriptedPeer Dial(int stream) => Dial($"stream-{stream}.client.bin", $"stream-{stream}.server.bin");

    private ScriptedPeer Dial(string said, string answered)
    {
        var peer = new ScriptedPeer(_net, _osd, Read(said), Read(answered));
        peer.Say(Hello, 0);
        return peer;
    }

    private static byte[] Read(string file) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures", "v1-none-session-refusals", file));
}
