using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>From typed messages to those the messenger carries, and back.</summary>
public static class TypedMessage
{
    /// <summary>Encodes a message to send.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="body">What it says.</param>
    /// <param name="tid">Transaction id; an answer repeats that of its request.</param>
    /// <param name="priority">See <see cref="MessagePriority"/>; 0 for the messenger's default.</param>
    public static CephMessage ToMessage<T>(this T body, ulong tid = 0, ushort priority = 0)
        where T : class, ITypedMessage<T>
    {
        ArgumentNullException.ThrowIfNull(body);
        var writer = new WireWriter();
        body.Encode(writer);
        return new CephMessage(T.Type, writer.ToArray(), default, body.Data)
        {
            Tid = tid,
            Priority = priority,
            Version = T.Version,
            CompatVersion = T.CompatVersion,
        };
    }

    /// <summary>Decodes a received message; never throws for what a peer sent.</summary>
    /// <typeparam name="T">What it is expected to be.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="body">What it says, or null.</param>
    /// <param name="error">Why it was refused: another type, a version that this decoder is too old for, or the field that is wrong.</param>
    public static bool TryRead<T>(this CephMessage message, [NotNullWhen(true)] out T? body, [NotNullWhen(false)] out string? error)
        where T : class, IMessageBody<T> => T.TryDecode(message, out body, out error);
}
