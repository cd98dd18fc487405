using CephActors.Framing;

namespace CephActors.Actors;

/// <summary>What a connection takes for its peer.</summary>
/// <param name="Messages">The most messages it holds, waiting and unacknowledged together; 0 is no bound.</param>
/// <param name="Bytes">The same in bytes of payload.</param>
/// <param name="Sections">The longest sections of a message; null for any length.</param>
internal sealed record SendLimits(long Messages, long Bytes, FramingLimits? Sections)
{
    /// <summary>No bound.</summary>
    public static SendLimits None { get; } = new(0, 0, null);

    /// <summary>
    /// Refuses a message that a peer with settings like ours would refuse: a lossless session could only send it again
    /// for ever, and nothing behind it.
    /// </summary>
    /// <exception cref="ArgumentException">A section is too long.</exception>
    public void Check(CephMessage message)
    {
        if (Sections is null)
            return;
        if (message.Front.Length > Sections.Front)
            throw TooLong(message, "front", message.Front.Length, Sections.Front);
        if (message.Middle.Length > Sections.Middle)
            throw TooLong(message, "middle", message.Middle.Length, Sections.Middle);
        if (message.PayloadLength - message.Front.Length - message.Middle.Length is var data && data > Sections.Data)
            throw TooLong(message, "data", data, Sections.Data);
    }

    private static ArgumentException TooLong(CephMessage message, string section, long length, int limit) => new(
        $"The {section} section of {message} has {length} bytes, more than ceph.messenger.limits.{section} ({limit}) allows: "
        + "send it in parts, or raise the limit here and at the peer.",
        nameof(message));
}
