using System.Text.Json;

namespace MiniMon;

/// <summary>A command as clients send it: a JSON object with a prefix, perhaps a format, and the command's own arguments.</summary>
internal readonly struct Arguments(JsonElement json)
{
    /// <summary>The command's words.</summary>
    public string Prefix => Text("prefix");

    /// <summary>Whether the client asked for JSON.</summary>
    public bool WantsJson => Text("format").StartsWith("json", StringComparison.Ordinal);

    /// <summary>The JSON the client asked for.</summary>
    public string Json(object value) =>
        JsonSerializer.Serialize(value, new JsonSerializerOptions { WriteIndented = Text("format") is "json-pretty" });

    /// <summary>An argument; the words of a list are joined. Empty if it is missing.</summary>
    public string Text(string name) => json.TryGetProperty(name, out var value)
        ? value.ValueKind is JsonValueKind.Array
            ? string.Join(' ', value.EnumerateArray().Select(word => word.GetString()))
            : value.GetString() ?? ""
        : "";
}
