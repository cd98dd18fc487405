using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CephActors.Hosting.Tests;

/// <summary>A real host with an actor system in it.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private TestHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public ActorSystem System => Services.GetRequiredService<ActorSystem>();

    public static async Task<TestHost> StartAsync(Action<AkkaConfigurationBuilder> configure, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddCephMessengers();
        services?.Invoke(builder.Services);
        builder.Services.AddAkka("hosted", akka =>
        {
            akka.AddHocon("akka.loglevel = ERROR, akka.stdout-loglevel = OFF", HoconAddMode.Append);
            configure(akka);
        });
        var host = new TestHost(builder.Build());
        try
        {
            await host._host.StartAsync().WaitAsync(Patience);
        }
        catch
        {
            host._host.Dispose();
            throw;
        }

        return host;
    }

    public Task StopAsync() => _host.StopAsync().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
    }
}
