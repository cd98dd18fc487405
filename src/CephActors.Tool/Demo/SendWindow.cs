using System.Buffers;
using System.Buffers.Binary;

namespace CephActors.Tool.Demo;

/// <summary>A sender's side of flow control: what may be under way to a receiver that has not confirmed it.</summary>
internal sealed class SendWindow
{
    /// <summary>Messages that may be under way unconfirmed.</summary>
    public const int Messages = 512;

    /// <summary>Payload bytes that may be under way unconfirmed.</summary>
    public const long Bytes = 8 << 20;

    private long _sentMessages;
    private long _sentBytes;
    private long _confirmedMessages;
    private long _confirmedBytes;

    /// <summary>Whether one more message may be sent.</summary>
    public bool IsOpen => _sentMessages - _confirmedMessages < Messages && _sentBytes - _confirmedBytes < Bytes;

    /// <summary>A message was sent.</summary>
    public void OnSent(CephMessage message)
    {
        _sentMessages++;
        _sentBytes += message.PayloadLength;
    }

    /// <summary>A confirmation came. They keep their order, so each says more than the last.</summary>
    public void OnConfirmed(CephMessage confirmation)
    {
        Span<byte> counts = stackalloc byte[Confirmations.Size];
        confirmation.Data.Slice(0, counts.Length).CopyTo(counts);
        _confirmedMessages = BinaryPrimitives.ReadInt64LittleEndian(counts);
        _confirmedBytes = BinaryPrimitives.ReadInt64LittleEndian(counts[sizeof(long)..]);
    }
}
