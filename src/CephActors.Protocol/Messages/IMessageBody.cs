using System.Diagnostics.CodeAnalysis;

namespace CephActors.Messages;

/// <summary>
/// A typed message, which can be decoded from the message that carried it. Every <c>M…</c> record is one; a service's own
/// message types may be, so that generic code such as a test kit's expectations can decode them.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IMessageBody<TSelf>
    where TSelf : class, IMessageBody<TSelf>
{
    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, such as for being of another type, or null.</param>
    public static abstract bool TryDecode(CephMessage message, [NotNullWhen(true)] out TSelf? body, [NotNullWhen(false)] out string? error);
}
