using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Messages;

namespace CephActors.Tool.Decoding;

/// <summary>Finds session keys of recorded connections with a keyring and what monitors sent to the same client.</summary>
internal sealed class RecordedKeys
{
    private readonly CephxSessionKeys _keys;

    private RecordedKeys(CephxSessionKeys keys) => _keys = keys;

    /// <summary>Reads the keyring and looks for tickets in conversations with monitors, in the order given.</summary>
    /// <param name="keyring">The keyring's path.</param>
    /// <param name="monitorStreams">Paths in pairs: what the client sent, and what the monitor sent.</param>
    /// <exception cref="CommandFailure">A file cannot be read.</exception>
    public static RecordedKeys Load(string keyring, string[] monitorStreams)
    {
        var keys = new CephxSessionKeys(Files.Read(keyring, path => Keyring.Load(path)));
        foreach (var streams in monitorStreams.Chunk(2))
        {
            var conversation = new ConversationDecoder(FramingOptions.Default).Decode(Files.Read(streams[0]), Files.Read(streams[1]));
            foreach (var element in conversation.Elements)
            {
                if (element.Message is { Type: MessageType.AuthReply } message && MAuthReply.TryDecode(message, out var reply, out _))
                    keys.AddMonitorReply(reply.Payload.Span);
            }
        }

        return new RecordedKeys(keys);
    }

    /// <summary>The session key of the connection that began with this request; null if it cannot be known.</summary>
    public byte[]? Find(ConnectFrame connect) => _keys.Find(connect.Authorizer)?.Secret.ToArray();
}
