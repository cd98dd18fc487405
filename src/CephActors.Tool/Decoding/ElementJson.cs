using System.Text.Json;
using System.Text.Json.Nodes;
using CephActors.Framing;

namespace CephActors.Tool.Decoding;

/// <summary>An element as one JSON object.</summary>
internal static class ElementJson
{
    public static string Of(ConversationElement element)
    {
        var json = Create(element.Side, element.Offset, element.Length, ElementNames.Of(element));
        foreach (var (name, value) in ElementFields.Of(element))
            json[name] = JsonSerializer.SerializeToNode(value);
        return json.ToJsonString();
    }

    /// <summary>The object that says where a stream could not be read on, and why; its kind is <c>error</c>.</summary>
    public static string Of(ConversationSide side, FrameError error)
    {
        var json = Create(side, error.Offset, 0, "error");
        json["error"] = error.Kind.ToString();
        json["field"] = error.Field;
        json["reason"] = error.Detail;
        return json.ToJsonString();
    }

    private static JsonObject Create(ConversationSide side, long offset, int length, string kind) => new()
    {
        ["side"] = ElementNames.Of(side),
        ["offset"] = offset,
        ["length"] = length,
        ["kind"] = kind,
    };
}
