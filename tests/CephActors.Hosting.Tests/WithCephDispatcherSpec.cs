using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CephActors.Hosting.Tests;

public sealed class WithCephDispatcherSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Dispatcher_should_have_the_services_of_the_host_and_be_found_in_it()
    {
        await using var host = await TestHost.StartAsync(
            akka => akka
                .WithCephMessenger("server", o => (o.Name, o.Bind, o.DefaultPolicy) = (EntityName.Osd(0), "v1:127.0.0.1:0", Policy.StatelessServer))
                .WithCephDispatcher<Echo>()
                .WithCephMessenger("client", o => o.DefaultPolicy = Policy.LossyClient),
            services => services.AddSingleton<Greeting>());
        CephMessenger server = host.System.CephMessenger("server"), client = host.System.CephMessenger("client");
        var answer = new TaskCompletionSource<CephMessage>();
        client.AddDispatcherTail(host.System.ActorOf(Props.Create(() => new Listener(answer))));

        Assert.True(server.IsBound);
        client.ConnectTo(server.OwnAddresses, EntityType.Osd).Send(new CephMessage(MessageType.Ping, "hello"u8.ToArray()));

        Assert.Equal("re: hello", System.Text.Encoding.UTF8.GetString((await answer.Task.WaitAsync(Patience)).Front.Span));
        IActorRef required = await host.Services.GetRequiredService<IRequiredActor<Echo>>().GetAsync().WaitAsync(Patience);
        Assert.Equal("ceph-dispatcher-server-Echo", required.Path.Name);
    }

    [Fact]
    public async Task Dispatchers_should_be_offered_messages_in_the_order_of_the_calls_and_by_type()
    {
        var pings = new TaskCompletionSource<CephMessage>();
        var others = new TaskCompletionSource<CephMessage>();
        await using var host = await TestHost.StartAsync(akka => akka
            .WithCephMessenger()
            .WithCephMessenger("other")
            .WithActors((system, registry) => registry.Register<Listener>(system.ActorOf(Props.Create(() => new Listener(pings)))))
            .WithCephDispatcher(registry => registry.Get<Listener>(), new DispatcherOptions { Types = [MessageType.Ping] }, messenger: "default")
            .WithCephDispatcher<WithCephDispatcherSpec>((_, _, _) => Props.Create(() => new Listener(others)), messenger: "default"));

        Connection loopback = host.System.CephMessenger().Loopback;
        loopback.Send(new CephMessage(MessageType.Ping) { Tid = 1 });
        loopback.Send(new CephMessage(MessageType.MonMap) { Tid = 2 });

        Assert.Equal(1ul, (await pings.Task.WaitAsync(Patience)).Tid);
        Assert.Equal(2ul, (await others.Task.WaitAsync(Patience)).Tid);
    }

    [Fact]
    public async Task Fast_dispatcher_should_be_a_service_of_the_host()
    {
        var fast = new FastListener();
        await using var host = await TestHost.StartAsync(
            akka => akka.WithCephMessenger().WithCephFastDispatcher<FastListener>(),
            services => services.AddSingleton(fast));

        host.System.CephMessenger().Loopback.Send(new CephMessage(MessageType.Ping) { Tid = 3 });

        Assert.Equal(3ul, (await fast.First.Task.WaitAsync(Patience)).Tid);
    }

    [Fact]
    public async Task Host_should_not_start_when_a_fast_dispatcher_is_no_service()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestHost.StartAsync(akka => akka.WithCephMessenger().WithCephFastDispatcher<FastListener>()));

        Assert.Contains("AddSingleton<FastListener>", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispatcher_should_be_refused_when_there_is_no_messenger_before_it()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(akka => akka.WithCephDispatcher<Echo>()));

        Assert.Contains("call WithCephMessenger before", refused.Message, StringComparison.Ordinal);
    }

    private sealed class FastListener : IFastDispatcher
    {
        public TaskCompletionSource<CephMessage> First { get; } = new();

        public bool CanFastDispatch(MessageType type) => true;

        public void FastDispatch(Connection connection, CephMessage message) => First.TrySetResult(message);
    }
}
