using Akka.Hosting;
using CephActors.Tests.Readme;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CephActors.Hosting.Tests.Docs;

public static class GreeterHost
{
    public static IHostApplicationBuilder AddGreeter(this IHostApplicationBuilder host)
    {
        host.Services.AddHealthChecks();
        host.Services.AddAkka("greetings", akka => akka
            .WithCephMessenger("greeter", o =>
            {
                o.Name = EntityName.Osd(0);
                o.Bind = "v1:127.0.0.1:0";
                o.DefaultPolicy = Policy.StatelessServer;
            })
            .WithCephDispatcher<Greeter>()
            .WithCephHealthChecks());
        return host;
    }
}
