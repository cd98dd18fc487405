using System.Globalization;
using CephActors.Tool.Pictures;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CephActors.Tool.Watching;

/// <summary>A <see cref="WatchFrame"/> as people see it.</summary>
internal static class WatchView
{
    private static readonly string[] Headings =
        ["ID", "PEER", "STATE", "POLICY", "IN/s", "OUT/s", "IN B/s", "OUT B/s", "HELD", "FOR", "IN_SEQ", "OUT_SEQ", "RECON", "LAST FAULT"];

    /// <summary>Lines above the rows of connections, their heading included.</summary>
    private const int Above = 8;

    /// <summary>All of it.</summary>
    /// <param name="frame">What to show.</param>
    /// <param name="rows">The most connections shown; null for all.</param>
    /// <param name="trouble">Why there is nothing newer to show.</param>
    public static IRenderable Of(WatchFrame frame, int? rows = null, string? trouble = null) => new Rows(
        Head(frame),
        trouble is null ? Text.Empty : new Text(trouble, new Style(Color.Red)),
        Connections(frame, rows));

    /// <summary>How many connections find room on a terminal of this height.</summary>
    public static int RoomFor(int height) => Math.Max(1, height - Above);

    private static Rows Head(WatchFrame frame)
    {
        var (dump, counters, dispatch) = (frame.Dump, frame.Dump.Counters, frame.Dump.Dispatch);
        var open = dump.Connections.Count(c => c.State == "open");
        return new Rows(
            Line($"{dump.EntityName} {dump.OwnAddresses} ({dump.Name}), {dump.TakenAt:HH:mm:ss}: {dump.Connections.Count} connections, {open} open"),
            Line($"in  {Rate(frame.Received)} {Sparkline.Of(frame.ReceivedBefore, WatchHistory.Length)}"),
            Line($"out {Rate(frame.Sent)} {Sparkline.Of(frame.SentBefore, WatchHistory.Length)}"),
            Line($"dispatch: {dispatch.Length} queued, oldest {Quantity.Compact(dispatch.MaxAge)}, {dispatch.Unfinished} unfinished, "
                + $"{dispatch.Unhandled} unhandled, {dispatch.Lost} lost; {Throttles(dump)}"),
            Line($"sessions: {counters.Opened} opened, {counters.Reconnects} again; {counters.Faults} faults, {counters.Refused} refused; "
                + $"{counters.Resets} resets, {counters.RemoteResets} by peers; {counters.Replayed} messages replayed"));
    }

    private static Table Connections(WatchFrame frame, int? rows)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var heading in Headings)
            table.AddColumn(new TableColumn(heading) { NoWrap = true, Alignment = heading.EndsWith("/s", StringComparison.Ordinal) ? Justify.Right : Justify.Left });
        foreach (var row in frame.Rows.Take(rows ?? int.MaxValue))
        {
            var connection = row.Connection;
            table.AddRow(
                Cell(connection.Id),
                Cell($"{connection.PeerType.ToString().ToLowerInvariant()} {connection.PeerAddresses}"),
                new Text(State(connection), new Style(ColorOf(connection.State))),
                Cell(connection.Policy),
                Cell(Quantity.Compact(row.Received.Messages)),
                Cell(Quantity.Compact(row.Sent.Messages)),
                Cell(Quantity.CompactBytes(row.Received.Bytes)),
                Cell(Quantity.CompactBytes(row.Sent.Bytes)),
                Cell(Quantity.Compact(connection.HeldMessages)),
                Cell(Quantity.Compact(connection.HeldFor)),
                Cell(connection.InSeq),
                Cell(connection.OutSeq),
                Cell(connection.Reconnects),
                Cell(connection.LastFault is { } fault && connection.LastFaultAt is { } at ? $"{Quantity.Compact(frame.Dump.TakenAt - at)} ago: {fault}" : ""));
        }

        return table;
    }

    private static string State(ConnectionDump connection) => connection.Handshake == "none" ? connection.State : $"{connection.State}/{connection.Handshake}";

    private static Color ColorOf(string state) => state switch
    {
        "open" => Color.Green,
        "standby" => Color.Default,
        _ => Color.Yellow,
    };

    private static string Rate(Speed speed) => $"{Quantity.Compact(speed.Messages),6}/s {Quantity.CompactBytes(speed.Bytes),6}/s";

    /// <summary>The fullest throttle, by which the messenger would be stopped first.</summary>
    private static string Throttles(MessengerDump dump)
    {
        var waiting = dump.Throttles.Sum(t => t.Waiting);
        return dump.Throttles.Where(t => t.Max > 0).MaxBy(t => (double)t.Current / t.Max) is { } fullest
            ? string.Create(CultureInfo.InvariantCulture, $"{fullest.Name} {100.0 * fullest.Current / fullest.Max:0}% full, {waiting} sockets wait")
            : "no throttles";
    }

    private static Text Line(string text) => new(text) { Overflow = Overflow.Crop };

    private static Text Cell(IFormattable value) => new(value.ToString(null, CultureInfo.InvariantCulture));

    private static Text Cell(string value) => new(value);
}
