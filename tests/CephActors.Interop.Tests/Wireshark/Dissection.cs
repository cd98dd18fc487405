using System.Globalization;
using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Wireshark;

/// <summary>What Wireshark's dissector says about recorded connections.</summary>
/// <param name="Packets">Every packet it recognised as Ceph's, in order.</param>
internal sealed record Dissection(IReadOnlyList<DissectedPacket> Packets)
{
    private const string Tool = "tshark";

    /// <summary>Why the dissector cannot be asked; null if it can.</summary>
    public static string? Missing { get; } = Commands.WhyMissing("tshark", Tool);

    /// <summary>The types of the messages it calls malformed; its knowledge of several ends years ago.</summary>
    public IEnumerable<MessageType> MalformedTypes => Malformed.SelectMany(packet => packet.Types.TakeLast(1)).Distinct().Order();

    private IEnumerable<DissectedPacket> Malformed => Packets.Where(packet => packet.IsMalformed);

    public static async Task<Dissection> OfAsync(IEnumerable<Tape> tapes)
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var pcap = new Pcap(file))
            {
                foreach (var (stream, tape) in tapes.Index())
                    pcap.Write(tape, stream);
            }

            return await OfFileAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static async Task<Dissection> OfFileAsync(string file)
    {
        string[] fields = ["tcp.stream", "tcp.dstport", "_ws.malformed", "ceph.type", "_ws.col.Info"];
        var result = await Commands.RunOrThrowAsync(
            Tool, ["-r", file, "-Y", "ceph", "-T", "fields", "-E", "separator=|", .. fields.SelectMany(field => new[] { "-e", field })]);
        return new Dissection([.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)]);
    }

    /// <summary>It must have found the messages that are on these tapes, one after the other.</summary>
    public void AssertHasMessagesOf(IEnumerable<Tape> tapes)
    {
        foreach (var (stream, tape) in tapes.Index())
        {
            var elements = new ConversationDecoder(FramingOptions.Default).Decode(tape.Client, tape.Server).Elements;
            foreach (var side in Enum.GetValues<ConversationSide>())
            {
                Assert.Equal(
                    elements.Where(element => element.Side == side && element.Kind == ElementKind.Message).Select(element => element.Message!.Type),
                    Packets.Where(packet => packet.Stream == stream && packet.Side == side).SelectMany(packet => packet.Types));
            }
        }
    }

    /// <summary>It must not have stumbled, but over messages of which it stumbles over the real ones too.</summary>
    public async Task AssertIsReadLikeRealTrafficAsync()
    {
        var real = await RealTraffic.DissectedAsync();
        Assert.DoesNotContain(Malformed, packet => packet.Types.Count == 0);
        Assert.Empty(MalformedTypes.Except(real.MalformedTypes));
        Assert.DoesNotContain(Packets, packet => packet.Summary.Contains("UNKNOWN", StringComparison.Ordinal));
    }

    private static DissectedPacket Parse(string line)
    {
        var fields = line.Split('|', 5);
        return new DissectedPacket(
            int.Parse(fields[0], CultureInfo.InvariantCulture),
            fields[1] == Pcap.ServerPort.ToString(CultureInfo.InvariantCulture) ? ConversationSide.Client : ConversationSide.Server,
            fields[2].Length > 0,
            [.. fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(type => (MessageType)Convert.ToUInt16(type, 16))],
            fields[4]);
    }
}

/// <summary>What it says about one packet.</summary>
/// <param name="Stream">The connection it belongs to.</param>
/// <param name="Side">Who sent it.</param>
/// <param name="IsMalformed">Whether the dissector stumbled.</param>
/// <param name="Types">The types of the messages in it: one if it is a message, none if it is another element.</param>
/// <param name="Summary">One line for people.</param>
internal sealed record DissectedPacket(int Stream, ConversationSide Side, bool IsMalformed, IReadOnlyList<MessageType> Types, string Summary);
