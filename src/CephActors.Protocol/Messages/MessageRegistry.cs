using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CephActors.Messages;

/// <summary>
/// The message types of a service by their numbers, so that one place knows them all: it refuses two types with one number, and
/// decodes a message of any of them. Fill it once, at start; from then on any thread may ask it.
/// </summary>
public sealed class MessageRegistry
{
    /// <summary>The first number that is free for a service's own types; those below are Ceph's to give.</summary>
    public const MessageType FirstOwnType = (MessageType)0x8000;

    private readonly Dictionary<MessageType, Entry> _entries = [];

    private delegate bool Decoder(CephMessage message, [NotNullWhen(true)] out object? body, [NotNullWhen(false)] out string? error);

    /// <summary>The types it knows, as a dispatcher's options take them.</summary>
    public IReadOnlyList<MessageType> Types => [.. _entries.Keys.Order()];

    /// <summary>Adds a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>This registry, for the next one.</returns>
    /// <exception cref="ArgumentException">
    /// The number is one of Ceph's, or another type has it; the type is here already; or it says that its own decoder cannot
    /// read it.
    /// </exception>
    public MessageRegistry Add<T>()
        where T : class, ITypedMessage<T>
    {
        var name = typeof(T).Name;
        if (T.Type < FirstOwnType)
            throw Refused($"{name} has the number {Number(T.Type)}, which is Ceph's to give: take one from {Number(FirstOwnType)} up.");
        if (T.Version == 0 || T.CompatVersion == 0 || T.CompatVersion > T.Version)
            throw Refused($"{name} writes version {T.Version} for decoders of version {T.CompatVersion}: take versions from 1 up, the second not above the first.");
        if (_entries.TryGetValue(T.Type, out var present))
            throw Refused($"{name} has the number {Number(T.Type)}, which {present.Name} has already.");
        _entries.Add(T.Type, new Entry(name, Decode<T>));
        return this;
    }

    /// <summary>Decodes a message of any type that was added; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">What it says, to be told apart by its type; or null.</param>
    /// <param name="error">Why it was refused, such as for being of no known type; or null.</param>
    public bool TryDecode(CephMessage message, [NotNullWhen(true)] out object? body, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_entries.TryGetValue(message.Type, out var entry))
            return entry.Decode(message, out body, out error);
        body = null;
        error = $"{MessageTypes.NameOf(message.Type)} is not known here";
        return false;
    }

    /// <summary>The name of a type: that of its class if it was added, else as <see cref="MessageTypes.NameOf"/> has it.</summary>
    /// <param name="type">The number, known or not.</param>
    public string NameOf(MessageType type) => _entries.TryGetValue(type, out var entry) ? entry.Name : MessageTypes.NameOf(type);

    private static bool Decode<T>(CephMessage message, [NotNullWhen(true)] out object? body, [NotNullWhen(false)] out string? error)
        where T : class, ITypedMessage<T>
    {
        var decoded = message.TryRead<T>(out var typed, out error);
        body = typed;
        return decoded;
    }

    private static ArgumentException Refused(string reason) => new(reason);

    private static string Number(MessageType type) => string.Create(CultureInfo.InvariantCulture, $"0x{(ushort)type:x4}");

    private sealed record Entry(string Name, Decoder Decode);
}
