using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// A message type of a service's own: its number, its versions, its encoder and its decoder. What all messages have in common
/// comes with it: <see cref="TypedMessage.ToMessage"/>, <see cref="TypedMessage.TryRead"/>, and everything that takes an
/// <see cref="IMessageBody{TSelf}"/>.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ITypedMessage<TSelf> : IMessageBody<TSelf>
    where TSelf : class, ITypedMessage<TSelf>
{
    /// <summary>Its number, from <see cref="MessageRegistry.FirstOwnType"/> up; it never changes and is never given to another type.</summary>
    public static abstract MessageType Type { get; }

    /// <summary>The version of the encoding that <see cref="Encode"/> writes. One higher with every change of it.</summary>
    public static abstract ushort Version { get; }

    /// <summary>
    /// The oldest version whose decoders understand what <see cref="Encode"/> writes: as it was while fields are only added at
    /// the end, and <see cref="Version"/> after any other change.
    /// </summary>
    public static abstract ushort CompatVersion { get; }

    /// <summary>Bulk data that travels behind the encoded fields without being copied; none unless a type says otherwise.</summary>
    public ReadOnlySequence<byte> Data => default;

    /// <summary>Writes the fields, to the front section.</summary>
    /// <param name="writer">Where to.</param>
    public void Encode(WireWriter writer);

    /// <summary>
    /// Reads the fields. What cannot be read comes as a default value and the result is thrown away, so that nothing has to be
    /// checked here. Fields that a version older than <see cref="Version"/> has not must not be read from a message of it.
    /// </summary>
    /// <param name="reader">The front section. Bytes that a newer version added stay unread.</param>
    /// <param name="message">The message, with its <see cref="CephMessage.Version"/> and its <see cref="CephMessage.Data"/>.</param>
    public static abstract TSelf Decode(ref WireReader reader, CephMessage message);

    /// <inheritdoc/>
    static bool IMessageBody<TSelf>.TryDecode(CephMessage message, [NotNullWhen(true)] out TSelf? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, TSelf.Type, TSelf.Version, out var reader, out error))
            return false;
        var decoded = TSelf.Decode(ref reader, message);
        return MessageBody.TryFinish(reader, message, decoded, out body, out error);
    }
}
