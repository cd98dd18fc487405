using System.Buffers;
using Grpc.Core;

namespace CephActors.Benchmarks.Peers;

/// <summary>The gRPC service: bytes for bytes, in order.</summary>
[BindServiceMethod(typeof(GrpcExchange), nameof(Bind))]
internal class GrpcExchange
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(
        (data, context) =>
        {
            context.SetPayloadLength(data.Length);
            context.GetBufferWriter().Write(data);
            context.Complete();
        },
        context => context.PayloadAsNewBuffer());

    private readonly byte[] _reply = new byte[PeerWork.ReplySize];
    private long _answered;

    public static Method<byte[], byte[]> Method { get; } = new(MethodType.DuplexStreaming, "peer", nameof(Exchange), Bytes, Bytes);

    public long Answered => Interlocked.Read(ref _answered);

    public static void Bind(ServiceBinderBase binder, GrpcExchange? service) =>
        binder.AddMethod(Method, service is null ? null! : service.Exchange);

    // The server finds it by its name, among virtual methods only.
    public virtual async Task Exchange(IAsyncStreamReader<byte[]> requests, IServerStreamWriter<byte[]> replies, ServerCallContext context)
    {
        while (await requests.MoveNext(context.CancellationToken))
        {
            Interlocked.Increment(ref _answered);
            await replies.WriteAsync(_reply, context.CancellationToken);
        }
    }
}
