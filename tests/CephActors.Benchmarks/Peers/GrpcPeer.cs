using System.Diagnostics;
using System.Net;
using CephActors.Tool.Bench;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CephActors.Benchmarks.Peers;

/// <summary>One gRPC call that streams both ways, over HTTP/2 without TLS, with raw bytes as messages.</summary>
internal sealed class GrpcPeer : IPeer
{
    /// <summary>HTTP/2 may have this much on its way; the usual 96 KiB would wait for updates of the window.</summary>
    private const int Window = 16 << 20;

    public async Task<IPeerServer> ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.Http2.InitialConnectionWindowSize = Window;
            kestrel.Limits.Http2.InitialStreamWindowSize = Window;
            kestrel.Limits.Http2.MaxFrameSize = 1 << 20;
        });
        builder.Services.AddGrpc(o => o.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton<GrpcExchange>();
        var application = builder.Build();
        application.MapGrpcService<GrpcExchange>();
        await application.StartAsync();
        return new Server(application);
    }

    public async Task AskAsync(IPEndPoint server, BenchLoad load, RequestLedger ledger, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress($"http://{server}", new GrpcChannelOptions
        {
            MaxSendMessageSize = null,
            HttpHandler = new SocketsHttpHandler { InitialHttp2StreamWindowSize = Window },
        });
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(GrpcExchange.Method, null, new CallOptions(cancellationToken: cancellationToken));
        var data = new byte[load.Size];
        for (var i = 0; i < load.Depth; i++)
            await AskAsync();
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            ledger.Received(Stopwatch.GetTimestamp());
            await AskAsync();
        }

        throw new IOException("the server has ended the call");

        Task AskAsync()
        {
            ledger.Sent(Stopwatch.GetTimestamp());
            return call.RequestStream.WriteAsync(data, cancellationToken);
        }
    }

    private sealed class Server(WebApplication application) : IPeerServer
    {
        public int Port { get; } = new Uri(application.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

        public long Answered => application.Services.GetRequiredService<GrpcExchange>().Answered;

        public ValueTask DisposeAsync() => application.DisposeAsync();
    }
}
