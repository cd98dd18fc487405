using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using CephActors.Encoding;

namespace CephActors.Tests.Tool.Clusters;

/// <summary>A name server on a port of its own that knows SRV records and nothing else. RFC 1035, RFC 2782.</summary>
internal sealed class DnsServer : IDisposable
{
    private const int HeaderSize = 12;
    private const ushort Answer = 0x8180, NoSuchName = 0x8183, Srv = 33, In = 1, NameOfQuestion = 0xC00C;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public DnsServer()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _ = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Targets and ports by name.</summary>
    public Dictionary<string, (string Target, ushort Port)[]> Records { get; } = [];

    public void Dispose() => _socket.Dispose();

    private async Task ServeAsync()
    {
        var query = new byte[512];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(query, new IPEndPoint(IPAddress.Any, 0));
                await _socket.SendToAsync(AnswerTo(query), received.RemoteEndPoint);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The spec is over.
        }
    }

    private byte[] AnswerTo(byte[] query)
    {
        var labels = new List<string>();
        var at = HeaderSize;
        while (query[at] != 0)
        {
            labels.Add(System.Text.Encoding.ASCII.GetString(query, at + 1, query[at]));
            at += query[at] + 1;
        }

        var records = Records.GetValueOrDefault(string.Join('.', labels), []);
        var answer = new WireWriter();
        answer.WriteBytes(query.AsSpan(0, 2));
        foreach (var number in new ushort[] { records.Length == 0 ? NoSuchName : Answer, 1, (ushort)records.Length, 0, 0 })
            Write(answer, number);
        answer.WriteBytes(query.AsSpan(HeaderSize, at + 5 - HeaderSize));
        foreach (var (target, port) in records)
        {
            var name = target.Split('.');
            foreach (var number in new ushort[] { NameOfQuestion, Srv, In, 0, 60, (ushort)(6 + name.Sum(label => label.Length + 1) + 1), 10, 20, port })
                Write(answer, number);
            foreach (var label in name)
            {
                answer.WriteU8((byte)label.Length);
                answer.WriteBytes(System.Text.Encoding.ASCII.GetBytes(label));
            }

            answer.WriteU8(0);
        }

        return answer.ToArray();
    }

    private static void Write(WireWriter writer, ushort number) => writer.WriteU16(BinaryPrimitives.ReverseEndianness(number));
}
