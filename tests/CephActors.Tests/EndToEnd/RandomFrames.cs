using System.Buffers;
using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Tests.EndToEnd;

/// <summary>Frames of protocol v2, revision 2.1 in crc mode, each of them legal for itself: what they say is drawn.</summary>
internal sealed class RandomFrames(Random random, EntityAddress own)
{
    /// <summary>Every tag there is.</summary>
    public static FrameTag[] Tags { get; } = Enum.GetValues<FrameTag>();

    public FrameTag Any(FrameTag[] tags) => tags[random.Next(tags.Length)];

    /// <summary>The bytes of such a frame.</summary>
    public byte[] Next(FrameTag tag)
    {
        var encoder = new FrameEncoder();
        encoder.Configure(new RevisionPhase(FrameRevision.One));
        var buffer = new FrameBuffer(FramingOptions.Default.GatherThreshold);
        encoder.Encode(Frame(tag), buffer);
        return buffer.ToSequence().ToArray();
    }

    private OutgoingFrame Frame(FrameTag tag) => tag switch
    {
        FrameTag.Message => OutgoingFrame.Message(
            new CephMessage((MessageType)random.Next(1, 200), Bytes(), Bytes(), Bytes()) { Tid = Number() }, Number(), default, (ushort)random.Next(256), Number()),
        FrameTag.Keepalive2 => OutgoingFrame.Keepalive2(new UTime((uint)random.Next(), (uint)random.Next())),
        FrameTag.Keepalive2Ack => OutgoingFrame.Keepalive2Ack(new UTime((uint)random.Next(), (uint)random.Next())),
        FrameTag.Ack => OutgoingFrame.Ack(Number()),
        _ => OutgoingFrame.Of(Payload(tag)),
    };

    private IHandshakePayload Payload(FrameTag tag) => tag switch
    {
        FrameTag.Hello => new Hello((EntityType)random.Next(256), Address()),
        FrameTag.AuthRequest => new AuthRequest((AuthMethod)random.Next(4), [(ConnectionMode)random.Next(4), (ConnectionMode)random.Next(4)], Bytes()),
        FrameTag.AuthBadMethod => new AuthBadMethod((AuthMethod)random.Next(4), (int)Number(), [AuthMethod.None], [(ConnectionMode)random.Next(4)]),
        FrameTag.AuthReplyMore => new AuthReplyMore(Bytes()),
        FrameTag.AuthRequestMore => new AuthRequestMore(Bytes()),
        FrameTag.AuthDone => new AuthDone(Number(), (ConnectionMode)random.Next(4), Bytes()),
        FrameTag.AuthSignature => new AuthSignature(random.Next(2) == 0 ? new byte[AuthSignature.WireSize] : Bytes(AuthSignature.WireSize)),
        FrameTag.ClientIdent => new ClientIdent(Addresses(), Address(), (long)Number(), Number(), Features(), Features(), (ulong)random.Next(4), Number()),
        FrameTag.ServerIdent => new ServerIdent(Addresses(), (long)Number(), Number(), Features(), Features(), (ulong)random.Next(4), Number()),
        FrameTag.IdentMissingFeatures => new IdentMissingFeatures(Number()),
        FrameTag.SessionReconnect => new SessionReconnect(Addresses(), Number(), Number(), Number(), Number(), Number()),
        FrameTag.SessionReset => new SessionReset(random.Next(2) == 0),
        FrameTag.SessionRetry => new SessionRetry(Number()),
        FrameTag.SessionRetryGlobal => new SessionRetryGlobal(Number()),
        FrameTag.SessionReconnectOk => new SessionReconnectOk(Number()),
        FrameTag.Wait => new Wait(),
        _ => throw new ArgumentOutOfRangeException(nameof(tag)),
    };

    /// <summary>Near the ends of its range, or anywhere.</summary>
    private ulong Number() => random.Next(4) switch
    {
        0 => (ulong)random.Next(3),
        1 => ulong.MaxValue - (ulong)random.Next(3),
        2 => (ulong)long.MaxValue + (ulong)random.Next(3),
        _ => (ulong)random.NextInt64(),
    };

    private ulong Features() => random.Next(2) == 0 ? CephFeatures.All : Number();

    private EntityAddress Address() => random.Next(3) switch
    {
        0 => own,
        1 => EntityAddress.Parse($"v2:10.0.0.{random.Next(256)}:{random.Next(65536)}/{random.Next()}"),
        _ => EntityAddress.Parse("-"),
    };

    private EntityAddressVector Addresses() => random.Next(4) == 0 ? EntityAddressVector.Empty : new EntityAddressVector(Address());

    private byte[] Bytes() => Bytes(random.Next(3) * random.Next(200));

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
