using Akka.Actor;
using Akka.Configuration;
using CephActors.Actors;
using CephActors.Tests.Logging;
using CephActors.Tool;
using CephActors.Tool.Serving;

namespace CephActors.Tests.Tool.Serving;

[Collection(SerilogCollection.Name)]
public sealed class ServeSpec : Akka.TestKit.Xunit2.TestKit
{
    private static readonly EntityAddress Anywhere = EntityAddress.Parse("v1:127.0.0.1:0/0");

    public ServeSpec()
        : base(ConfigurationFactory.ParseString("""
            akka.test { single-expect-default = 20s, filter-leeway = 20s }
            akka.loglevel = ERROR
            ceph.messenger { initial-backoff = 10ms, max-backoff = 100ms }
            ceph.messengers {
              client { name = "client.-1", default-policy = lossy-client }
              "osd.3" { name = "osd.3" }
              "mon.0" { name = "mon.0" }
            }
            """))
    {
    }

    [Fact]
    public async Task Command_should_say_first_where_it_listens_and_stop_cleanly_when_told_to()
    {
        using var stop = new CancellationTokenSource();
        var output = new LineWatch("");
        var error = new StringWriter();

        var serving = CommandLine.RunAsync(["serve", "--bind", "127.0.0.1:0/77"], output, error, stop.Token);
        var line = await output.Seen;

        Assert.Matches(@"^listening on v1:127\.0\.0\.1:\d+/77$", line);
        var ping = await ToolRun.Of("ping", line["listening on ".Length..], "--count", "1");
        Assert.Equal(0, ping.ExitCode);

        await stop.CancelAsync();
        Assert.Equal(0, await serving);
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task Command_should_say_so_when_the_address_is_taken()
    {
        await using var server = await PingServer.StartAsync(new ServeOptions(Anywhere, EntityName.Osd(0), Policy.StatelessServer));

        var run = await ToolRun.Of("serve", "--bind", $"v1:127.0.0.1:{server.Addresses[0].Port}");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("cannot listen on v1:127.0.0.1:", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error, '\n');
    }

    [Theory]
    [InlineData("--bind", "nowhere")]
    [InlineData("--bind", "127.0.0.1:0", "--name", "cat.0")]
    [InlineData("--bind", "127.0.0.1:0", "--policy", "kind")]
    [InlineData("--bind", "127.0.0.1:0", "--auth", "cephx")]
    public async Task Command_should_refuse_what_makes_no_sense(params string[] arguments)
    {
        var run = await ToolRun.Of(["serve", .. arguments]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(arguments[^1], run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_should_answer_a_client_with_its_own_data_and_tid()
    {
        await using var server = await PingServer.StartAsync(new ServeOptions(Anywhere, EntityName.Osd(0), Policy.LosslessPeer));
        var messenger = Sys.CephMessenger("client");
        var probe = CreateTestProbe();
        messenger.AddDispatcherTail(probe);

        messenger.ConnectTo(server.Addresses, EntityType.Osd)
            .Send(new CephMessage(MessageType.Ping, default, default, new byte[] { 1, 2, 3 }.AsMemory()) { Tid = 42 });

        var answer = ((MessageReceived)await probe.FishForMessageAsync(m => m is MessageReceived)).Message;
        Assert.Equal((MessageType.Ping, 42UL), (answer.Type, answer.Tid));
        Assert.Equal([1, 2, 3], System.Buffers.BuffersExtensions.ToArray(answer.Data));
        Assert.Equal(EntityName.Osd(0), answer.Source);
        await messenger.ShutdownAsync();
    }

    [Theory]
    [InlineData("lossless-peer", 0)]
    [InlineData("lossless-peer-reuse", 0)]
    [InlineData("stateful-server", 1)]
    [InlineData("stateless-registered-server", 1)]
    [InlineData("stateless-server", 1)]
    public async Task Server_should_not_answer_an_equal_whom_it_would_have_to_dial_to_deliver(string policy, int answers)
    {
        var facts = new ConnectionFacts(EntityAddressVector.Empty, EntityType.Osd, Policy.Parse(policy), CephFeatures.All, true, false);
        var connection = new Connection(1, facts, SendLimits.None);
        var responder = Sys.ActorOf<PingResponder>();

        responder.Tell(new MessageReceived(connection, new CephMessage(MessageType.Ping)));
        await responder.Ask<ActorIdentity>(new Identify(null));

        Assert.Equal(answers, connection.Outbox.HeldMessages);
    }

    [Theory]
    [InlineData("osd.3", EntityType.Osd, "lossless-peer", 0x2e01020042046201)]
    [InlineData("osd.3", EntityType.Client, "stateless-server", 0)]
    [InlineData("osd.3", EntityType.Mon, "stateless-server", 0)]
    [InlineData("mon.0", EntityType.Mon, "lossless-peer", 0)]
    public void Policy_should_be_for_equals_and_demand_of_them_what_a_daemon_demands(string name, EntityType peer, string policy, ulong required)
    {
        var messenger = Sys.CephMessenger(name);

        DaemonPolicies.Apply(messenger, Policy.LosslessPeer);

        Assert.Equal(policy, messenger.GetPolicy(peer).Name);
        Assert.Equal(required, messenger.GetPolicy(peer).FeaturesRequired);
    }
}
