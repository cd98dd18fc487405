using System.Globalization;
using CephActors.Framing;

namespace CephActors.Tool.Decoding;

/// <summary>An element as a line to read: side, offset, length, kind, then what is in it.</summary>
internal static class ElementText
{
    public static string Of(ConversationElement element) =>
        Line(element.Side, element.Offset, element.Length, ElementNames.Of(element), string.Join(' ', ElementFields.Of(element).Select(Field)));

    /// <summary>The line that says where a stream could not be read on, and why.</summary>
    public static string Of(ConversationSide side, FrameError error) =>
        Line(side, error.Offset, 0, "error", $"{error.Kind}: {error.Field}: {error.Detail}");

    private static string Line(ConversationSide side, long offset, int length, string kind, string rest) =>
        string.Create(CultureInfo.InvariantCulture, $"{ElementNames.Of(side)} {offset,9} {length,9} {kind,-22} {rest}").TrimEnd();

    private static string Field((string Name, object Value) field) => field.Value switch
    {
        IEnumerable<uint> numbers => $"{field.Name}={string.Join(',', numbers)}",
        bool truth => $"{field.Name}={(truth ? "yes" : "no")}",
        IFormattable number => $"{field.Name}={number.ToString(null, CultureInfo.InvariantCulture)}",
        var text => $"{field.Name}={text}",
    };
}
