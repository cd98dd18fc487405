using CephActors.Auth;
using CephActors.Messages;

namespace CephActors.Tool.Decoding;

/// <summary>Finds session keys of recorded connections with a keyring and what monitors sent to the same client.</summary>
internal static class RecordedKeys
{
    /// <summary>Reads the keyring and looks for tickets in conversations with monitors, in the order given.</summary>
    /// <param name="keyring">The keyring's path.</param>
    /// <param name="monitorStreams">Paths in pairs: what the client sent, and what the monitor sent.</param>
    /// <exception cref="CommandFailure">A file cannot be read.</exception>
    public static CephxSessionKeys Load(string keyring, string[] monitorStreams)
    {
        var keys = new CephxSessionKeys(Files.Read(keyring, path => Keyring.Load(path)));
        foreach (var streams in monitorStreams.Chunk(2))
        {
            var conversation = Recording.Decode(Files.Read(streams[0]), Files.Read(streams[1]), keys);
            foreach (var element in conversation.Elements)
            {
                if (element.Message is { Type: MessageType.AuthReply } message && MAuthReply.TryDecode(message, out var reply, out _))
                    keys.AddMonitorReply(reply.Payload.Span);
            }
        }

        return keys;
    }
}
