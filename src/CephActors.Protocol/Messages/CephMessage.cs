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
    /// <summary>The credits of dispatch are returned, or nobody will return them any more.</summary>
    private const byte DispatchReturned = 1;

    /// <summary>The same for those of the policy.</summary>
    private const byte PolicyReturned = 2;

    /// <summary>Nobody looks at the sections once the message is done.</summary>
    private const byte SectionsLent = 4;

    private readonly MessageSections _sections;
    private readonly long _sourceNum;
    private readonly EntityType _sourceType;
    private byte _returned;

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

    /// <summary>Makes a message that was received.</summary>
    internal CephMessage(MessageType type, in MessageSections sections)
    {
        Type = type;
        _sections = sections;
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
    public ReadOnlyMemory<byte> Front => _sections.Front;

    /// <summary>A second section that few types use.</summary>
    public ReadOnlyMemory<byte> Middle => _sections.Middle;

    /// <summary>Bulk data.</summary>
    public ReadOnlySequence<byte> Data => _sections.Data;

    /// <summary>Bytes in the three sections together; what throttles count.</summary>
    public long PayloadLength => _sections.Length;

    /// <summary>Sequence number under which the message arrived; 0 for one that was made here.</summary>
    public ulong Seq { get; internal init; }

    /// <summary>The name its sender gave itself in the header; the default value for one that was made here.</summary>
    public EntityName Source
    {
        get => new(_sourceType, _sourceNum);
        internal init => (_sourceType, _sourceNum) = (value.Type, value.Num);
    }

    /// <summary>The credits a received message holds until it is done.</summary>
    internal IReceiveGate? Gate { get; init; }

    /// <summary>
    /// Says that a received message has been dealt with, which gives its throttle credits back and lets the next one in.
    /// Needed only by dispatchers registered for explicit completion; harmless elsewhere, from any thread, and more than once.
    /// </summary>
    public void Complete() => GiveBack(DispatchReturned | PolicyReturned);

    /// <summary>
    /// The one who is given the message now does not look at its sections once it is done: their memory is used for another message then.
    /// To be called before the message is handed over.
    /// </summary>
    internal void LendSections()
    {
        if (Gate?.Payloads is not null)
            _returned |= SectionsLent;
    }

    /// <summary>Takes <see cref="LendSections"/> back: somebody may look at them after all.</summary>
    internal void KeepSections()
    {
        var returned = Volatile.Read(ref _returned);
        while ((returned & SectionsLent) != 0)
        {
            var seen = Interlocked.CompareExchange(ref _returned, (byte)(returned & ~SectionsLent), returned);
            if (seen == returned)
                return;
            returned = seen;
        }
    }

    /// <summary>Gives the dispatch credits back, once; the policy's stay taken until <see cref="Complete"/>.</summary>
    internal void ReleaseDispatch() => GiveBack(DispatchReturned);

    /// <summary>As <see cref="Complete"/> of each; what goes back to one gate goes together.</summary>
    internal static void CompleteAll(ReadOnlySpan<CephMessage> messages) => GiveBack(messages, DispatchReturned | PolicyReturned);

    /// <summary>As <see cref="ReleaseDispatch"/> of each.</summary>
    internal static void ReleaseDispatchOfAll(ReadOnlySpan<CephMessage> messages) => GiveBack(messages, DispatchReturned);

    private static void GiveBack(ReadOnlySpan<CephMessage> messages, byte credits)
    {
        IReceiveGate? gate = null;
        var dispatch = default(Credits);
        var policy = default(Credits);
        foreach (var message in messages)
        {
            if (message.Gate != gate)
            {
                Return(gate, dispatch, policy);
                gate = message.Gate;
                dispatch = policy = default;
            }

            if (gate is null)
                continue;
            var due = message.Take(credits);
            if ((due & DispatchReturned) != 0)
                dispatch = dispatch.And(message.PayloadLength);
            if ((due & PolicyReturned) != 0)
            {
                policy = policy.And(message.PayloadLength);
                message.GiveSectionsBack(gate);
            }
        }

        Return(gate, dispatch, policy);
    }

    private static void Return(IReceiveGate? gate, Credits dispatch, Credits policy)
    {
        if (dispatch.Messages > 0)
            gate!.ReturnDispatch(dispatch.Bytes, dispatch.Messages);
        if (policy.Messages > 0)
            gate!.ReturnPolicy(policy.Bytes, policy.Messages);
    }

    private void GiveBack(byte credits)
    {
        if (Gate is not { } gate)
            return;
        var due = Take(credits);
        if ((due & DispatchReturned) != 0)
            gate.ReturnDispatch(PayloadLength);
        if ((due & PolicyReturned) != 0)
        {
            // Before the credits: what enters by them finds the memory.
            GiveSectionsBack(gate);
            gate.ReturnPolicy(PayloadLength);
        }
    }

    private void GiveSectionsBack(IReceiveGate gate)
    {
        if ((Volatile.Read(ref _returned) & SectionsLent) != 0)
            _sections.GiveTo(gate.Payloads!);
    }

    /// <summary>Which of these credits nobody has taken to return them yet; from now on they are taken.</summary>
    private byte Take(byte credits)
    {
        var returned = Volatile.Read(ref _returned);
        while (true)
        {
            var due = (byte)(credits & ~returned);
            if (due == 0)
                return 0;
            var seen = Interlocked.CompareExchange(ref _returned, (byte)(returned | due), returned);
            if (seen == returned)
                return due;
            returned = seen;
        }
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

    /// <summary>The same received message with another middle; its credits go back through another gate, those of this one must not.</summary>
    internal CephMessage Received(ReadOnlyMemory<byte> middle, IReceiveGate gate) => new(Type, new MessageSections(Front, middle, Data))
    {
        Tid = Tid,
        Priority = Priority,
        Version = Version,
        CompatVersion = CompatVersion,
        DataOffset = DataOffset,
        Seq = Seq,
        Source = Source,
        Gate = gate,
    };

    /// <summary>Type, transaction id and section lengths, for logs.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{MessageTypes.NameOf(Type)}(v{Version}, tid {Tid}, {Front.Length}+{Middle.Length}+{Data.Length} bytes)");

    private readonly record struct Credits(long Bytes, int Messages)
    {
        public Credits And(long bytes) => new(Bytes + bytes, Messages + 1);
    }
}
