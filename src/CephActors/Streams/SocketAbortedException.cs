namespace CephActors.Streams;

/// <summary>Carries an abort from this side through a stream.</summary>
internal sealed class SocketAbortedException(string reason) : Exception(reason);
