using System.Buffers;
using System.Globalization;

namespace CephActors;

/// <summary>
/// One message as the messenger carries it: a type, a few header fields and three opaque sections. It does not change once made, so one object may be
/// sent on several connections; the memory behind its sections must not change either until it has been sent everywhere. One that was received
/// becomes another message once it is done, if its dispatcher has said that it has no use for it then.
/// Ceph: <c>src/msg/Message.h</c>, <c>Message</c>.
/// </summary>
public sealed partial class CephMessage
{
    private MessageSections _sections;
    private ulong _tid;
    private long _sourceNum;
    private ushort _priority;
    private ushort _version = 1;
    private ushort _compatVersion;
    private ushort _dataOffset;
    private EntityType _sourceType;
    private byte _state;

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
        _sections = new MessageSections(front, middle, data);
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
    public MessageType Type { get; private set; }

    /// <summary>Transaction id: chosen by a requester, repeated in the answer; the messenger does not look at it.</summary>
    public ulong Tid
    {
        get => _tid;
        init => _tid = value;
    }

    /// <summary>0 to 255, see <see cref="MessagePriority"/>; 0 is replaced by the messenger's default when the message is sent.</summary>
    public ushort Priority
    {
        get => _priority;
        init => _priority = value;
    }

    /// <summary>Version of the encoding of the front section.</summary>
    public ushort Version
    {
        get => _version;
        init => _version = value;
    }

    /// <summary>The oldest decoder version that understands the message; 0 stands for <see cref="Version"/> when the message is sent.</summary>
    public ushort CompatVersion
    {
        get => _compatVersion;
        init => _compatVersion = value;
    }

    /// <summary>A hint where in a page a receiver might place the data; the low 12 bits count.</summary>
    public ushort DataOffset
    {
        get => _dataOffset;
        init => _dataOffset = value;
    }

    /// <summary>The encoded fields.</summary>
    public ReadOnlyMemory<byte> Front => _sections.Front;

    /// <summary>A second section that few types use.</summary>
    public ReadOnlyMemory<byte> Middle => _sections.Middle;

    /// <summary>Bulk data.</summary>
    public ReadOnlySequence<byte> Data => _sections.Data;

    /// <summary>Bytes in the three sections together; what throttles count.</summary>
    public long PayloadLength => _sections.Length;

    /// <summary>Sequence number under which the message arrived; 0 for one that was made here.</summary>
    public ulong Seq { get; internal set; }

    /// <summary>The name its sender gave itself in the header; the default value for one that was made here.</summary>
    public EntityName Source
    {
        get => new(_sourceType, _sourceNum);
        internal set => (_sourceType, _sourceNum) = (value.Type, value.Num);
    }

    /// <summary>The same message to send, with another transaction id.</summary>
    internal CephMessage WithTid(ulong tid) => ToSend(tid, Middle);

    /// <summary>The same message to send, with another middle.</summary>
    internal CephMessage WithMiddle(ReadOnlyMemory<byte> middle) => ToSend(Tid, middle);

    private CephMessage ToSend(ulong tid, ReadOnlyMemory<byte> middle) => new(Type, Front, middle, Data)
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
