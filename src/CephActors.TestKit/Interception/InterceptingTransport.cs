using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>Another transport, with an <see cref="Interceptor"/> between its sockets and the messenger.</summary>
internal sealed class InterceptingTransport(ByteTransport inner, Interceptor interceptor) : ByteTransport
{
    /// <summary>Every call counts as an attempt: a messenger materializes each flow once.</summary>
    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(IPEndPoint remote, SocketSettings settings)
    {
        var pass = interceptor.Pass(InterceptedPosition.Write(InterceptionPoint.SocketConnecting), null);
        return pass.Action is InterceptionAction.Fault
            ? Flow.FromGraph(new FailedConnectStage(new SocketException((int)SocketError.TimedOut)))
            : Intercept(inner.Connect(remote, settings));
    }

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        inner.Bind(local, settings).Select(Accept);

    private IncomingSocket Accept(IncomingSocket socket)
    {
        var pass = interceptor.Pass(InterceptedPosition.Read(InterceptionPoint.SocketAccepted), socket.Info);
        var stage = new InterceptorStage(interceptor, new FrameRecognizer(connector: false), pass.Action) { Socket = socket.Info };
        return socket with { Flow = socket.Flow.JoinMaterialized(BidiFlow.FromGraph(stage), Keep.Left) };
    }

    private Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Intercept(
        Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> flow)
    {
        var stage = new InterceptorStage(interceptor, new FrameRecognizer(connector: true), InterceptionAction.None);
        return flow.JoinMaterialized(BidiFlow.FromGraph(stage), (established, _) => NameAsync(stage, established));
    }

    /// <summary>The messenger learns of its socket through this task, so passes never come before their socket has a name.</summary>
    private static async Task<SocketInfo> NameAsync(InterceptorStage stage, Task<SocketInfo> established) =>
        stage.Socket = await established.ConfigureAwait(false);
}
