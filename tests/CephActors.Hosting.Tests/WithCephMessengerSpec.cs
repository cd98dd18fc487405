using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace CephActors.Hosting.Tests;

public sealed class WithCephMessengerSpec
{
    [Fact]
    public async Task Messengers_should_be_services_by_name()
    {
        await using var host = await TestHost.StartAsync(akka => akka
            .WithCephMessenger(o => o.Name = EntityName.Osd(1))
            .WithCephMessenger("cluster", o => o.Name = EntityName.Osd(2)));

        Assert.Same(host.System.CephMessenger(), host.Services.GetRequiredService<CephMessenger>());
        Assert.Same(host.System.CephMessenger("cluster"), host.Services.GetRequiredKeyedService<CephMessenger>("cluster"));
        Assert.Equal(EntityName.Osd(1), host.Services.GetRequiredService<CephMessenger>().EntityName);
        Assert.Equal(EntityName.Osd(2), host.Services.GetRequiredKeyedService<CephMessenger>("cluster").EntityName);
    }

    [Fact]
    public async Task Messenger_that_was_not_added_should_be_no_service()
    {
        await using var host = await TestHost.StartAsync(akka => akka.WithCephMessenger("public"));

        Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<CephMessenger>());
        var refused = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredKeyedService<CephMessenger>("pubic"));
        Assert.Contains("WithCephMessenger(\"pubic\")", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_messenger_of_a_name_should_be_refused()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => TestHost.StartAsync(akka => akka.WithCephMessenger("a").WithCephMessenger("a")));

        Assert.Contains("'a'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messenger_should_listen_only_when_it_is_told_where()
    {
        await using var host = await TestHost.StartAsync(akka => akka
            .WithCephMessenger("listens", o => o.Bind = "v1:127.0.0.1:0")
            .WithCephMessenger("connects"));

        Assert.True(host.System.CephMessenger("listens").IsBound);
        Assert.NotEqual(0, host.System.CephMessenger("listens").OwnAddresses[0].Port);
        Assert.False(host.System.CephMessenger("connects").IsBound);
    }

    [Fact]
    public async Task Host_should_not_start_when_a_messenger_cannot_listen()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"v1:{taken.LocalEndpoint}";

        var refused = await Assert.ThrowsAsync<CephMessengerException>(() => TestHost.StartAsync(akka => akka.WithCephMessenger(o =>
            (o.Bind, o.BindRetryCount, o.BindRetryDelay) = (address, 1, TimeSpan.Zero))));

        Assert.Contains(address, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messenger_should_have_ended_when_the_host_has_stopped()
    {
        var host = await TestHost.StartAsync(akka => akka.WithCephMessenger(o => o.Bind = "v1:127.0.0.1:0"));
        CephMessenger messenger = host.System.CephMessenger();

        await host.DisposeAsync();

        Assert.True(messenger.Completion.IsCompletedSuccessfully);
        Assert.False(messenger.IsBound);
    }
}
