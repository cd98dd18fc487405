using System.Text.Json;

namespace CephActors.Tests.Tool;

public sealed class DecodeSpec : IDisposable
{
    private static readonly string Captures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cephactors-decode-");

    public static TheoryData<string> Streams =>
        [.. Directory.GetDirectories(Captures)
            .SelectMany(folder => Directory.GetFiles(folder, "*client.bin"))
            .Select(file => Path.GetRelativePath(Captures, file)[..^"client.bin".Length].Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Elements_should_lie_side_by_side_when_a_capture_is_decoded(string stream)
    {
        var run = await Decode(stream, "--json");

        foreach (var (side, length) in new[] { ("client", LengthOf(stream + "client.bin")), ("server", LengthOf(stream + "server.bin")) })
        {
            long next = 0;
            foreach (var element in run.Objects.Where(o => Text(o, "side") == side && Text(o, "kind") != "error"))
            {
                Assert.Equal(next, Number(element, "offset"));
                next += Number(element, "length");
            }

            Assert.True(next == length || run.ExitCode == 1, $"{side}: {next} of {length} bytes");
        }

        Assert.All(run.Objects.Where(o => Text(o, "kind") is "msg" or "message"), m => Assert.Equal("ok", Text(m, "crc")));
        Assert.Equal(run.ExitCode == 1, run.Objects.Any(o => Text(o, "kind") == "error"));
    }

    [Fact]
    public async Task Message_should_have_all_its_fields_when_printed_as_json()
    {
        var run = await Decode("v1-none-keepalive2/stream-0.", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Contains(
            """{"side":"client","offset":195,"length":135,"kind":"msg","type":17,"type_name":"MAuth","seq":1,"tid":0,"priority":127,"front":60,"middle":0,"data":0,"crc":"ok","signed":false}""",
            run.Lines);
    }

    [Fact]
    public async Task Kinds_should_be_those_of_the_conversation_when_printed_as_json()
    {
        var run = await Decode("v1-none-keepalive2/stream-0.", "--json");

        Assert.Equal(
            ["banner", "address", "connect", "seq", "keepalive2", "msg", "msg"],
            run.Objects.Where(o => Text(o, "side") == "client").Select(o => Text(o, "kind")));
        Assert.Equal(
            ["banner", "address", "address", "connect_reply", "seq", "keepalive2_ack", "msg", "msg", "msg", "msg"],
            run.Objects.Where(o => Text(o, "side") == "server").Select(o => Text(o, "kind")));
    }

    [Fact]
    public async Task Line_should_say_the_same_when_printed_as_text()
    {
        var run = await Decode("v1-none-keepalive2/stream-0.");

        Assert.Contains(
            "client       195       135 msg                    type=17 type_name=MAuth seq=1 tid=0 priority=127 front=60 middle=0 data=0 crc=ok signed=no",
            run.Lines);
        Assert.Contains("server       145       136 address                address=v1:127.0.0.1:43768/0", run.Lines);
    }

    [Fact]
    public async Task Kinds_should_be_those_of_protocol_2_when_its_banner_begins_a_stream()
    {
        var run = await Decode("v2-crc-none-osd-osd-reconnect/stream-2.", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["banner", "hello", "auth_request", "auth_signature", "session_reconnect", "session_reconnect", "ack", "message"],
            run.Objects.Where(o => Text(o, "side") == "client").Select(o => Text(o, "kind")).Take(8));
        Assert.Equal(
            ["banner", "hello", "auth_done", "auth_signature", "session_retry", "session_reconnect_ok"],
            run.Objects.Where(o => Text(o, "side") == "server").Select(o => Text(o, "kind")).Take(6));
    }

    [Fact]
    public async Task Message_of_protocol_2_should_have_all_its_fields_when_printed_as_json()
    {
        var run = await Decode("v2-crc-none-librados-mon-command/", "--json");

        Assert.Contains(run.Lines, line => line.Contains("\"kind\":\"message\",\"type\":50,\"type_name\":\"MMonCommand\",\"seq\":", StringComparison.Ordinal)
            && line.Contains("\"crc\":\"ok\",\"ack_seq\":", StringComparison.Ordinal) && line.Contains("\"segments\":[41,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Encrypted_session_should_be_read_when_keyring_and_monitor_give_the_key()
    {
        const string folder = "v2-secure-cephx-osd-put-get-64k/";
        var run = await Decode(
            folder,
            "--json",
            "--keyring", PathOf(folder + "keyring"),
            "--mon-streams", PathOf(folder + "stream-2.client.bin"), PathOf(folder + "stream-2.server.bin"));

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Objects.Where(o => Text(o, "kind") == "auth_signature"), o => Assert.Equal("ok", Text(o, "signature")));
        var write = run.Objects.Single(o => Text(o, "kind") == "message" && Text(o, "side") == "client");
        Assert.Equal((42, 65536), (Number(write, "type"), Number(write, "data")));
        Assert.Equal([41, 214, 0, 65536], write.GetProperty("segments").EnumerateArray().Select(length => length.GetInt32()));
    }

    [Fact]
    public async Task Encrypted_session_should_be_one_element_when_no_key_is_known()
    {
        var run = await Decode("v2-secure-cephx-osd-put-get-64k/", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["encrypted", "encrypted"], run.Objects.TakeLast(2).Select(o => Text(o, "kind")));
    }

    [Fact]
    public async Task Signatures_should_be_checked_when_keyring_and_monitor_give_the_key()
    {
        const string folder = "v1-cephx-osd-put-get-64k/";
        var run = await Decode(
            folder,
            "--json",
            "--keyring", PathOf(folder + "keyring"),
            "--mon-streams", PathOf(folder + "stream-3.client.bin"), PathOf(folder + "stream-3.server.bin"));

        var messages = run.Objects.Where(o => Text(o, "kind") == "msg").ToArray();
        Assert.Equal(2, messages.Length);
        Assert.All(messages, m => Assert.True(m.GetProperty("signed").GetBoolean()));
        Assert.All(messages, m => Assert.Equal("ok", Text(m, "signature")));
    }

    [Fact]
    public async Task Signature_should_be_reported_when_it_is_wrong()
    {
        const string folder = "v1-cephx-osd-put-get-64k/";
        var client = Damaged(folder + "client.bin", offset: LengthOf(folder + "client.bin") - 2);
        var run = await ToolRun.Of(
            "decode", "--json", "--client", client, "--server", PathOf(folder + "server.bin"),
            "--keyring", PathOf(folder + "keyring"),
            "--mon-streams", PathOf(folder + "stream-3.client.bin"), PathOf(folder + "stream-3.server.bin"));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("bad", Text(run.Objects.Single(o => Text(o, "side") == "client" && Text(o, "kind") == "msg"), "signature"));
        Assert.Equal("BadSignature", Text(run.Objects[^1], "error"));
    }

    [Fact]
    public async Task Message_should_be_shown_as_bad_when_its_checksum_is_wrong()
    {
        const string stream = "v1-none-keepalive2/stream-0.";
        // The first byte of the front of the message at 195.
        var client = Damaged(stream + "client.bin", offset: 195 + 1 + 53);
        var run = await ToolRun.Of("decode", "--json", "--client", client, "--server", PathOf(stream + "server.bin"));

        Assert.Equal(1, run.ExitCode);
        var message = run.Objects.Single(o => Text(o, "side") == "client" && Text(o, "kind") == "msg");
        Assert.Equal((195, "bad"), (Number(message, "offset"), Text(message, "crc")));
        var error = run.Objects[^1];
        Assert.Equal(("error", "client", "FrontCrc"), (Text(error, "kind"), Text(error, "side"), Text(error, "error")));
        Assert.Single(run.Error, '\n');
    }

    [Fact]
    public async Task End_should_say_where_and_why_when_a_stream_is_cut_anywhere()
    {
        const string stream = "v1-none-keepalive2/stream-0.";
        var server = await File.ReadAllBytesAsync(PathOf(stream + "server.bin"));
        var cut = Path.Combine(_folder.FullName, "cut.bin");
        for (int length = 0; length < server.Length; length++)
        {
            await File.WriteAllBytesAsync(cut, server[..length]);
            var run = await ToolRun.Of("decode", "--client", PathOf(stream + "client.bin"), "--server", cut);

            if (run.ExitCode == 0)
            {
                Assert.Contains(length, new[] { 315, 324, 423, 668, 747 });
                continue;
            }

            Assert.Matches($"^(server +{length} +0 error +Truncated: |client +[0-9]+ +0 error +Unexpected: )", run.Lines[^1]);
            Assert.StartsWith("cephactors: ", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("missing.bin", null)]
    [InlineData(null, "missing.keyring")]
    public async Task File_should_be_named_in_one_line_when_it_is_missing(string? client, string? keyring)
    {
        const string stream = "v1-none-keepalive2/stream-0.";
        var run = await ToolRun.Of(
            "decode",
            "--client", client ?? PathOf(stream + "client.bin"),
            "--server", PathOf(stream + "server.bin"),
            "--keyring", keyring ?? PathOf("v1-cephx-mon-dump/keyring"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(client ?? keyring!, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error, '\n');
        Assert.Empty(run.Output);
    }

    private static Task<ToolRun> Decode(string stream, params string[] more) =>
        ToolRun.Of(["decode", "--client", PathOf(stream + "client.bin"), "--server", PathOf(stream + "server.bin"), .. more]);

    private static string PathOf(string file) => Path.Combine(Captures, file);

    private static long LengthOf(string file) => new FileInfo(PathOf(file)).Length;

    private string Damaged(string file, long offset)
    {
        var bytes = File.ReadAllBytes(PathOf(file));
        bytes[offset] ^= 0x55;
        var path = Path.Combine(_folder.FullName, "damaged.bin");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
