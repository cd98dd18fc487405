using System.Buffers;
using System.Globalization;

namespace CephActors;

/// <summary>
/// One message as the messenger carries it: a type, a few header fields and three opaque sections. It does not change once made, so one object may be
/// sent on several connections; the memory behind its sections must not change either until it has been sent everywhere.
/// Ceph: <c>src/msg/Message.h</c>, <c>Message</c>.
/// </summary>
public sealed class CephMessage
{
    private int _dispatchReturned;
    private int _policyReturned;

    /// <summary>Makes a message to send.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="front">The encoded fields.</param>
    /// <param name="middle">A second section that few types use.</param>
    /// <param name="data">Bulk data.</param>
    public CephMessage(
        MessageType type,
        ReadOnlyMemory<byte> front = default,
        ReadOnlyMemory<byte> middle = default,
        ReadOnlySequence<byte> data = default)
    {
        Type = type;
        Front = front;
        Middle = middle;
        Data = data;
        PayloadLength = front.Length + middle.Length + data.Length;
    }

    /// <summary>Makes a message to send whose data lies in one piece.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="front">The encoded fields.</param>
    /// <param name="middle">A second section that few types use.</param>
    /// <param name="data">Bulk data.</param>
    public CephMessage(MessageType type, ReadOnlyMemory<byte> front, ReadOnlyMemory<byte> middle, ReadOnlyMemory<byte> data)
        : this(type, front, middle, new ReadOnlySequence<byte>(data))
    {
    }

    /// <summary>What the message is.</summary>
    public MessageType Type { get; }

    /// <summary>Transaction id: chosen by a requester, repeated in the answer; the messenger does not look at it.</summary>
    public ulong Tid { get; init; }

    /// <summary>0 to 255, see <see cref="MessagePriority"/>; 0 is replaced by the messenger's default when the message is sent.</summary>
    public ushort Priority { get; init; }

    /// <summary>Version of the encoding of the front section.</summary>
    public ushort Version { get; init; } = 1;

    /// <summary>The oldest decoder version that understands the message; 0 stands for <see cref="Version"/> when the message is sent.</summary>
    public ushort CompatVersion { get; init; }

    /// <summary>A hint where in a page a receiver might place the data; the low 12 bits count.</summary>
    public ushort DataOffset { get; init; }

    /// <summary>The encoded fields.</summary>
    public ReadOnlyMemory<byte> Front { get; }

    /// <summary>A second section that few types use.</summary>
    public ReadOnlyMemory<byte> Middle { get; }

    /// <summary>Bulk data.</summary>
    public ReadOnlySequence<byte> Data { get; }

    /// <summary>Bytes in the three sections together; what throttles count.</summary>
    public long PayloadLength { get; }

    /// <summary>Sequence number under which the message arrived; 0 for one that was made here.</summary>
    public ulong Seq { get; internal init; }

    /// <summary>The name its sender gave itself in the header; the default value for one that was made here.</summary>
    public EntityName Source { get; internal init; }

    /// <summary>The credits a received message holds until it is done.</summary>
    internal IReceiveGate? Gate { get; init; }

    /// <summary>
    /// Says that a received message has been dealt with, which gives its throttle credits back and lets the next one in.
    /// Needed only by dispatchers registered for explicit completion; harmless elsewhere, from any thread, and more than once.
    /// </summary>
    public void Complete()
    {
        ReleaseDispatch();
        if (Gate is { } gate && Interlocked.Exchange(ref _policyReturned, 1) == 0)
            gate.ReturnPolicy(PayloadLength);
    }

    /// <summary>Gives the dispatch credits back, once; the policy's stay taken until <see cref="Complete"/>.</summary>
    internal void ReleaseDispatch()
    {
        if (Gate is { } gate && Interlocked.Exchange(ref _dispatchReturned, 1) == 0)
            gate.ReturnDispatch(PayloadLength);
    }

    /// <summary>The same message to send, with another transaction id.</summary>
    internal CephMessage WithTid(ulong tid) => new(Type, Front, Middle, Data)
    {
        Tid = tid,
        Priority = Priority,
        Version = Version,
        CompatVersion = CompatVersion,
        DataOffset = DataOffset,
    };

    /// <summary>Type, transaction id and section lengths, for logs.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{MessageTypes.NameOf(Type)}(v{Version}, tid {Tid}, {Front.Length}+{Middle.Length}+{Data.Length} bytes)");
}
