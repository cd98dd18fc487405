using System.CommandLine;
using CephActors.Framing;
using CephActors.Tool.Decoding;
using CephActors.Tool.Manners;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors decode</c>: takes a recorded connection apart, element by element.</summary>
internal static class DecodeCommand
{
    public static Command Create()
    {
        var client = FileOption("--client", "What the side that opened the connection sent.", required: true);
        var server = FileOption("--server", "What the side that accepted it sent.", required: true);
        var keyring = FileOption("--keyring", "Keys to check signatures with, and to decrypt what protocol v2 encrypted.", required: false);
        var monitors = new Option<string[]>("--mon-streams")
        {
            Description = "The two streams of the same client's connection to a monitor, its own first; the tickets in them and the keyring give the session key. May be repeated.",
            HelpName = "FILE FILE",
            Arity = new ArgumentArity(2, 1_000),
            AllowMultipleArgumentsPerToken = true,
        };
        monitors.Validators.Add(result =>
        {
            if (result.Tokens.Count % 2 != 0)
                result.AddError("--mon-streams takes two files, what the client sent and what the monitor sent.");
        });
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line." };

        var command = new ToolCommand(
            "decode",
            "Take the two byte streams of a recorded connection apart, of protocol v1 or v2.",
            "cephactors decode --client client.bin --server server.bin",
            "cephactors decode --client c.bin --server s.bin --keyring osd.keyring --mon-streams mc.bin ms.bin --json")
        {
            client, server, keyring, monitors, json,
        };
        command.SetAction(parse =>
        {
            var conversation = Recording.Decode(
                Files.Read(parse.GetRequiredValue(client)),
                Files.Read(parse.GetRequiredValue(server)),
                parse.GetValue(keyring) is { } path ? RecordedKeys.Load(path, parse.GetValue(monitors) ?? []) : null);
            return Print(conversation, parse.GetValue(json), parse.InvocationConfiguration);
        });
        return command;
    }

    private static Option<string> FileOption(string name, string description, bool required) =>
        new(name) { Description = description, HelpName = "FILE", Required = required };

    private static int Print(Conversation conversation, bool json, InvocationConfiguration streams)
    {
        foreach (var element in conversation.Elements)
            streams.Output.WriteLine(json ? ElementJson.Of(element) : ElementText.Of(element));

        var errors = Errors(conversation).ToArray();
        foreach (var (side, error) in errors)
        {
            streams.Output.WriteLine(json ? ElementJson.Of(side, error) : ElementText.Of(side, error));
            streams.Error.WriteLine($"cephactors: the {ElementNames.Of(side)}'s stream cannot be read on: {error}");
        }

        return errors.Length == 0 ? 0 : 1;
    }

    // Where one side's stream breaks off in the handshake, the other's goes on without its answer: that is no fault of its own.
    private static IEnumerable<(ConversationSide Side, FrameError Error)> Errors(Conversation conversation)
    {
        var errors = new[] { (Side: ConversationSide.Client, Error: conversation.ClientError), (Side: ConversationSide.Server, Error: conversation.ServerError) }
            .Where(e => e.Error is not null)
            .Select(e => (e.Side, Error: e.Error!.Value))
            .ToArray();
        var causes = errors.Where(e => e.Error.Kind != ProtocolError.Unexpected).ToArray();
        return causes.Length > 0 ? causes : errors;
    }
}
