namespace CephActors.Tool.Bench;

/// <summary>Both are pings that carry nothing but the data.</summary>
internal sealed class PingDialect : IBenchDialect
{
    public MessageType RequestType => MessageType.Ping;

    public MessageType ReplyType => MessageType.Ping;

    public Policy ServesClientsBy => Policy.StatefulServer;

    public CephMessage CreateRequest(ulong tid, ReadOnlyMemory<byte> data) => new(MessageType.Ping, default, default, data) { Tid = tid };

    public CephMessage CreateReply(CephMessage request, ReadOnlyMemory<byte> data) => new(MessageType.Ping, default, default, data) { Tid = request.Tid };
}
