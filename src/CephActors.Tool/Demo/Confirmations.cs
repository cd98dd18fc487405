using System.Buffers.Binary;

namespace CephActors.Tool.Demo;

/// <summary>A receiver's side of flow control: says now and then how much it has received. Confirmations are messages with tid 0.</summary>
internal sealed class Confirmations
{
    /// <summary>Bytes of a confirmation: how many messages and how many payload bytes have been received, 8 each.</summary>
    public const int Size = 2 * sizeof(long);

    // Well within the sender's window, or it could wait for ever.
    private const int EveryMessages = SendWindow.Messages / 8;
    private const long EveryBytes = SendWindow.Bytes / 8;

    private long _messages;
    private long _bytes;
    private long _saidMessages;
    private long _saidBytes;

    /// <summary>Whether it is time for a confirmation.</summary>
    public bool IsDue => _messages - _saidMessages >= EveryMessages || _bytes - _saidBytes >= EveryBytes;

    /// <summary>A message was received.</summary>
    public void OnReceived(CephMessage message)
    {
        _messages++;
        _bytes += message.PayloadLength;
    }

    /// <summary>Makes a confirmation of everything received.</summary>
    public CephMessage ToMessage()
    {
        var counts = new byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(counts, _messages);
        BinaryPrimitives.WriteInt64LittleEndian(counts.AsSpan(sizeof(long)), _bytes);
        return new CephMessage(MessageType.Ping, default, default, counts.AsMemory()) { Priority = MessagePriority.Highest };
    }

    /// <summary>The last confirmation made was sent.</summary>
    public void OnSent() => (_saidMessages, _saidBytes) = (_messages, _bytes);
}
