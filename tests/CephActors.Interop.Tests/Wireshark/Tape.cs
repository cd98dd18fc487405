using System.Buffers;

namespace CephActors.Interop.Tests.Wireshark;

/// <summary>What the two ends of one connection have sent so far.</summary>
internal sealed class Tape
{
    private readonly MemoryStream _client = new();
    private readonly MemoryStream _server = new();

    public Tape()
    {
    }

    public Tape(byte[] client, byte[] server)
    {
        _client.Write(client);
        _server.Write(server);
    }

    public byte[] Client => Copy(_client);

    public byte[] Server => Copy(_server);

    public void ClientSent(in ReadOnlySequence<byte> bytes) => Add(_client, bytes);

    public void ServerSent(in ReadOnlySequence<byte> bytes) => Add(_server, bytes);

    private static void Add(MemoryStream stream, in ReadOnlySequence<byte> bytes)
    {
        lock (stream)
        {
            foreach (var memory in bytes)
                stream.Write(memory.Span);
        }
    }

    private static byte[] Copy(MemoryStream stream)
    {
        lock (stream)
            return stream.ToArray();
    }
}
