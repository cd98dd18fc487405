namespace CephActors.Tool.Bench;

/// <summary>How a request and its reply look on the wire, so that others' benches can take part.</summary>
internal interface IBenchDialect
{
    /// <summary>The type of every request.</summary>
    public MessageType RequestType { get; }

    /// <summary>The type of every reply.</summary>
    public MessageType ReplyType { get; }

    /// <summary>How a server of it serves clients.</summary>
    public Policy ServesClientsBy { get; }

    /// <summary>A request with this transaction id in its header; called for each one.</summary>
    public CephMessage CreateRequest(ulong tid, ReadOnlyMemory<byte> data);

    /// <summary>The reply, with the transaction id of its request in its header; called for each one.</summary>
    public CephMessage CreateReply(CephMessage request, ReadOnlyMemory<byte> data);
}
