using Akka.Actor;
using Akka.Configuration;
using CephActors;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Telemetry;

// Telemetry         a client and a server exchange pings; metrics and traces come out on the console at the end
// Telemetry otlp    the same, to a collector: OTEL_EXPORTER_OTLP_ENDPOINT, http://localhost:4317 by default
var isOtlp = args is ["otlp"];
if (args.Length > 0 && !isOtlp)
{
    Console.Error.WriteLine("usage: Telemetry [otlp]");
    return 2;
}

var resource = ResourceBuilder.CreateDefault().AddService("cephactors-sample");
using var metrics = With(Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(CephActorsDiagnostics.MeterName));
using var traces = WithTraces(Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
    .AddSource(CephActorsDiagnostics.ActivitySourceName).AddSource(Asker.Source.Name));

using var system = ActorSystem.Create("telemetry", ConfigurationFactory.ParseString("""
    akka.loglevel = WARNING
    ceph.messenger.tracing.propagate = on
    ceph.messengers {
      server { name = "osd.0",     default-policy = stateless-server }
      client { name = "client.-1", default-policy = lossy-client }
    }
    """));
var server = system.CephMessenger("server");
server.AddDispatcherTail(system.ActorOf<Answerer>("answerer"));
var address = await server.BindAsync(EntityAddress.Parse("v1:127.0.0.1:0"));

var done = new TaskCompletionSource();
var client = system.CephMessenger("client");
client.AddDispatcherTail(system.ActorOf(Props.Create(() => new Asker(client, address, 10, done)), "asker"));
await done.Task;

metrics.ForceFlush();
traces.ForceFlush();
await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
return 0;

MeterProvider With(MeterProviderBuilder builder) => (isOtlp ? builder.AddOtlpExporter() : builder.AddConsoleExporter()).Build();

TracerProvider WithTraces(TracerProviderBuilder builder) => (isOtlp ? builder.AddOtlpExporter() : builder.AddConsoleExporter()).Build();
