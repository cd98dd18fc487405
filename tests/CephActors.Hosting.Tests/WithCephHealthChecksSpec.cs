using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CephActors.Hosting.Tests;

public sealed class WithCephHealthChecksSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Messenger_should_be_healthy_when_it_listens_and_nothing_waits()
    {
        await using var host = await StartAsync(akka => akka.WithCephMessenger("osd", o => o.Bind = "v1:127.0.0.1:0").WithCephHealthChecks());

        HealthReport report = await CheckAsync(host);

        Assert.Equal(["ceph-osd-bound", "ceph-osd-dispatch", "ceph-osd-sessions"], report.Entries.Keys.Order());
        Assert.All(report.Entries.Values, e => Assert.Equal(HealthStatus.Healthy, e.Status));
        Assert.Equal(["akka", "ceph", "ready"], report.Entries["ceph-osd-bound"].Tags.Order());
        Assert.Equal(["akka", "ceph", "live"], report.Entries["ceph-osd-dispatch"].Tags.Order());
        Assert.Equal($"Listens on {host.System.CephMessenger("osd").OwnAddresses}.", report.Entries["ceph-osd-bound"].Description);
    }

    [Fact]
    public async Task Messenger_should_fail_its_checks_when_it_was_shut_down()
    {
        await using var host = await StartAsync(akka => akka
            .WithCephMessenger(o => o.Bind = "v1:127.0.0.1:0")
            .WithCephHealthChecks(o => o.FailureStatus = HealthStatus.Degraded));
        await host.System.CephMessenger().ShutdownAsync().WaitAsync(Patience);

        HealthReport report = await CheckAsync(host);

        Assert.All(report.Entries.Values, e => Assert.Equal(HealthStatus.Degraded, e.Status));
        Assert.False(host.System.TryGetCephMessenger(CephMessengerExtensions.DefaultName, out _));
    }

    [Fact]
    public async Task Sessions_should_fail_when_none_of_the_peers_is_reached()
    {
        var refused = new TaskCompletionSource<CephMessage>();
        await using var host = await StartAsync(akka => akka.WithCephMessenger().WithCephHealthChecks());
        CephMessenger messenger = host.System.CephMessenger();
        messenger.AddDispatcherTail(host.System.ActorOf(Props.Create(() => new Listener(refused))));
        messenger.ConnectTo(EntityAddress.Parse("v1:127.0.0.1:1"), EntityType.Osd);
        await Assert.ThrowsAsync<IOException>(() => refused.Task.WaitAsync(Patience));

        HealthReportEntry sessions = (await CheckAsync(host)).Entries["ceph-default-sessions"];

        Assert.Equal(HealthStatus.Unhealthy, sessions.Status);
        Assert.Equal((1, 0), (sessions.Data["connections"], sessions.Data["open"]));
    }

    [Fact]
    public async Task Sessions_should_fail_when_fewer_are_open_than_must_be()
    {
        await using var host = await StartAsync(akka => akka.WithCephMessenger().WithCephHealthChecks(o => o.MinOpenSessions = 1));

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Entries["ceph-default-sessions"].Status);
    }

    [Fact]
    public async Task Sessions_should_be_those_of_accepted_clients_too()
    {
        var answered = new TaskCompletionSource<CephMessage>();
        await using var host = await StartAsync(akka => akka
            .WithCephMessenger("client", o => o.DefaultPolicy = Policy.LossyClient)
            .WithCephMessenger("server", o => (o.Name, o.Bind, o.DefaultPolicy) = (EntityName.Osd(1), "v1:127.0.0.1:0", Policy.StatelessServer))
            .WithCephDispatcher<Echo>((_, _, _) => Props.Create(() => new Echo(new Greeting())))
            .WithCephHealthChecks(o => o.MinOpenSessions = 1));
        CephMessenger client = host.System.CephMessenger("client");
        client.AddDispatcherTail(host.System.ActorOf(Props.Create(() => new Listener(answered))));
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Entries["ceph-server-sessions"].Status);

        client.ConnectTo(host.System.CephMessenger("server").OwnAddresses, EntityType.Osd).Send(new CephMessage(MessageType.Ping));
        await answered.Task.WaitAsync(Patience);

        HealthReportEntry sessions = (await CheckAsync(host)).Entries["ceph-server-sessions"];
        Assert.Equal(HealthStatus.Healthy, sessions.Status);
        Assert.Equal((1, 0, 1), (sessions.Data["connections"], sessions.Data["registered"], sessions.Data["open"]));
    }

    [Fact]
    public async Task Dispatch_should_fail_when_a_message_has_waited_too_long()
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var host = await StartAsync(akka => akka
            .WithCephMessenger(o => o.DispatchWindow = 1)
            .WithCephDispatcher<Stuck>((_, _, _) => Props.Create(() => new Stuck(reached, release.Task)))
            .WithCephHealthChecks(o => o.MaxQueueAge = TimeSpan.Zero));
        Connection loopback = host.System.CephMessenger().Loopback;
        loopback.Send(new CephMessage(MessageType.Ping));
        await reached.Task.WaitAsync(Patience);
        loopback.Send(new CephMessage(MessageType.Ping));

        HealthReportEntry dispatch;
        do
            dispatch = (await CheckAsync(host)).Entries["ceph-default-dispatch"];
        while (dispatch.Data["length"] is 0);

        Assert.Equal(HealthStatus.Unhealthy, dispatch.Status);
        release.SetResult();
    }

    [Fact]
    public void Bounds_should_be_refused_when_they_are_negative()
    {
        var options = new CephHealthCheckOptions();

        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxQueueAge = TimeSpan.FromTicks(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MinOpenSessions = -1);
    }

    private static Task<TestHost> StartAsync(Action<AkkaConfigurationBuilder> configure) =>
        TestHost.StartAsync(configure, services => services.AddHealthChecks());

    private static Task<HealthReport> CheckAsync(TestHost host) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().WaitAsync(Patience);

    private sealed class Stuck : ReceiveActor
    {
        public Stuck(TaskCompletionSource reached, Task release) => ReceiveAsync<MessageReceived>(async _ =>
        {
            reached.TrySetResult();
            await release;
        });
    }
}
