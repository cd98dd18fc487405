namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>
/// A conversation is cut at every point, once and twice, and at random: a lossless session delivers everything once and in order, or
/// says that it was reset; a lossy one repeats nothing.
/// </summary>
public class WiredCutSpec
{
    [Theory]
    [InlineData("lossless-peer", "lossless-peer", true)]
    [InlineData("lossless-peer-reuse", "lossless-peer-reuse", false)]
    [InlineData("lossless-client", "stateful-server", false)]
    [InlineData("lossless-client", "lossless-peer", false)]
    [InlineData("lossy-client", "stateless-registered-server", false)]
    [InlineData("lossy-client", "stateless-server", false)]
    public void Conversation_should_be_whole_or_reported_lost_when_it_is_cut_anywhere(string connector, string acceptor, bool neverLost)
    {
        foreach (var told in Enum.GetValues<Told>())
        {
            var steps = Converse(connector, acceptor, told, neverLost);
            Assert.True(steps > 10);
            for (long first = 0; first < steps; first++)
            {
                Converse(connector, acceptor, told, neverLost, first);
                for (var second = first + 1; second < first + steps + 10; second++)
                    Converse(connector, acceptor, told, neverLost, first, second);
            }
        }
    }

    [Theory]
    [InlineData("lossless-peer", "lossless-peer", true)]
    [InlineData("lossless-peer-reuse", "lossless-peer-reuse", false)]
    [InlineData("lossless-client", "stateful-server", false)]
    [InlineData("lossy-client", "stateless-registered-server", false)]
    public void Conversation_should_be_whole_or_reported_lost_when_it_is_cut_at_random(string connector, string acceptor, bool neverLost)
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var net = new TestNet(seed);
            var conversation = new Conversation(net, connector, acceptor, count: 12);
            var cuts = random.Next(8);
            net.BeforeStep = () =>
            {
                switch (random.Next(30))
                {
                    case < 4: conversation.ConnectorSays(); break;
                    case < 8: conversation.AcceptorSays(); break;
                    case 8 when cuts-- > 0: conversation.Cut((Told)random.Next(3)); break;
                }
            };
            conversation.ConnectorSays();
            net.Settle();
            // Whatever was not said while things happened is said in the end.
            net.BeforeStep = null;
            conversation.SayEverything();
            conversation.Finish($"{connector} to {acceptor}, seed {seed}");
            Assert.True(!neverLost || conversation.Losses == 0, $"seed {seed}");
        }
    }

    private static long Converse(string connector, string acceptor, Told told, bool neverLost, params long[] cuts)
    {
        var net = new TestNet();
        var conversation = new Conversation(net, connector, acceptor, count: 3);
        net.BeforeStep = () =>
        {
            if (cuts.Contains(net.Steps))
                conversation.Cut(told);
        };
        conversation.Acceptor.Accepted = _ =>
        {
            for (var i = 0; i < 3; i++)
                conversation.AcceptorSays();
        };

        for (var i = 0; i < 3; i++)
            conversation.ConnectorSays();
        var because = $"{connector} to {acceptor}, {told} told, cut at {string.Join(", ", cuts)}";
        conversation.Finish(because);
        Assert.True(!neverLost || conversation.Losses == 0, because);
        return net.Steps;
    }
}
