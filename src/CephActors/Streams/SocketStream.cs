using System.Buffers;
using System.Net;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Framing;
using CephActors.Session;
using CephActors.Transport;

namespace CephActors.Streams;

/// <summary>
/// A handle over one socket and the stages that frame its bytes, fused into one island:
/// <code>
///  Write --> OutgoingSource --> EncoderStage --> transport --> DecoderStage --> FrameSink --> owner
/// </code>
/// An actor owns it and is told what happens as <see cref="SocketEvent"/>s; the last is <see cref="SocketTerminated"/>.
/// Methods may be called from any thread and at any time; once the socket has ended they do nothing. The owner must
/// return each batch it gets, and close or abort a socket it gives up: nobody watches whether the owner is alive.
/// That the peer has gone is noticed by receiving, so not while bytes wait that nothing is expected of yet, while the
/// receive gate is shut, or while too many batches are out.
/// </summary>
internal sealed class SocketStream : ISocketListener, ISessionSocket
{
    /// <summary>Batches an owner may have in hand before nothing more is read for it.</summary>
    internal const int MaxUnreturnedBatches = 4;

    private readonly TimeSpan _closeTimeout;
    private readonly StagePort _outgoing = new();
    private readonly StagePort _decoder = new();
    private readonly StagePort _sink = new();
    private readonly FrameCredit _credit = new(MaxUnreturnedBatches);
    private readonly UnreturnedBatches _unreturned = new(MaxUnreturnedBatches);
    private SocketOwner _owner;
    private SocketEnd? _end;
    private volatile SocketInfo? _info;
    private volatile bool _closing;
    private int _writing;
    private bool _connected;
    private bool _writerReadyHeld;

    private SocketStream(IActorRef owner, long incarnation, TimeSpan closeTimeout)
    {
        _owner = new SocketOwner(owner, incarnation, this);
        _closeTimeout = closeTimeout;
    }

    /// <summary>The number the present owner knows this socket by.</summary>
    public long Incarnation => Volatile.Read(ref _owner).Incarnation;

    /// <summary>Both ends, once the socket is established.</summary>
    public SocketInfo? Info => _info;

    /// <summary>How the socket ended, once it has.</summary>
    public SocketEnd? End => Volatile.Read(ref _end);

    public bool IsTerminated => End is not null;

    /// <summary>Whether <see cref="Write"/> would take a batch now.</summary>
    public bool CanWrite => !IsWriting && !_closing && !IsTerminated;

    /// <summary>Whether a batch is in flight, or was when the socket ended.</summary>
    public bool IsWriting => Volatile.Read(ref _writing) != 0;

    /// <summary>Connects to a peer. A failure is an event, not an exception.</summary>
    public static SocketStream Open(
        ByteTransport transport,
        IPEndPoint remote,
        SocketSettings settings,
        FrameCodec codec,
        IActorRef owner,
        long incarnation,
        IMaterializer materializer)
    {
        var socket = new SocketStream(owner, incarnation, settings.CloseTimeout);
        socket.Run(() => transport.Connect(remote, settings), codec, materializer);
        return socket;
    }

    /// <summary>Takes an accepted socket into use; its owner is told like that of one that connected.</summary>
    public static SocketStream Accept(
        IncomingSocket incoming,
        FrameCodec codec,
        IActorRef owner,
        long incarnation,
        IMaterializer materializer)
    {
        var socket = new SocketStream(owner, incarnation, incoming.Settings.CloseTimeout) { _info = incoming.Info };
        var established = Task.FromResult(incoming.Info);
        socket.Run(() => incoming.Flow.MapMaterializedValue(_ => established), codec, materializer);
        return socket;
    }

    /// <summary>Says what the peer may say next; the decoder pauses after each frame of the handshake.</summary>
    public void Expect(Expectation next, FramePhase? phase = null) => _decoder.Send(new ExpectNext(next, phase));

    /// <summary>
    /// Sends a batch, which must not be touched any more and is returned to its pool when encoded. <see cref="WriterReady"/>
    /// follows when it was sent. False, and the caller keeps the batch, while one is in flight and after the end; a batch
    /// that is in flight when the socket ends is lost without notice.
    /// </summary>
    public bool Write(OutgoingBatch batch)
    {
        if (_closing || IsTerminated || Interlocked.CompareExchange(ref _writing, 1, 0) != 0) return false;
        _outgoing.Send(batch);
        return true;
    }

