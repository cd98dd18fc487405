using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>What came of it, in a form that specs can compare.</summary>
internal sealed partial class SessionProbe
{
    /// <summary>State and step, for example <c>Accepting/Connect</c>.</summary>
    public string At => Machine.Handshake is HandshakeStep.None ? $"{Machine.State}" : $"{Machine.State}/{Machine.Handshake}";

    /// <summary>The last effects in words, without the reports.</summary>
    public string[] Script => [.. Effects.Select(EffectText.Of).OfType<string>()];

    /// <summary>The events raised by the last input.</summary>
    public SessionEvent[] Raised => [.. Effects.OfType<SessionEffect.Raise>().Select(e => e.Event)];

    /// <summary>The events raised so far.</summary>
    public SessionEvent[] AllRaised => [.. History.OfType<SessionEffect.Raise>().Select(e => e.Event)];

    /// <summary>The connect_reply written by the last input.</summary>
    public ConnectReply SentReply => EffectText.Replies(Effects).Single().Reply;

    /// <summary>The connect written by the last input.</summary>
    public ConnectMessage SentConnect => EffectText.Connects(Effects).Single().Connect;

    public AcceptDecision Decision => Effects.OfType<SessionEffect.AnswerRequest>().Single().Decision;

    public TimeSpan? Started(SessionTimer timer) =>
        Effects.OfType<SessionEffect.StartTimer>().SingleOrDefault(e => e.Timer == timer)?.Delay;

    public bool Did<T>()
        where T : SessionEffect => Effects.Any(e => e is T);

    /// <summary>Puts messages in line whose tid counts from <paramref name="firstTid"/>.</summary>
    public SessionProbe Enqueue(int count = 1, ulong firstTid = 1)
    {
        for (ulong i = 0; i < (ulong)count; i++)
            Machine.Queues.Enqueue(new CephMessage(MessageType.Ping) { Tid = firstTid + i }, 127);
        return this;
    }

    /// <summary>Writes what waits, as the host does; tids with the numbers they got.</summary>
    public List<(ulong Tid, ulong Seq)> WriteAll()
    {
        var written = new List<(ulong, ulong)>();
        while (Machine.Queues.TryTakeNext(!Machine.Policy.Lossy, out var next))
            written.Add((next.Message.Tid, next.Seq));
        return written;
    }

    /// <summary>Receives messages up to this number.</summary>
    public SessionProbe Receive(ulong upTo)
    {
        while (Machine.Queues.InSeq < upTo)
            Machine.Queues.TryAccept(Machine.Queues.InSeq + 1, !Machine.Policy.Lossy, out _);
        return this;
    }
}
