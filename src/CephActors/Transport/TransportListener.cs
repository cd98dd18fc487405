using System.Net;

namespace CephActors.Transport;

/// <summary>A bound listener.</summary>
internal sealed class TransportListener(IPEndPoint local, Func<Task> unbind)
{
    /// <summary>The address bound, with the port the system chose if 0 was asked for.</summary>
    public IPEndPoint Local { get; } = local;

    /// <summary>Stops listening; accepted sockets live on. The task ends when the address is free again.</summary>
    public Task UnbindAsync() => unbind();
}
