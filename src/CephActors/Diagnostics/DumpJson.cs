using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CephActors.Diagnostics;

/// <summary>How a <see cref="MessengerDump"/> is written as JSON.</summary>
internal static class DumpJson
{
    /// <summary>In one line.</summary>
    public static JsonSerializerOptions Compact { get; } = Create(indented: false);

    /// <summary>On many lines.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            // Addresses, names and reasons stay readable; none of it goes into a web page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            WriteIndented = indented,
        };
        options.Converters.Add(new Text<EntityName>(static name => name.ToString(), EntityName.Parse));
        options.Converters.Add(new Text<EntityAddressVector>(static addresses => addresses.ToString(), EntityAddressVector.Parse));
        options.Converters.Add(new Text<EntityType>(static type => type.ToString().ToLowerInvariant(), static text => Enum.Parse<EntityType>(text, ignoreCase: true)));
        options.Converters.Add(new Seconds());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class Text<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.TokenType is JsonTokenType.String ? reader.GetString()! : throw new JsonException();
            try
            {
                return read(text);
            }
            catch (Exception cause) when (cause is FormatException or ArgumentException)
            {
                throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is no {typeof(T).Name}"), cause);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
    }

    private sealed class Seconds : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.Number && reader.TryGetDouble(out var seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalSeconds);
    }
}
