namespace CephActors;

/// <content>
/// A received message until it is done: it holds the credits it came by, and where it was lent, its memory and the object itself are used for
/// another message as soon as it is done and the messenger has let go of it.
/// </content>
public sealed partial class CephMessage
{
    /// <summary>The credits of dispatch are returned, or nobody will return them any more.</summary>
    private const byte DispatchReturned = 1;

    /// <summary>The same for those of the policy.</summary>
    private const byte PolicyReturned = 2;

    /// <summary>Whoever was given the message has no use for it once it is done.</summary>
    private const byte Lent = 4;

    /// <summary>Nobody in the messenger refers to the message any more.</summary>
    private const byte LetGo = 8;

    /// <summary>Somebody may refer to it for good.</summary>
    private const byte Kept = 16;

    private const byte Free = DispatchReturned | PolicyReturned | Lent | LetGo;

    private CephMessage()
    {
    }

    /// <summary>The credits a received message holds until it is done.</summary>
    internal IReceiveGate? Gate { get; set; }

    /// <summary>The next of the messages that wait to be used again; such a one has no sections.</summary>
    internal CephMessage? NextFree => _sections.Next;

    /// <summary>How many wait from this one on, where that has been counted.</summary>
    internal int FreeCount => _sections.Number;

    /// <summary>
    /// Says that a received message has been dealt with, which gives its throttle credits back and lets the next one in.
    /// Needed only by dispatchers registered for explicit completion; harmless elsewhere, from any thread, and more than once. For a dispatcher
    /// that reuses messages it is the last word about a message, said once, and before the dispatcher has processed it unless completion is explicit.
    /// </summary>
    public void Complete() => GiveBack(DispatchReturned | PolicyReturned);

    /// <summary>
    /// Makes a received message. It takes the place of the first of those that wait to be used again, which goes on to the next of them;
    /// where there is none the message is a new object.
    /// </summary>
    internal static CephMessage Received(ref CephMessage? free, in ReceivedHeader header, in MessageSections sections, IReceiveGate? gate)
    {
        var message = free ?? new CephMessage();
        free = message.NextFree;
        message.Type = header.Type;
        message.Seq = header.Seq;
        message.Source = header.Source;
        message.Gate = gate;
        message._sections = sections;
        message._tid = header.Tid;
        message._priority = header.Priority;
        message._version = header.Version;
        message._compatVersion = header.CompatVersion;
        message._dataOffset = header.DataOffset;
        message._state = 0;
        return message;
    }

    /// <summary>
    /// The one who is given the message now has no use for it once it is done: its memory and the object are used for other messages then.
    /// To be called before the message is handed over.
    /// </summary>
    internal void Lend()
    {
        if (Gate is not null)
            _state |= Lent;
    }

    /// <summary>Makes <see cref="Lend"/> void, before or after: somebody may refer to the message after all.</summary>
    internal void Keep()
    {
        if (Gate is not null)
            Take(Kept, out _);
    }

    /// <summary>As <see cref="Complete"/>, by the messenger, which does not touch the message any more.</summary>
    internal void Finish() => GiveBack(DispatchReturned | PolicyReturned | LetGo);

    /// <summary>
    /// Gives the dispatch credits back, once; the policy's stay taken until <see cref="Complete"/>. The messenger does not touch the message any more.
    /// </summary>
    internal void ReleaseDispatch() => GiveBack(DispatchReturned | LetGo);

    /// <summary>As <see cref="Finish"/> of each; what goes back to one gate goes together.</summary>
    internal static void FinishAll(ReadOnlySpan<CephMessage> messages) => GiveBack(messages, DispatchReturned | PolicyReturned | LetGo);

    /// <summary>As <see cref="ReleaseDispatch"/> of each.</summary>
    internal static void ReleaseDispatchOfAll(ReadOnlySpan<CephMessage> messages) => GiveBack(messages, DispatchReturned | LetGo);

