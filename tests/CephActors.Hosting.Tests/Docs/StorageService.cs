using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CephActors.Hosting.Tests.Docs;

public static class StorageService
{
    public static IServiceCollection AddStorage(this IServiceCollection services, string bind)
    {
        services.AddHealthChecks();
        services.AddCephMessengers();
        services.AddSingleton<Journal>();
        return services.AddAkka("storage", akka => akka
            .WithCephMessenger(o =>
            {
                o.Name = EntityName.Osd(3);
                o.Bind = bind;                                // such as v1:192.168.0.10:6800
                o.DefaultPolicy = Policy.StatelessServer;
                o.Policies[EntityType.Osd] = Policy.LosslessPeer;
            })
            .WithCephDispatcher<PingDispatcher>(new DispatcherOptions { Types = [MessageType.Ping] })
            .WithCephHealthChecks(o => o.MaxQueueAge = TimeSpan.FromSeconds(5))
            .WithCephMessenger("cluster", o => o.Name = EntityName.Osd(3)));
    }
}

public sealed class PingDispatcher : ReceiveActor
{
    public PingDispatcher(Journal journal) => Receive<MessageReceived>(m =>
    {
        journal.Write($"a ping of {m.Message.Source}");
        m.Connection.Send(new CephMessage(MessageType.Ping) { Tid = m.Message.Tid });
    });
}

public sealed class Replicator(
    CephMessenger messenger,
    [FromKeyedServices("cluster")] CephMessenger cluster,
    IRequiredActor<PingDispatcher> pings)
{
    public CephMessenger Messenger { get; } = messenger;

    public CephMessenger Cluster { get; } = cluster;

    public Task<IActorRef> PingsAsync() => pings.GetAsync();
}

public sealed class Journal
{
    private readonly TaskCompletionSource<string> _first = new();

    public Task<string> First => _first.Task;

    public void Write(string line) => _first.TrySetResult(line);
}
