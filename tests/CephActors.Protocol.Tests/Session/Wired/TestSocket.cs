using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>Who is told what a socket hands out: frames, messages, acknowledgements, beginning and end.</summary>
internal interface ISocketOwner
{
    public void Receive(TestSocket socket, object item);
}

internal sealed record SocketUp;

internal sealed record SocketDown(bool Refused);

internal sealed record AckItem(ulong Seq);

internal sealed record KeepaliveItem;

/// <summary>
/// One end of a socket. Handshakes travel as bytes and go through the real decoder, what follows travels as values.
/// </summary>
internal sealed class TestSocket : IChannel
{
    private readonly TestNet _net;
    private readonly Queue<(long Stamp, object Item)> _inbox = [];
    private readonly FrameDecoder _decoder = new(FramingOptions.Default);
    private byte[] _unread = [];
    private bool _messages;
    private bool _broken;

    private TestSocket(TestNet net, ISocketOwner owner)
    {
        _net = net;
        Owner = owner;
        Peer = this;
        net.Add(this);
    }

    public TestSocket Peer { get; private set; }

    public ISocketOwner Owner { get; set; }

    /// <summary>Hands handshakes out as the bytes they travel in, and holds nothing back.</summary>
    public bool IsRaw { get; init; }

    /// <summary>The number under which the present owner's session knows it.</summary>
    public long Incarnation { get; set; }

    public bool IsClosed { get; private set; }

    /// <summary>Nothing passes any more, whether the ends know it or not.</summary>
    public bool IsDead => IsClosed || Peer.IsClosed || _broken;

    public long? Head => !IsClosed && _inbox.TryPeek(out var next) && (IsRaw || _messages || !IsMessage(next.Item)) ? next.Stamp : null;

    public static (TestSocket Dialler, TestSocket Acceptor) Pair(TestNet net, ISocketOwner dialler, bool raw = false)
    {
        var near = new TestSocket(net, dialler) { IsRaw = raw };
        near.Peer = new TestSocket(net, dialler) { Peer = near };
        return (near, near.Peer);
    }

    public void Put(object item) => _inbox.Enqueue((_net.NextStamp(), item));

    public void Send(object item)
    {
        if (!IsClosed && !Peer.IsClosed && !_broken)
            Peer.Put(item);
    }

    public void Expect(Expectation next)
    {
        if (next is Expectation.Messages)
        {
            _messages = true;
            return;
        }

        _decoder.Expect(next);
        Read();
    }

    public void Deliver()
    {
        var item = _inbox.Dequeue().Item;
        if (item is byte[] bytes && !IsRaw)
        {
            _unread = [.. _unread, .. bytes];
            Read();
        }
        else
        {
            if (item is SocketDown)
                IsClosed = true;
            Owner.Receive(this, item);
        }
    }

    /// <summary>Closes this end; the other one finds out after what is on its way.</summary>
    public void Close()
    {
        Send(new SocketDown(Refused: false));
        IsClosed = true;
        _inbox.Clear();
    }

    /// <summary>The network breaks: what is on its way is lost, and the ends named find out.</summary>
    public void Cut(bool tellThisEnd, bool tellPeer)
    {
        Lose(tellThisEnd);
        Peer.Lose(tellPeer);
    }

    private void Lose(bool tell)
    {
        // A connect that gets no answer is given up by TCP itself.
        tell |= _inbox.Any(i => i.Item is SocketUp);
        _broken = true;
        _inbox.Clear();
        if (tell && !IsClosed)
            Put(new SocketDown(Refused: false));
    }

    private void Read()
    {
        ReadOnlySpan<byte> input = _unread;
        DecodeStatus status;
        while ((status = _decoder.TryRead(ref input, out var frame)) is DecodeStatus.Done)
        {
            // Set first: the owner may say at once what it expects next.
            _unread = input.ToArray();
            Owner.Receive(this, frame);
            if (IsClosed)
                return;
            input = _unread;
        }

        Assert.True(status is DecodeStatus.NeedMore or DecodeStatus.Paused, _decoder.Error.ToString());
        _unread = input.ToArray();
    }

    private static bool IsMessage(object item) => item is QueuedMessage or AckItem or KeepaliveItem;
}
