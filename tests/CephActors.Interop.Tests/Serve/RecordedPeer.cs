using System.Net.Sockets;
using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Interop.Tests.Wireshark;

namespace CephActors.Interop.Tests.Serve;

/// <summary>The client side of one recorded connection: says the same again, byte for byte, and compares the answers.</summary>
internal sealed class RecordedPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _client;
    private readonly IReadOnlyList<ConversationElement> _elements;
    private int _next;

    public RecordedPeer(Tape recording)
    {
        _client = recording.Client;
        _elements = new ConversationDecoder(FramingOptions.Default).Decode(_client, recording.Server).Elements;
    }

    /// <summary>The address it says to have.</summary>
    public EntityAddress Own => _elements.First(element => element is { Side: ConversationSide.Client, Kind: ElementKind.Address }).Address;

    public async Task ConnectAsync(EntityAddress address) => await _socket.ConnectAsync(address.ToEndPoint()).WaitAsync(Patience);

    /// <summary>Goes on until so many connects were answered; gives what was recorded and what came, in pairs.</summary>
    public async Task<List<(string Recorded, string Heard)>> PlayAsync(int replies = int.MaxValue)
    {
        var lines = new List<(string, string)>();
        for (; replies > 0 && _next < _elements.Count; _next++)
        {
            var element = _elements[_next];
            if (element.Side == ConversationSide.Client)
            {
                await _socket.SendAsync(_client.AsMemory((int)element.Offset, element.Length));
                continue;
            }

            var bytes = await ReadAsync(element.Length);
            if (element.Kind == ElementKind.ConnectReply)
            {
                Assert.True(ConnectReply.TryRead(bytes, out var reply, out var authorizer));
                lines.Add((Line(element.Reply!.Reply, element.Reply.Authorizer.Length), Line(reply, (int)authorizer)));
                replies--;
            }
            else if (element.Kind == ElementKind.Sequence)
            {
                lines.Add(($"in_seq {element.Value}", $"in_seq {BitConverter.ToUInt64(bytes)}"));
            }
        }

        return lines;
    }

    /// <summary>Ends the connection in order, and waits until the other side has done so too.</summary>
    public async Task EndAsync()
    {
        _socket.Shutdown(SocketShutdown.Send);
        await ClosedAsync();
    }

    /// <summary>Waits until the other side has closed the connection, in order or by a reset.</summary>
    public async Task ClosedAsync()
    {
        var rest = new byte[4096];
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (await _socket.ReceiveAsync(rest, limit.Token) > 0)
            {
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
        }
    }

    /// <summary>Resets the connection, as a failing network does.</summary>
    public void Cut() => _socket.Close(timeout: 0);

    public void Dispose() => _socket.Dispose();

    // The global_seq of an opening counts the attempts of a whole process; that of a refusal is the peer's own.
    private static string Line(ConnectReply reply, int authorizer) =>
        $"{reply.Tag} features {reply.Features:x} global_seq {(reply.Tag.Opens() ? "-" : reply.GlobalSeq)} "
        + $"connect_seq {reply.ConnectSeq} protocol {reply.ProtocolVersion} flags {reply.Flags} authorizer {authorizer}";

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        using var limit = new CancellationTokenSource(Patience);
        for (var read = 0; read < count;)
        {
            var got = await _socket.ReceiveAsync(bytes.AsMemory(read), limit.Token);
            Assert.True(got > 0, $"closed after {read} of {count} bytes");
            read += got;
        }

        return bytes;
    }
}
