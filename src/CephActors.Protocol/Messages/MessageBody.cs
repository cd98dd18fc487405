using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// What every typed body does at the beginning and the end of its decoding; for a body that implements
/// <see cref="IMessageBody{TSelf}"/> itself, where <see cref="ITypedMessage{TSelf}"/> does not fit.
/// </summary>
public static class MessageBody
{
    /// <summary>
    /// Opens the front section if the message has that type and a decoder of <paramref name="knownVersion"/> may read it.
    /// Ceph: <c>src/msg/Message.cc</c>, <c>decode_message</c>.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="type">The type it must have.</param>
    /// <param name="knownVersion">The newest version the decoder knows.</param>
    /// <param name="reader">Its front section.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryOpen(
        CephMessage message, MessageType type, ushort knownVersion, out WireReader reader, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(message);
        error = null;
        if (message.Type != type)
            error = $"expected {MessageTypes.NameOf(type)}, this is {MessageTypes.NameOf(message.Type)}";
        else if (message.CompatVersion > knownVersion)
            error = $"{MessageTypes.NameOf(type)} needs a decoder of version {message.CompatVersion}, this one knows {knownVersion}";
        reader = error is null ? new WireReader(message.Front.Span) : default;
        return error is null;
    }

    /// <summary>Hands out what was read, or the reader's failure. Bytes behind the known fields are ignored.</summary>
    /// <param name="reader">What the fields were read with.</param>
    /// <param name="message">The message.</param>
    /// <param name="result">The body made of the fields.</param>
    /// <param name="body">The same, or null.</param>
    /// <param name="error">Why the message was refused, or null.</param>
    public static bool TryFinish<T>(
        in WireReader reader, CephMessage message, T result, [NotNullWhen(true)] out T? body, [NotNullWhen(false)] out string? error)
        where T : class
    {
        body = reader.Failed ? null : result;
        error = reader.Failed ? $"{MessageTypes.NameOf(message.Type)}: {reader.Error}" : null;
        return body is not null;
    }

    /// <summary>Reads a blob as a piece of the message's own memory.</summary>
    /// <param name="reader">Reads the front section of the message.</param>
    /// <param name="message">The message.</param>
    /// <param name="field">The field, for the text of a failure.</param>
    public static ReadOnlyMemory<byte> ReadBlob(ref WireReader reader, CephMessage message, string field)
    {
        int length = reader.ReadBlob(field).Length;
        return reader.Failed ? default : message.Front.Slice(reader.Offset - length, length);
    }
}