    /// <summary>Puts the message, which is to be used again, before others that wait for that.</summary>
    internal void StandBefore(CephMessage? next, int count) => _sections = MessageSections.OfFree(next, count);

    /// <summary>The same received message with another middle; its credits go back through another gate, those of this one must not.</summary>
    internal CephMessage Received(ReadOnlyMemory<byte> middle, IReceiveGate gate)
    {
        CephMessage? none = null;
        var header = new ReceivedHeader
        {
            Type = Type,
            Tid = Tid,
            Priority = Priority,
            Version = Version,
            CompatVersion = CompatVersion,
            DataOffset = DataOffset,
            Seq = Seq,
            Source = Source,
        };
        return Received(ref none, header, new MessageSections(Front, middle, Data), gate);
    }

    private static void GiveBack(ReadOnlySpan<CephMessage> messages, byte word)
    {
        var returns = default(Returns);
        foreach (var message in messages)
        {
            var gate = message.Gate;
            if (gate != returns.Gate)
            {
                returns.Send();
                returns = new Returns(gate);
            }

            if (gate is null)
                continue;

            // Read before the word is given: after it the message may be another one.
            var length = message.PayloadLength;
            var due = message.Take(word, out var isFree);
            if ((due & DispatchReturned) != 0)
                returns.AddDispatch(length);
            if ((due & PolicyReturned) != 0)
                returns.AddPolicy(length);
            if (isFree)
                returns.AddFree(message);
        }

        returns.Send();
    }

    private void GiveBack(byte word)
    {
        if (Gate is not { } gate)
            return;
        var length = PayloadLength;
        var due = Take(word, out var isFree);
        if ((due & DispatchReturned) != 0)
            gate.ReturnDispatch(length);

        // Before the credits: what enters by them finds the memory.
        if (isFree)
        {
            GiveSectionsBack(gate);
            gate.Messages?.Return(this, this, 1);
        }

        if ((due & PolicyReturned) != 0)
            gate.ReturnPolicy(length);
    }

    private void GiveSectionsBack(IReceiveGate gate)
    {
        if (gate.Payloads is { } payloads)
            _sections.GiveTo(payloads);
    }

    /// <summary>Gives a word. What of it was new; free is the message for the one who said the last that was missing.</summary>
    private byte Take(byte word, out bool isFree)
    {
        var state = Volatile.Read(ref _state);
        while (true)
        {
            var next = (byte)(state | word);
            isFree = false;
            if (next == state)
                return 0;
            var seen = Interlocked.CompareExchange(ref _state, next, state);
            if (seen == state)
            {
                isFree = (next & (Free | Kept)) == Free && (state & Free) != Free;
                return (byte)(next & ~state);
            }

            state = seen;
        }
    }

    /// <summary>What goes back to one gate.</summary>
    private struct Returns(IReceiveGate? gate)
    {
        private (long Bytes, int Messages) _dispatch;
        private (long Bytes, int Messages) _policy;
        private CephMessage? _first;
        private CephMessage? _last;
        private int _free;

        public readonly IReceiveGate? Gate => gate;

        public void AddDispatch(long bytes) => _dispatch = (_dispatch.Bytes + bytes, _dispatch.Messages + 1);

        public void AddPolicy(long bytes) => _policy = (_policy.Bytes + bytes, _policy.Messages + 1);

        public void AddFree(CephMessage message)
        {
            message.GiveSectionsBack(gate!);
            message.StandBefore(_first, 0);
            _first = message;
            _last ??= message;
            _free++;
        }

        public readonly void Send()
        {
            if (_first is not null)
                gate!.Messages?.Return(_first, _last!, _free);
            if (_dispatch.Messages > 0)
                gate!.ReturnDispatch(_dispatch.Bytes, _dispatch.Messages);
            if (_policy.Messages > 0)
                gate!.ReturnPolicy(_policy.Bytes, _policy.Messages);
        }
    }
}
