using System.Buffers;
using Akka.Streams;
using Akka.Streams.Stage;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>
/// Stands between a messenger and one socket:
/// <code>
///  messenger --> ToSend   --> Sent     --> transport
///            &lt;-- Received &lt;-- Receive  &lt;--
/// </code>
/// </summary>
internal sealed class InterceptorStage
    : GraphStage<BidiShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>, ReadOnlySequence<byte>, ReadOnlySequence<byte>>>
{
    private volatile SocketInfo? _socket;

    /// <param name="interceptor">Counts, and says what to do.</param>
    /// <param name="recognizer">Follows the bytes of this socket.</param>
    /// <param name="atOnce">What to do before the first byte.</param>
    public InterceptorStage(Interceptor interceptor, FrameRecognizer recognizer, InterceptionAction atOnce)
    {
        Interceptor = interceptor;
        Recognizer = recognizer;
        AtOnce = atOnce;
        Shape = new(Receive, Received, ToSend, Sent);
    }

    public Inlet<ReadOnlySequence<byte>> ToSend { get; } = new("Interceptor.toSend");

    public Outlet<ReadOnlySequence<byte>> Sent { get; } = new("Interceptor.sent");

    public Inlet<ReadOnlySequence<byte>> Receive { get; } = new("Interceptor.receive");

    public Outlet<ReadOnlySequence<byte>> Received { get; } = new("Interceptor.received");

    public Interceptor Interceptor { get; }

    public FrameRecognizer Recognizer { get; }

    public InterceptionAction AtOnce { get; }

    /// <summary>The socket, once it is established.</summary>
    public SocketInfo? Socket
    {
        get => _socket;
        set => _socket = value;
    }

    public override BidiShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>, ReadOnlySequence<byte>, ReadOnlySequence<byte>> Shape { get; }

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new InterceptorStageLogic(this);
}
