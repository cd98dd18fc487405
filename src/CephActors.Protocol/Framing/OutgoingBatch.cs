namespace CephActors.Framing;

/// <summary>The frames that one write to a socket carries.</summary>
internal sealed class OutgoingBatch : FrameList<OutgoingFrame>
{
    private static readonly BatchPool<OutgoingBatch> Pool = new();

    /// <summary>An empty batch, to be given back with <see cref="Return"/>.</summary>
    public static OutgoingBatch Rent() => Pool.Rent();

    /// <summary>Gives the batch back, once; whoever does so must not touch it again.</summary>
    public void Return()
    {
        Clear();
        Pool.Return(this);
    }
}
