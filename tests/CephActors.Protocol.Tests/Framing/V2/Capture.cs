using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

/// <summary>One recorded connection between real Ceph processes over protocol v2, and what an independent decoder found in it.</summary>
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

    public bool IsSecure => _folder.Contains("-secure-", StringComparison.Ordinal);

    public static IEnumerable<Capture> All => Names.Select(name => new Capture(name));

    public static TheoryData<string> Rows => [.. Names];

    private static IEnumerable<string> Names =>
        from folder in Directory.GetDirectories(Root, "v2*").Order(StringComparer.Ordinal)
        from file in Directory.GetFiles(folder, "*client.bin").Order(StringComparer.Ordinal)
        select $"{Path.GetFileName(folder)}/{Path.GetFileName(file)[..^"client.bin".Length]}";

    public byte[] this[ConversationSide side] => side == ConversationSide.Client ? Client : Server;

    public Conversation Decode(FramingOptions? options = null) =>
        new ConversationDecoder(options ?? FramingOptions.Default, FindKeys).Decode(Client, Server);

    public ConnectionKeys? FindKeys(AuthRequest request, AuthDone done) => Find(KeysOf(_folder), request, done);

    /// <summary>The keys of a secure connection.</summary>
    public SecurePhase SecureOf(Conversation conversation, bool connector)
    {
        var payloads = conversation.Elements.Select(element => element.Handshake).ToList();
        var keys = FindKeys(payloads.OfType<AuthRequest>().Last(), payloads.OfType<AuthDone>().Single())!;
        return SecurePhase.FromSecret(keys.Secret.Span, connector)!;
    }

    public static FrameRevision RevisionOf(Conversation conversation)
    {
        var banners = conversation.Elements.Where(element => element.Kind == ElementKind.Banner).Select(element => element.Banner!).ToList();
        return Banner.RevisionOf(banners[0], banners[1]);
    }

    /// <summary>What has to be told the reader of one side before each of its frames, the last for all messages.</summary>
    public List<(Expectation Next, FramePhase? Phase)> ScriptOf(Conversation conversation, ConversationSide side)
    {
        List<(Expectation, FramePhase?)> script = [(Expectation.Banner, null)];
        foreach (var payload in conversation.Elements.Where(element => element.Side == side && element.Handshake is not null).Select(element => element.Handshake))
        {
            FramePhase? phase = payload switch
            {
                Hello => new RevisionPhase(RevisionOf(conversation)),
                AuthSignature when IsSecure => SecureOf(conversation, connector: side == ConversationSide.Server),
                _ => null,
            };
            script.Add((Expectation.Handshake, phase));
        }

        if (conversation.Features is not null)
            script.Add((Expectation.Messages, new SessionPhase(Wire.Peer)));
        return script;
    }

    /// <summary>Side, first and last offset, and the text of every line the notes have on this connection.</summary>
    public List<(ConversationSide Side, long Start, long End, string Text)> Notes()
    {
        var lines = File.ReadLines(Path.Combine(Root, _folder, "notes.md"));
        var ours = lines.SkipWhile(line => !line.StartsWith($"Files: `{_stream}client.bin`", StringComparison.Ordinal)).Skip(1);
        return [.. from line in ours.TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            let match = NoteLine().Match(line)
            where match.Success
            select (match.Groups[1].Value == "C" ? ConversationSide.Client : ConversationSide.Server,
                long.Parse(match.Groups[2].Value), long.Parse(match.Groups[3].Value), match.Groups[4].Value)];
    }

    [GeneratedRegex(@"^- [0-9.]+ f\d+ \*\*([CS])\*\* @(\d+)\.\.(\d+) (.*)$")]
    private static partial Regex NoteLine();

    private static ConnectionKeys? Find(CephxSessionKeys? keys, AuthRequest request, AuthDone done) => keys?.Find(request.Payload.Span, done.Payload.Span);

    /// <summary>Monitor conversations of the same experiment reveal the session keys of the other connections.</summary>
    private static CephxSessionKeys? KeysOf(string name) => Keys.GetOrAdd(name, folder => new Lazy<CephxSessionKeys?>(() =>
    {
        var path = Path.Combine(Root, folder, "keyring");
        if (!File.Exists(path))
            return null;
        var keys = new CephxSessionKeys(Keyring.Load(path));
        foreach (var capture in Names.Where(other => other.StartsWith(folder + "/", StringComparison.Ordinal)).Select(other => new Capture(other)))
            new ConversationDecoder(FramingOptions.Default, (request, done) => Find(keys, request, done)).Decode(capture.Client, capture.Server);
        return keys;
    })).Value;
}
