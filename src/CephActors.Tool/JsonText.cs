using System.Text.Json;

namespace CephActors.Tool;

/// <summary>Writes JSON for standard output.</summary>
internal static class JsonText
{
    /// <summary>One object in one line.</summary>
    public static string Object(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
