namespace CephActors.Framing;

/// <summary>The frames that one read of a socket completed.</summary>
internal sealed class FrameBatch : FrameList<IncomingFrame>
{
    private static readonly BatchPool<FrameBatch> Pool = new();

    /// <summary>An empty batch, to be given back with <see cref="Return"/>.</summary>
    public static FrameBatch Rent() => Pool.Rent();

    /// <summary>Gives the batch back, once; whoever does so must not touch it again.</summary>
    public void Return()
    {
        Clear();
        Pool.Return(this);
    }
}
