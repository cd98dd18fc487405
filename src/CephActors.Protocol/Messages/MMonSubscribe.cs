using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Asks a monitor to send things now and whenever they change. Front: what (map of name to start and flags), host name.
/// Ceph: <c>src/messages/MMonSubscribe.h</c>.
/// </summary>
/// <param name="What">Wishes by name: <c>monmap</c>, <c>config</c>, <c>osdmap</c>, <c>mgrmap</c> and so on.</param>
/// <param name="Hostname">The sender's short host name; not sent to peers without SUBSCRIBE2.</param>
public sealed record MMonSubscribe(IReadOnlyDictionary<string, MonSubscription> What, string Hostname = "") : IMessageBody<MMonSubscribe>
{
    private const ushort KnownVersion = 3;

    /// <summary>Name and item: the least a wish takes.</summary>
    private const int MinItemSize = 4 + 9;

    /// <summary>Encodes the message: version 3, or version 0 for a peer without SUBSCRIBE2.</summary>
    /// <param name="tid">Transaction id.</param>
    /// <param name="features">Features agreed with the receiver.</param>
    public CephMessage ToMessage(ulong tid = 0, ulong features = CephFeatures.All)
    {
        bool old = !CephFeatures.HasFeature(features, CephFeatures.Subscribe2);
        var writer = new WireWriter();
        writer.WriteU32((uint)What.Count);
        foreach (string name in What.Keys.Order(Utf8Order.Instance))
        {
            var item = What[name];
            writer.WriteString(name);
            if (old)
            {
                writer.WriteU64(0);
                writer.WriteU64(item.Start > 0 ? item.Start - 1 : 0);
                writer.WriteBool(item.IsOneTime);
            }
            else
            {
                writer.WriteU64(item.Start);
                writer.WriteU8(item.Flags);
            }
        }
        if (!old)
            writer.WriteString(Hostname);
        return new CephMessage(MessageType.MonSubscribe, writer.ToArray())
        {
            Tid = tid,
            Version = old ? (ushort)0 : KnownVersion,
            CompatVersion = 1,
        };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MMonSubscribe? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.MonSubscribe, KnownVersion, out var reader, out error))
            return false;
        var what = new SortedDictionary<string, MonSubscription>(Utf8Order.Instance);
        int count = reader.ReadCount(MinItemSize, "what");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string name = reader.ReadString("what");
            what[name] = message.Version < 2 ? ReadOldItem(ref reader) : new MonSubscription(reader.ReadU64("start"), reader.ReadU8("flags"));
        }
        string hostname = message.Version >= 3 ? reader.ReadString("hostname") : "";
        return MessageBody.TryFinish(reader, message, new MMonSubscribe(what, hostname), out body, out error);
    }

    private static MonSubscription ReadOldItem(ref WireReader reader)
    {
        reader.ReadU64("unused");
        ulong have = reader.ReadU64("have");
        // "Have nothing" and "have epoch 0" look alike; both ask for the current one.
        return MonSubscription.From(have == 0 ? 0 : have + 1, reader.ReadBool("one time"));
    }
}
