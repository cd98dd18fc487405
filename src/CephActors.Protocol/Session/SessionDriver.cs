using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Framing.V2;

namespace CephActors.Session;

/// <summary>
/// Runs a <see cref="SessionMachine"/> over a socket: frames become inputs, effects are carried out in order, messages
/// are judged, numbered and written. Everything between the machine and its <see cref="ISessionHost"/> that is the same
/// whatever the sockets and the clock are. Not thread-safe.
/// </summary>
internal sealed partial class SessionDriver(SessionMachine machine, ISessionHost host, WriteLimits limits, EntityName source, ushort defaultPriority)
{
    private readonly Queue<SessionInput> _followUps = new();
    private bool _stepping;

    /// <summary>The socket in use.</summary>
    public ISessionSocket? Socket { get; private set; }

    /// <summary>Feeds an input; inputs that arise while effects are carried out wait their turn.</summary>
    public void Step(SessionInput input)
    {
        _followUps.Enqueue(input);
        if (_stepping)
            return;
        _stepping = true;
        try
        {
            while (_followUps.TryDequeue(out var next))
            {
                var effects = machine.Step(next);
                host.Stepped(next);
                for (var i = 0; i < effects.Count; i++)
                    CarryOut(effects[i]);
            }
        }
        finally
        {
            _stepping = false;
        }
    }

    /// <summary>A socket takes the next batch, so it has sent the one before. The session is told if it waits for that.</summary>
    public void OnWriterReady(ISessionSocket socket)
    {
        if (machine.AwaitsWritten && ReferenceEquals(socket, Socket) && !socket.IsWriting && _control.Count == 0)
            Step(new SessionInput.Written(machine.Incarnation));
    }

    /// <summary>Uses this socket from now on.</summary>
    public void Adopt(ISessionSocket socket) => Socket = socket;

    /// <summary>The socket is somebody else's, or has ended: what waited to be written to it is forgotten.</summary>
    public void Forget()
    {
        Socket = null;
        _control.Clear();
    }

    /// <summary>Ends the socket in use, if there is one.</summary>
    public void DropSocket()
    {
        Socket?.Abort();
        Forget();
        host.SocketDropped();
    }

    private void CarryOut(SessionEffect effect)
    {
        switch (effect)
        {
            case SessionEffect.Write e: WriteControl(OutgoingFrame.Raw(e.Bytes)); break;
            case SessionEffect.WriteFrame e: WriteControl(OutgoingFrame.Of(e.Payload)); break;
            case SessionEffect.Configure e: WriteControl(OutgoingFrame.Configure(e.Phase)); break;
            case SessionEffect.Expect e: Socket?.Expect(e.Next, e.Phase); break;
            case SessionEffect.Opened e: OnOpened(e.Terms); break;
            case SessionEffect.DropSocket: DropSocket(); break;
            case SessionEffect.LookUp e: host.Pause(() => LookUp(e)); break;
            case SessionEffect.AnswerRequest e: AnswerRequest(e.Decision); break;
            default: host.CarryOut(effect); break;
        }
    }

    private void OnOpened(SessionTerms terms)
    {
        var gate = host.Open();
        FramePhase phase = terms.Peer is { } peer ? new SessionPhase(peer, gate) : new MessagePhase(terms.MsgAuth, SignerOf(terms), gate);
        machine.LastActivity = host.Monotonic;
        WriteControl(OutgoingFrame.Configure(phase));
        Socket?.Expect(Expectation.Messages, phase);
    }

    private static MessageSigner? SignerOf(SessionTerms terms) =>
        terms.SigningKey is { } key ? new MessageSigner(key.Secret, terms.CephxV2) : null;
}
