using System.Buffers.Binary;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Interop.Tests.Wireshark;

/// <summary>
/// Writes recorded connections as a capture file, each element of the protocol in segments of its own, so that what a
/// dissector says about a packet is said about one element.
/// </summary>
internal sealed class Pcap : IDisposable
{
    private const uint Magic = 0xa1b2c3d4;
    private const uint LinkTypeRawIp = 101;
    private const uint Loopback = 0x7f000001;
    public const ushort ServerPort = 6789;
    private const ushort FirstClientPort = 40000;
    private const int MaxSegment = 32000;
    private const int HeadersSize = 40;

    private readonly BinaryWriter _file;
    private uint _packets;

    public Pcap(string path)
    {
        _file = new BinaryWriter(File.Create(path));
        _file.Write(Magic);
        _file.Write((ushort)2);
        _file.Write((ushort)4);
        _file.Write(0UL); // time zone and accuracy
        _file.Write(1U << 18); // longest packet
        _file.Write(LinkTypeRawIp);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Writes one connection as Wireshark's stream of this number.</summary>
    public void Write(Tape tape, int stream)
    {
        byte[][] bytes = [tape.Client, tape.Server];
        long[] sent = [0, 0];
        Open(stream);
        foreach (var element in new ConversationDecoder(FramingOptions.Default).Decode(bytes[0], bytes[1]).Elements)
            WriteUpTo(element.Side, element.Offset + element.Length);
        WriteUpTo(ConversationSide.Client, bytes[0].Length);
        WriteUpTo(ConversationSide.Server, bytes[1].Length);

        // An authorizer stands behind the connect or reply it belongs to, and a cut connection ends in the middle of something.
        void WriteUpTo(ConversationSide side, long end)
        {
            while (sent[(int)side] < Math.Min(end, bytes[(int)side].Length))
            {
                var start = (int)sent[(int)side];
                var segment = bytes[(int)side].AsSpan(start, (int)Math.Min(MaxSegment, Math.Min(end, bytes[(int)side].Length) - start));
                WritePacket(stream, side, (uint)start + 1, (uint)sent[1 - (int)side] + 1, TcpFlags.Push | TcpFlags.Ack, segment);
                sent[(int)side] += segment.Length;
            }
        }
    }

    private void Open(int stream)
    {
        WritePacket(stream, ConversationSide.Client, 0, 0, TcpFlags.Syn, []);
        WritePacket(stream, ConversationSide.Server, 0, 1, TcpFlags.Syn | TcpFlags.Ack, []);
        WritePacket(stream, ConversationSide.Client, 1, 1, TcpFlags.Ack, []);
    }

    private void WritePacket(int stream, ConversationSide side, uint sequence, uint acknowledged, TcpFlags flags, ReadOnlySpan<byte> payload)
    {
        var clientPort = (ushort)(FirstClientPort + stream);
        var (from, to) = side == ConversationSide.Client ? (clientPort, ServerPort) : (ServerPort, clientPort);
        Span<byte> headers = stackalloc byte[HeadersSize];
        headers.Clear();
        headers[0] = 0x45; // IPv4, header of five words
        BinaryPrimitives.WriteUInt16BigEndian(headers[2..], (ushort)(HeadersSize + payload.Length));
        headers[8] = 64; // hops
        headers[9] = 6; // TCP
        BinaryPrimitives.WriteUInt32BigEndian(headers[12..], Loopback);
        BinaryPrimitives.WriteUInt32BigEndian(headers[16..], Loopback);
        BinaryPrimitives.WriteUInt16BigEndian(headers[20..], from);
        BinaryPrimitives.WriteUInt16BigEndian(headers[22..], to);
        BinaryPrimitives.WriteUInt32BigEndian(headers[24..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(headers[28..], acknowledged);
        headers[32] = 0x50; // header of five words
        headers[33] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(headers[34..], ushort.MaxValue); // window

        _file.Write(_packets / 1_000_000);
        _file.Write(_packets++ % 1_000_000);
        _file.Write((uint)(HeadersSize + payload.Length));
        _file.Write((uint)(HeadersSize + payload.Length));
        _file.Write(headers);
        _file.Write(payload);
    }

    [Flags]
    private enum TcpFlags : byte
    {
        Syn = 2,
        Push = 8,
        Ack = 16,
    }
}
