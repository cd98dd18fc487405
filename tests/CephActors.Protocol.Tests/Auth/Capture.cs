using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>One direction of a recorded protocol 1 connection; offsets are those of the capture's notes.md.</summary>
internal sealed class Capture(string name, string file)
{
    private const int TagSize = 1;
    private const int HeaderSize = 53;
    private const int FrontLengthAt = 22;
    private const int ConnectSize = 33;
    private const int ConnectReplySize = 26;

    public byte[] Bytes { get; } = File.ReadAllBytes(PathOf(name, file));

    public static Keyring Keyring(string name) => CephActors.Keyring.Load(PathOf(name, "keyring"));

    public static CryptoKey AdminKey(string name) =>
        Keyring(name).TryGetKey(AuthEntityName.Parse("client.admin"), out var key) ? key : throw new InvalidOperationException("no key");

    /// <summary>Front of the message whose tag stands at the offset.</summary>
    public ReadOnlySpan<byte> FrontAt(int offset)
    {
        Assert.Equal(7, Bytes[offset]);
        var header = Bytes.AsSpan(offset + TagSize);
        return header.Slice(HeaderSize, BinaryPrimitives.ReadInt32LittleEndian(header[FrontLengthAt..]));
    }

    /// <summary>Protocol and payload of an MAuth.</summary>
    public (uint Protocol, byte[] Payload) AuthAt(int offset)
    {
        var reader = new WireReader(FrontAt(offset));
        _ = reader.ReadBytes(18, "paxos");
        var result = (reader.ReadU32("protocol"), reader.ReadBlob("payload").ToArray());
        Assert.False(reader.Failed);
        return result;
    }

    /// <summary>The fields of an MAuthReply.</summary>
    public (uint Protocol, int Result, ulong GlobalId, byte[] Payload) AuthReplyAt(int offset)
    {
        var reader = new WireReader(FrontAt(offset));
        var result = (reader.ReadU32("protocol"), reader.ReadS32("result"), reader.ReadU64("global_id"), reader.ReadBlob("payload").ToArray());
        Assert.False(reader.Failed);
        return result;
    }

    /// <summary>The authorizer behind a connect.</summary>
    public byte[] AuthorizerAt(int connectOffset) =>
        Bytes.AsSpan(connectOffset + ConnectSize, BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(connectOffset + 28))).ToArray();

    /// <summary>The authorizer bytes behind a connect_reply.</summary>
    public byte[] AuthorizerReplyAt(int replyOffset) =>
        Bytes.AsSpan(replyOffset + ConnectReplySize, BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(replyOffset + 21))).ToArray();

    private static string PathOf(string name, string file) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures", name, file);
}

/// <summary>Hands out prepared numbers where random ones are asked for.</summary>
internal sealed class Numbers(params ulong[] numbers)
{
    private int _next;

    public ulong Next() => numbers[_next++];

    /// <summary>Different numbers without end.</summary>
    public static Func<ulong> Counting(ulong first = 0x0101010101010101)
    {
        var next = first;
        return () => next += 0x9e3779b97f4a7c15;
    }
}
