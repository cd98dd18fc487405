using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

/// <summary>One recorded connection between real Ceph processes, and what an independent decoder found in it.</summary>
internal sealed partial class Capture
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures");
    private static readonly ConcurrentDictionary<string, Lazy<CephxSessionKeys?>> Keys = new();

    private readonly string _folder;
    private readonly string _stream;

    public Capture(string name)
    {
        Name = name;
        _folder = name[..name.IndexOf('/')];
        _stream = name[(_folder.Length + 1)..];
        Client = File.ReadAllBytes(Path.Combine(Root, _folder, _stream + "client.bin"));
        Server = File.ReadAllBytes(Path.Combine(Root, _folder, _stream + "server.bin"));
    }

    /// <summary>Folder, and the number of the connection within it unless it is the main one.</summary>
    public string Name { get; }

    public byte[] Client { get; }

    public byte[] Server { get; }

    public static IEnumerable<Capture> All => Names.Select(name => new Capture(name));

    public static IEnumerable<string> Names =>
        from folder in Directory.GetDirectories(Root, "v1-*").Order(StringComparer.Ordinal)
        from file in Directory.GetFiles(folder, "*client.bin").Order(StringComparer.Ordinal)
        select $"{Path.GetFileName(folder)}/{Path.GetFileName(file)[..^"client.bin".Length]}";

    public static TheoryData<string> Rows => [.. Names];

    public byte[] this[ConversationSide side] => side == ConversationSide.Client ? Client : Server;

    public Conversation Decode(FramingOptions? options = null)
        => new ConversationDecoder(options ?? FramingOptions.Default, SessionKey).Decode(Client, Server);

    /// <summary>Signs as the two sides did, if they did.</summary>
    public MessageSigner? Signer(Conversation conversation)
    {
        var connect = conversation.Elements.LastOrDefault(element => element.Kind == ElementKind.Connect)?.Connect;
        return connect is not null && SessionKey(connect) is { } key
            ? new MessageSigner(key, CephFeatures.HasFeature(conversation.Features ?? 0, CephFeatures.CephxV2))
            : null;
    }

    /// <summary>Side, first and last offset, and the text of every line the notes have on this connection.</summary>
    public List<(ConversationSide Side, long Start, long End, string Text)> Notes()
    {
        var lines = File.ReadLines(Path.Combine(Root, _folder, "notes.md"));
        var ours = lines.SkipWhile(line => !line.StartsWith($"Files: `{_stream}client.bin`", StringComparison.Ordinal)).Skip(1);
        return [.. from line in ours.TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            let match = NoteLine().Match(line)
            where match.Success && match.Groups[2].Value != match.Groups[3].Value // remarks take no bytes
            select (match.Groups[1].Value == "C" ? ConversationSide.Client : ConversationSide.Server,
                long.Parse(match.Groups[2].Value), long.Parse(match.Groups[3].Value), match.Groups[4].Value)];
    }

    [GeneratedRegex(@"^- [0-9.]+ f\d+ \*\*([CS])\*\* @(\d+)\.\.(\d+) (.*)$")]
    private static partial Regex NoteLine();

    /// <summary>Monitor conversations of the same experiment reveal the session keys of the other connections.</summary>
    public byte[]? SessionKey(ConnectFrame connect) =>
        Keys.GetOrAdd(_folder, folder => new Lazy<CephxSessionKeys?>(() => CollectKeys(folder))).Value?.Find(connect.Authorizer)?.Secret.ToArray();

    private static CephxSessionKeys? CollectKeys(string folder)
    {
        var path = Path.Combine(Root, folder, "keyring");
        if (!File.Exists(path))
            return null;
        var keys = new CephxSessionKeys(Keyring.Load(path));
        foreach (var capture in Names.Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal)).Select(name => new Capture(name)))
        {
            foreach (var element in new ConversationDecoder(FramingOptions.Default).Decode(capture.Client, capture.Server).Elements)
            {
                if (element.Message is { Type: MessageType.AuthReply } reply)
                {
                    var reader = new CephActors.Encoding.WireReader(reply.Front.Span);
                    _ = reader.ReadBytes(4 + 4 + 8, "protocol, result, global_id");
                    keys.AddMonitorReply(reader.ReadBlob("payload"));
                }
            }
        }

        return keys;
    }
}
