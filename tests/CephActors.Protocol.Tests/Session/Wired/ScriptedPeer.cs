using System.Buffers.Binary;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>Plays one recorded connection of a peer to a messenger and compares the answers byte by byte.</summary>
internal sealed class ScriptedPeer : ISocketOwner
{
    private const byte AckTag = 8;
    private readonly TestNet _net;
    private readonly TestSocket _socket;
    private readonly byte[] _said;
    private readonly byte[] _answered;
    private readonly List<byte> _heard = [];
    private int _position;

    /// <summary>Connects; <paramref name="said"/> and <paramref name="answered"/> are the two directions as recorded.</summary>
    public ScriptedPeer(TestNet net, TestMessenger messenger, byte[] said, byte[] answered)
    {
        (_net, _said, _answered) = (net, said, answered);
        (_socket, var acceptor) = TestSocket.Pair(net, this, raw: true);
        var hello = CephActors.Framing.V1.ServerHello.Decode(answered.AsSpan(9), out _)!;
        messenger.Accept(acceptor, hello.ClientAsSeen.ToString());
        net.Settle();
        CheckHeard(281);
    }

    /// <summary>The messenger closed the connection.</summary>
    public bool IsClosed => _socket.IsClosed;

    /// <summary>Says the next <paramref name="bytes"/> and expects exactly <paramref name="answer"/> bytes back, those recorded.</summary>
    public void Say(int bytes, int answer)
    {
        var expected = _heard.Count + answer;
        _socket.Send(_said[_position..(_position + bytes)]);
        _position += bytes;
        _net.Settle();
        CheckHeard(expected);
    }

    /// <summary>Sends the recorded message, the first of its session, and expects its acknowledgement.</summary>
    public void SayMessage()
    {
        var expected = _heard.Count + 1 + sizeof(ulong);
        _socket.Send(new QueuedMessage(new CephMessage(MessageType.Ping), 1));
        _net.Settle();
        CheckHeard(expected);
    }

    public void Close()
    {
        _socket.Close();
        _net.Settle();
    }

    public void Receive(TestSocket socket, object item)
    {
        switch (item)
        {
            case byte[] bytes:
                _heard.AddRange(bytes);
                break;
            case AckItem ack:
                var number = new byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64LittleEndian(number, ack.Seq);
                _heard.Add(AckTag);
                _heard.AddRange(number);
                break;
        }
    }

    private void CheckHeard(int count) =>
        Assert.Equal(Convert.ToHexString(_answered.AsSpan(0, count)), Convert.ToHexString([.. _heard]));
}
