using CephActors.Auth;
using CephActors.Framing.V2;

namespace CephActors.TestKit;

/// <summary>What the two directions of a socket of protocol v2 have settled; each may be followed by a thread of its own.</summary>
internal sealed class V2Conversation
{
    private Banner? _first;
    private volatile FrameRevision _revision = FrameRevision.One;
    private volatile bool _isSecure;

    /// <summary>How frames are laid out, once both banners have passed; no frame passes before them.</summary>
    public FrameRevision Revision => _revision;

    /// <summary>Whether frames are encrypted from here on, in both directions.</summary>
    public bool IsSecure => _isSecure;

    /// <summary>A banner has passed.</summary>
    public void Greet(Banner banner)
    {
        if (Interlocked.CompareExchange(ref _first, banner, null) is { } first)
            _revision = Banner.RevisionOf(first, banner);
    }

    /// <summary>The payload of AUTH_DONE has passed.</summary>
    public void Settle(ReadOnlySpan<byte> authDone) =>
        _isSecure = HandshakePayload.Decode(FrameTag.AuthDone, authDone, out _) is AuthDone { Mode: ConnectionMode.Secure };
}