    /// <summary>
    /// Returns a batch of <see cref="FramesReceived"/>; it must not be touched any more. Due for every batch, from whoever
    /// got it, also after a handover and after the end.
    /// </summary>
    public void BatchDone(FrameBatch batch)
    {
        _unreturned.Remove(batch);
        batch.Return();
        if (_credit.Return()) _sink.Send(CreditReturned.Instance);
    }

    /// <summary>
    /// Sends what was written, then closes and forgets what still arrives. The end comes when the peer has closed as well,
    /// or as a failure when the settings' close timeout is over.
    /// </summary>
    public void Close()
    {
        if (_closing) return;
        _closing = true;
        _outgoing.Send(FinishWriting.Instance);
        _decoder.Send(new DiscardRest(_closeTimeout));
    }

    /// <summary>Resets the socket at once, whatever is under way. Frames told before still have to be returned.</summary>
    public void Abort() => _decoder.Send(new FailReading(new SocketAbortedException("aborted from this side")));

    /// <summary>
    /// For an owner that dies in the middle of something: resets the socket, and what was told to it and is told still
    /// counts as returned, its messages as done.
    /// </summary>
    public void Abandon()
    {
        Abort();
        _unreturned.Abandon();
    }

    /// <summary>
    /// Makes another actor the owner, who is told everything from now on. Told to the old owner is what happened before,
    /// and never the end, unless it was told already. A socket that has ended is ended for the new owner too: it is told.
    /// A batch the old owner wrote may be in flight; the new one then gets its <see cref="WriterReady"/>.
    /// </summary>
    public void HandOver(IActorRef newOwner, long incarnation)
    {
        // Either the end is seen here, or whoever ends the socket sees the new owner; both may be, so it is told once.
        var owner = new SocketOwner(newOwner, incarnation, this);
        Interlocked.Exchange(ref _owner, owner);
        if (End is { } end) owner.TellEnd(end);
    }

    void ISocketListener.OnConnected(SocketInfo info)
    {
        _info = info;
        var owner = Volatile.Read(ref _owner);
        owner.Actor.Tell(new SocketConnected(this, owner.Incarnation, info), ActorRefs.NoSender);
        _connected = true;
        if (_writerReadyHeld) owner.TellWriterReady();
    }

    void ISocketListener.OnFrames(FrameBatch batch)
    {
        _unreturned.Add(batch);
        var owner = Volatile.Read(ref _owner);
        owner.Actor.Tell(new FramesReceived(this, owner.Incarnation, batch), ActorRefs.NoSender);
    }

    void ISocketListener.OnWriterReady()
    {
        // Cleared before the owner is read: a new owner whose write was refused is the one who is told.
        Interlocked.Exchange(ref _writing, 0);
        if (!_connected)
            _writerReadyHeld = true; // a batch written ahead was sent before word of the connection got here
        else if (!IsTerminated)
            Volatile.Read(ref _owner).TellWriterReady();
    }

    void ISocketListener.OnWriterStopped(Exception? cause) => _decoder.Send(new WritingStopped(cause));

    void ISocketListener.OnEnded(Exception? failure) => Terminate(failure);

    private void Run(
        Func<Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>>> transport,
        FrameCodec codec,
        IMaterializer materializer)
    {
        try
        {
            var landing = new Landing();
            Source.FromGraph(new OutgoingSource(this, _outgoing))
                .Via(new EncoderStage(codec))
                .ViaMaterialized(transport().AddAttributes(new Attributes(landing)), Keep.Right)
                .Via(new DecoderStage(codec, _decoder, landing))
                .To(new FrameSink(this, _credit, _sink))
                .Run(materializer)
                .ContinueWith(
                    ReportEstablished,
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
        }
        catch (Exception e)
        {
            // The materializer was shut down meanwhile, or the address cannot be used: to the owner an end like others.
            Terminate(e);
        }
    }

    private void ReportEstablished(Task<SocketInfo> established)
    {
        // A failed connect reaches the sink through the stream; here it only counts as observed.
        if (established.Exception is null && !established.IsCanceled) _sink.Send(established.Result);
    }

    private void Terminate(Exception? failure)
    {
        var end = failure is not null ? SocketEnd.From(failure)
            : _closing ? new SocketEnd(SocketEndKind.Closed, null, "closed from this side")
            : new SocketEnd(SocketEndKind.PeerClosed, null, "closed by the peer");
        if (Interlocked.CompareExchange(ref _end, end, null) is not null) return;
        _outgoing.Send(new StopWriting(failure ?? new SocketAbortedException(end.Reason), InOrder: failure is null));
        Volatile.Read(ref _owner).TellEnd(end);
    }
}
