namespace CephActors.Tool.Demo;

/// <summary>
/// When the sockets are cut: at random points of the traffic, and at which of the two ends. The points are counted in
/// messages, so that cuts meet traffic however fast the machine is: senders that would be done before a cut wait at its
/// gate.
/// </summary>
internal sealed class CutSchedule
{
    private readonly int[] _points;
    private readonly int[] _ends;
    private readonly int _messages;

    /// <param name="messages">Messages sent in each direction.</param>
    /// <param name="cuts">How often to cut.</param>
    /// <param name="seed">Chooses points and ends.</param>
    public CutSchedule(int messages, int cuts, int seed)
    {
        _messages = messages;
        var random = new Random(seed);
        _points = [.. Enumerable.Range(0, cuts).Select(_ => random.Next(messages)).Order()];
        _ends = [.. Enumerable.Range(0, cuts).Select(_ => random.Next(2))];
    }

    /// <summary>How often to cut.</summary>
    public int Count => _points.Length;

    /// <summary>The cut is due when one end has received this many messages.</summary>
    public int DueAt(int cut) => cut < Count ? _points[cut] : int.MaxValue;

    /// <summary>The end that is cut: 0 or 1.</summary>
    public int EndOf(int cut) => _ends[cut];

    /// <summary>How many messages may have been sent in a direction before this cut; always more than make it due.</summary>
    public int GateOf(int cut) => (int)Math.Min(_messages, (long)DueAt(cut) + SendWindow.Messages);
}
