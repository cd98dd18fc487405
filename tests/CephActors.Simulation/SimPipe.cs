namespace CephActors.Simulation;

/// <summary>One direction of a link: bytes on their way, in order, later or never.</summary>
internal sealed class SimPipe(World world, SimLink link, int toSide)
{
    private readonly Queue<(long Due, ReadOnlyMemory<byte>? Bytes)> _chunks = new();
    private long _lastDue;
    private long _lastStart;
    private long _stalledUntil;
    private bool _blocked;

    /// <summary>Bytes written into it.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes that came out.</summary>
    public long Delivered { get; private set; }

    /// <summary>Whether some of what was written last has come out.</summary>
    public bool HasBegun => Delivered > _lastStart;

    /// <summary>Bytes the reader has taken.</summary>
    public long Taken { get; private set; }

    /// <summary>The link breaks when so many bytes have come out.</summary>
    public (long Bytes, long Learn0, long Learn1)? Cut { get; set; }

    /// <summary>The dialler, who writes here, loses the link when it has written so much.</summary>
    public Fault.Strand? Strand { get; set; }

    /// <summary>Nobody reads any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Writes; the writer is told when there is room for more.</summary>
    public void Send(byte[] bytes)
    {
        _lastStart = Sent;
        Sent += bytes.Length;
        var at = 0;
        // Now and then what was written in one piece arrives in several.
        if (bytes.Length > 1 && world.Random.Chance(20))
        {
            at = world.Random.Between(1, bytes.Length - 1);
            Enqueue(bytes.AsMemory(0, at));
        }

        Enqueue(bytes.AsMemory(at));
        if (Strand is { } strand && Sent >= strand.Bytes && !world.FaultsAreOver)
            LeaveStranded(strand);
        if (Sent - Taken <= world.Plan.Settings.Window)
            world.After(world.Random.Between(1, 20), link.Side(1 - toSide).OnWritten);
        else
            _blocked = true;
    }

    /// <summary>Nothing more will be written.</summary>
    public void Finish() => Enqueue(null);

    public void Stall(long duration) => _stalledUntil = Math.Max(_stalledUntil, world.Now + duration);

    public void Take(int count)
    {
        Taken += count;
        if (!_blocked || Sent - Taken > world.Plan.Settings.Window)
            return;
        _blocked = false;
        world.After(world.Plan.Settings.Latency, link.Side(1 - toSide).OnWritten);
    }

    private void LeaveStranded(Fault.Strand strand)
    {
        Strand = null;
        link.IsStranded = true;
        Stall(strand.Delay);
        world.Trace?.Invoke($"{link}: the dialler loses it after {Sent} bytes, which arrive {strand.Delay} us late");
        world.After(1, () => link.Side(0).OnFailed("lost by the dialler"));
    }

    private void Enqueue(ReadOnlyMemory<byte>? bytes)
    {
        var settings = world.Plan.Settings;
        _lastDue = Math.Max(_lastDue, world.Now + settings.Latency + world.Random.Between(0, settings.Jitter));
        _chunks.Enqueue((_lastDue, bytes));
        world.At(_lastDue, Pump);
    }

    private void Pump()
    {
        while (!IsClosed && !link.IsBroken && _chunks.TryPeek(out var chunk) && chunk.Due <= world.Now)
        {
            if (world.Now < _stalledUntil)
            {
                world.At(_stalledUntil, Pump);
                return;
            }

            _chunks.Dequeue();
            if (chunk.Bytes is { } bytes)
                Deliver(bytes);
            else
                link.Side(toSide).OnEnd();
        }
    }

    private void Deliver(ReadOnlyMemory<byte> bytes)
    {
        var cut = !world.FaultsAreOver && Cut is { } c && Delivered + bytes.Length >= c.Bytes ? Cut : null;
        if (cut is { } position)
            bytes = bytes[..(int)Math.Max(0, position.Bytes - Delivered)];
        Delivered += bytes.Length;
        if (!bytes.IsEmpty)
            link.Side(toSide).OnBytes(bytes);
        if (cut is { } broken)
        {
            world.Trace?.Invoke($"{link}: broken after {Delivered} bytes to {(toSide == 0 ? "the dialler" : "the acceptor")}");
            link.Break(broken.Learn0, broken.Learn1);
        }
    }
}
