namespace CephActors.Framing.V2;

/// <summary>Settled by the banners: the layout of every frame from here on. Told with the first frame expected, and configured before the first is sent.</summary>
/// <param name="Revision">The layout.</param>
internal sealed record RevisionPhase(FrameRevision Revision) : FramePhase;
