using CephActors.Docs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CephActors.Hosting.Tests.Docs;

/// <summary>What the package's README, and the README of the whole, show of hosting compiles and works.</summary>
public sealed class HostingPageSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Code_of_the_page_should_be_the_code_compiled_here()
    {
        Assert.NotEmpty(CodeBlocks.Of("Hosting.md", "csharp"));
        Assert.Empty(CodeBlocks.NotIn("Hosting.md", "StorageService.cs"));
    }

    [Fact]
    public async Task Host_of_the_readme_should_greet_who_asks()
    {
        Assert.Empty(CodeBlocks.NotIn("README.md", "GreeterHost.cs", "ReadmeExample.cs"));
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddGreeter();
        using var host = builder.Build();
        await host.StartAsync().WaitAsync(Patience);
        var system = host.Services.GetRequiredService<Akka.Actor.ActorSystem>();

        Assert.Equal("hello", await CephActors.Tests.Readme.AskerClient.AskAsync(system, system.CephMessenger("greeter").OwnAddresses, "hello"));
        await host.StopAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task Service_of_the_page_should_answer_a_ping()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddStorage("v1:127.0.0.1:0").AddSingleton<Replicator>();
        using var host = builder.Build();
        await host.StartAsync().WaitAsync(Patience);
        var replicator = host.Services.GetRequiredService<Replicator>();

        replicator.Cluster.SetDefaultPolicy(Policy.LosslessPeer);
        replicator.Cluster.ConnectTo(replicator.Messenger.OwnAddresses, EntityType.Osd).Send(new CephMessage(MessageType.Ping));

        Assert.Equal("a ping of osd.3", await host.Services.GetRequiredService<Journal>().First.WaitAsync(Patience));
        Assert.False((await replicator.PingsAsync()).Equals(Akka.Actor.ActorRefs.Nobody));
        await host.StopAsync().WaitAsync(Patience);
    }
}
