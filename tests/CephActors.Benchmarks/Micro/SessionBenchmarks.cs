using BenchmarkDotNet.Attributes;
using CephActors.Auth;
using CephActors.Framing.V1;
using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Benchmarks.Micro;

/// <summary>What the session does for every message (number, keep, acknowledge) and for every socket (a handshake of six steps).</summary>
[MemoryDiagnoser]
public class SessionBenchmarks
{
    private static readonly EntityAddressVector Peer = EntityAddressVector.Parse("v1:10.0.0.1:6801/11");
    private static readonly ServerHello Hello = new(Peer[0], EntityAddress.Parse("v1:10.0.0.2:51234/0"));
    private static readonly ConnectReplyFrame Ready = new(new ConnectReply(MessengerTag.Ready, CephFeatures.All, 1, 1, 0, 0), []);

    private readonly SessionContext _context = new()
    {
        Name = EntityName.Osd(2),
        Addresses = new OwnAddresses(22),
        Policies = new PolicyTable(Policy.LosslessPeer),
        AuthorizerVerifier = new TakesAll(),
        Random = () => 1,
    };

    private readonly SessionQueues _queues = new();
    private readonly CephMessage _message = new(MessageType.Ping);
    private ulong _received;

    [Benchmark]
    public ulong SendAndAcknowledge()
    {
        _queues.Enqueue(_message, MessagePriority.Default);
        _queues.TryTakeNext(lossless: true, out var next);
        _queues.Acknowledge(next.Seq);
        return next.Seq;
    }

    [Benchmark]
    public bool Receive()
    {
        var accepted = _queues.TryAccept(++_received, lossless: true, out _);
        _queues.TryTakeAck(out _);
        return accepted;
    }

    [Benchmark]
    public int Open()
    {
        var machine = new SessionMachine(_context, new V1Protocol(), Peer, EntityType.Osd, anonymous: false);
        var effects = machine.Step(new SessionInput.Connect()).Count;
        effects += machine.Step(new SessionInput.SocketConnected(machine.Incarnation)).Count;
        effects += machine.Step(new SessionInput.Written(machine.Incarnation)).Count;
        effects += machine.Step(new SessionInput.FrameReceived(machine.Incarnation, Hello)).Count;
        effects += machine.Step(new SessionInput.FrameReceived(machine.Incarnation, Ready)).Count;
        effects += machine.Step(new SessionInput.SendRequested()).Count;
        return machine.IsOpen ? effects : throw new InvalidOperationException($"The session is {machine.State}: {machine.LastFault}");
    }

    private sealed class TakesAll : IAuthorizerVerifier
    {
        public AuthorizerVerdict Verify(EntityType peerType, uint protocol, ReadOnlySpan<byte> authorizer, ref ulong? pendingChallenge, ReadOnlyMemory<byte> connectionSecret = default) =>
            AuthorizerVerdict.Anonymous;
    }
}
