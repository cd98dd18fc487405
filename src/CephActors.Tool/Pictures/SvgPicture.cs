using System.Globalization;
using System.Xml;

namespace CephActors.Tool.Pictures;

/// <summary>
/// A picture as SVG that follows the reader's choice of light or dark. Coordinates and sizes are in pixels from the upper left;
/// shapes take their colour from a class of the style sheet below.
/// </summary>
internal sealed class SvgPicture : IDisposable
{
    /// <summary>The text size that labels have.</summary>
    public const double TextSize = 12;

    private const string Namespace = "http://www.w3.org/2000/svg";

    // c0 and c1 are ours, c2 is what all are measured by, the rest are others. The colour-blind can tell them apart, too.
    private const string Style = """

        .back { fill: #ffffff } .panel { fill: #f6f8fa } .ink { fill: #1f2328 } .faint { fill: #59636e }
        .rule { stroke: #d1d9e0; stroke-width: 1 } .curve { fill: none; stroke-width: 2; stroke-linejoin: round }
        .c0 { fill: #d9480f } .c1 { fill: #f08c00 } .c2 { fill: #868e96 } .c3 { fill: #1971c2 } .c4 { fill: #2f9e44 } .c5 { fill: #9c36b5 }
        .s0 { stroke: #d9480f } .area { fill: #d9480f; opacity: 0.15 }
        text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif } .title { font-size: 17px; font-weight: 600 } .head { font-weight: 600 }
        .right { text-anchor: end } .middle { text-anchor: middle }
        @media (prefers-color-scheme: dark) {
          .back { fill: #0d1117 } .panel { fill: #161b22 } .ink { fill: #e6edf3 } .faint { fill: #9198a1 } .rule { stroke: #30363d }
          .c0 { fill: #ff7b3d } .c1 { fill: #ffb84d } .c2 { fill: #9aa3ad } .c3 { fill: #58a6ff } .c4 { fill: #51cf66 } .c5 { fill: #cc5de8 }
          .s0 { stroke: #ff7b3d } .area { fill: #ff7b3d }
        }

        """;

    private readonly StringWriter _text = new(CultureInfo.InvariantCulture);
    private readonly XmlWriter _xml;

    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="description">What it shows, for those who cannot see it.</param>
    public SvgPicture(double width, double height, string description)
    {
        _xml = XmlWriter.Create(_text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true });
        _xml.WriteStartElement("svg", Namespace);
        _xml.WriteAttributeString("viewBox", $"0 0 {Number(width)} {Number(height)}");
        Attributes(("width", width), ("height", height));
        _xml.WriteAttributeString("role", "img");
        _xml.WriteElementString("title", Namespace, description);
        _xml.WriteElementString("style", Namespace, Style);
        Rectangle(0, 0, width, height, "back", round: 8);
    }

    public void Rectangle(double x, double y, double width, double height, string look, double round = 0)
    {
        Begin("rect", look);
        Attributes(("x", x), ("y", y), ("width", Math.Max(0, width)), ("height", Math.Max(0, height)));
        if (round > 0)
            Attributes(("rx", round));
        _xml.WriteEndElement();
    }

    public void Line(double x1, double y1, double x2, double y2)
    {
        Begin("line", "rule");
        Attributes(("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2));
        _xml.WriteEndElement();
    }

    /// <summary>Text whose base line is at <paramref name="y"/>.</summary>
    public void Text(double x, double y, string text, string look = "ink")
    {
        Begin("text", look);
        Attributes(("x", x), ("y", y));
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    /// <summary>A line through points, left to right, and the area beneath it down to <paramref name="floor"/>.</summary>
    public void Curve(IReadOnlyList<(double X, double Y)> points, double floor)
    {
        if (points.Count < 2)
            return;
        var line = string.Join(" L", points.Select(p => $"{Number(p.X)} {Number(p.Y)}"));
        Path($"M{Number(points[0].X)} {Number(floor)} L{line} L{Number(points[^1].X)} {Number(floor)} Z", "area");
        Path("M" + line, "curve s0");
    }

    /// <summary>Ends the picture and gives its text.</summary>
    public string Finish()
    {
        _xml.WriteEndElement();
        _xml.Flush();
        return _text.ToString() + "\n";
    }

    public void Dispose()
    {
        _xml.Dispose();
        _text.Dispose();
    }

    private void Path(string data, string look)
    {
        Begin("path", look);
        _xml.WriteAttributeString("d", data);
        _xml.WriteEndElement();
    }

    private void Begin(string element, string look)
    {
        _xml.WriteStartElement(element, Namespace);
        _xml.WriteAttributeString("class", look);
    }

    private void Attributes(params ReadOnlySpan<(string Name, double Value)> attributes)
    {
        foreach (var (name, value) in attributes)
            _xml.WriteAttributeString(name, Number(value));
    }

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
