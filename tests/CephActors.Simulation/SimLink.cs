namespace CephActors.Simulation;

/// <summary>A TCP connection: two sockets and the bytes between them. Side 0 dialled, side 1 accepted.</summary>
internal sealed class SimLink
{
    private readonly World _world;
    private readonly SimSocket _dialer;
    private readonly SimPipe[] _pipes;
    private SimSocket? _acceptor;

    public SimLink(World world, SimSocket dialer, int number)
    {
        _world = world;
        _dialer = dialer;
        Number = number;
        _pipes = [new SimPipe(world, this, 0), new SimPipe(world, this, 1)];
    }

    /// <summary>The how-manieth dialled in its world, from 0.</summary>
    public int Number { get; }

    /// <summary>Nothing comes through any more, whether the sides know it or not.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The dialler is gone; what it wrote still arrives.</summary>
    public bool IsStranded { get; set; }

    /// <summary>Both sides are there.</summary>
    public bool IsEstablished => _acceptor is not null;

    public SimSocket Side(int side) => side == 0 ? _dialer : _acceptor!;

    /// <summary>The direction towards a side.</summary>
    public SimPipe To(int side) => _pipes[side];

    public void Establish(SimSocket acceptor) => _acceptor = acceptor;

    /// <summary>Breaks the link; the sides learn of it after these delays.</summary>
    public void Break(long learnDialer, long learnAcceptor)
    {
        if (IsBroken)
            return;
        IsBroken = true;
        _world.After(learnDialer, () => _dialer.OnFailed("connection reset"));
        _world.After(learnAcceptor, () => _acceptor?.OnFailed("connection reset"));
    }

    /// <summary>A side has let go: the other sees the end after what was sent, or a reset that overtakes it.</summary>
    public void Close(int side)
    {
        To(side).IsClosed = true;
        if (IsBroken || !IsEstablished)
            return;
        if (IsStranded || _world.Random.Chance(60))
            To(1 - side).Finish();
        else
            Break(side == 0 ? 0 : _world.Latency(), side == 1 ? 0 : _world.Latency());
    }

    /// <summary>The process of a side died: like a close, but it may take long to be seen, or never lead to a word.</summary>
    public void Die(int side, long learnDelay)
    {
        Side(side).OnDied();
        To(side).IsClosed = true;
        if (IsBroken || !IsEstablished)
            return;
        if (learnDelay == 0)
            To(1 - side).Finish();
        else
            Break(learnDelay, learnDelay);
    }

    public override string ToString() => $"socket {Number}";
}
