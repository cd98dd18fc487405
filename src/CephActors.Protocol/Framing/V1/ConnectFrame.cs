namespace CephActors.Framing.V1;

/// <summary>A request for a session as it travels.</summary>
/// <param name="Connect">The request.</param>
/// <param name="Authorizer">Proof of identity in the form its method prescribes; may be empty.</param>
internal sealed record ConnectFrame(ConnectMessage Connect, byte[] Authorizer)
{
    /// <summary>The bytes to send.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[ConnectMessage.WireSize + Authorizer.Length];
        Connect.Write(bytes, Authorizer.Length);
        Authorizer.CopyTo(bytes, ConnectMessage.WireSize);
        return bytes;
    }
}
