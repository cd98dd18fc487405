using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.IO;
using Akka.Streams;
using Akka.Streams.Dsl;
using StreamTcp = Akka.Streams.Dsl.Tcp;

namespace CephActors.Transport;

/// <summary>
/// Akka's own TCP, for comparison and for systems that want one TCP stack: several times slower than
/// <see cref="SocketTransport"/>. It does not say why a connect failed; as it retries a few times and has no time limit,
/// the cause is reported as a refusal. Its listener takes the sockets it has accepted along when it unbinds.
/// </summary>
internal sealed class StockTcpTransport(ActorSystem system) : ByteTransport
{
    /// <summary>Bytes handed to Akka in one write, below any limit set on its write queue.</summary>
    private const int MaxWrite = 128 * 1024;

    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(
        IPEndPoint remote, SocketSettings settings)
    {
        var tcp = system.TcpStream()
            .OutgoingConnection(remote, options: Options(settings), halfClose: true)
            .MapMaterializedValue(Describe);
        return Translate(tcp).SelectError(e => IsConnectFailure(e) ? Refused() : e);
    }

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        system.TcpStream()
            .Bind(local.Address.ToString(), local.Port, settings.Backlog, Options(settings), halfClose: true)
            .Select(incoming => new IncomingSocket(
                Info(incoming.LocalAddress, incoming.RemoteAddress),
                settings,
                Translate(incoming.Flow)))
            .MapMaterializedValue(binding => Describe(binding, local));

    private static Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, TMat> Translate<TMat>(
        Flow<ByteString, ByteString, TMat> tcp) =>
        Flow.Create<ReadOnlySequence<byte>>()
            .SelectMany(ToWrites)
            .ViaMaterialized(tcp, Keep.Right)
            .Select(received => new ReadOnlySequence<byte>(received.ToArray()));

    /// <summary>The next write is only taken when Akka has acknowledged the one before, so nothing is copied.</summary>
    private static IEnumerable<ByteString> ToWrites(ReadOnlySequence<byte> data)
    {
        foreach (var memory in data)
            for (var offset = 0; offset < memory.Length; offset += MaxWrite)
                yield return ToWrite(memory.Slice(offset, Math.Min(MaxWrite, memory.Length - offset)));
    }

    private static ByteString ToWrite(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment)
            ? ByteString.FromBytes(segment)
            : ByteString.FromBytes(memory.ToArray());

    private static ImmutableList<Inet.SocketOption> Options(SocketSettings settings)
    {
        var options = ImmutableList<Inet.SocketOption>.Empty;
        if (!settings.NoDelay) options = options.Add(new Delay());
        if (settings.ReceiveBuffer > 0) options = options.Add(new Inet.SO.ReceiveBufferSize(settings.ReceiveBuffer));
        return options;
    }

    private static async Task<SocketInfo> Describe(Task<StreamTcp.OutgoingConnection> connected)
    {
        try
        {
            var connection = await connected.ConfigureAwait(false);
            return Info(connection.LocalAddress, connection.RemoteAddress);
        }
        catch (Exception e) when (e.GetBaseException() is StreamTcpException)
        {
            throw Refused();
        }
    }
    private static async Task<TransportListener> Describe(Task<StreamTcp.ServerBinding> binding, IPEndPoint local)
    {
        try
        {
            var bound = await binding.ConfigureAwait(false);
            return new TransportListener(Plain(bound.LocalAddress), bound.Unbind);
        }
        catch (BindFailedException e)
        {
            throw WhyBindFailed(local) ?? e;
        }
    }

    /// <summary>Akka keeps the reason of a failed bind to itself, so it is asked for once more.</summary>
    private static Exception? WhyBindFailed(IPEndPoint local)
    {
        using var socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(local);
            return null;
        }
        catch (SocketException e)
        {
            return e;
        }
    }

    private static SocketInfo Info(EndPoint local, EndPoint remote) => new(Plain(local), Plain(remote));

    /// <summary>Akka connects with sockets of both families, which show IPv4 addresses in IPv6 form.</summary>
    private static IPEndPoint Plain(EndPoint endPoint)
    {
        var ip = (IPEndPoint)endPoint;
        return ip.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(ip.Address.MapToIPv4(), ip.Port) : ip;
    }

    private static bool IsConnectFailure(Exception e) =>
        e is StreamTcpException && e.Message.StartsWith("Tcp command Connect", StringComparison.Ordinal);

    private static SocketException Refused() => new((int)SocketError.ConnectionRefused);

    /// <summary>Akka switches delaying off by itself, so only the other choice needs an option.</summary>
    private sealed class Delay : Inet.SocketOption
    {
        public override void AfterConnect(Socket s) => s.NoDelay = false;
    }
}
