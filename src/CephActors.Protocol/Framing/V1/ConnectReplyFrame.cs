namespace CephActors.Framing.V1;

/// <summary>An answer to a request for a session as it travels.</summary>
/// <param name="Reply">The answer.</param>
/// <param name="Authorizer">The accepting side's own proof, or a challenge; may be empty.</param>
internal sealed record ConnectReplyFrame(ConnectReply Reply, byte[] Authorizer)
{
    /// <summary>The bytes to send.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[ConnectReply.WireSize + Authorizer.Length];
        Reply.Write(bytes, Authorizer.Length);
        Authorizer.CopyTo(bytes, ConnectReply.WireSize);
        return bytes;
    }
}
