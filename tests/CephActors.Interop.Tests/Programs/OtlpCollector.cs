using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CephActors.Interop.Tests.Programs;

/// <summary>
/// A stand-in for an OpenTelemetry collector: takes OTLP over HTTP with protobuf bodies and keeps it.
/// <c>opentelemetry-proto</c>, <c>collector/trace/v1/trace_service.proto</c>.
/// </summary>
public sealed class OtlpCollector : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    public OtlpCollector()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Endpoint => $"http://{_listener.LocalEndpoint}";

    /// <summary>The bodies that came to this path.</summary>
    public IEnumerable<byte[]> BodiesAt(string path) => _received.Where(request => request.Path == path).Select(request => request.Body);

    /// <summary>All spans: request, resource spans (1), scope spans (2), span (2); of a span the ids (1, 2, 4) and the name (5).</summary>
    public IReadOnlyList<OtlpSpan> Spans() =>
    [
        .. from body in BodiesAt("/v1/traces")
           from resource in ProtobufFields.Of(body, 1)
           from scope in ProtobufFields.Of(resource, 2)
           from span in ProtobufFields.Of(scope, 2)
           select new OtlpSpan(Hex(span, 1), Hex(span, 2), Hex(span, 4), System.Text.Encoding.UTF8.GetString(ProtobufFields.Of(span, 5).Single())),
    ];

    public void Dispose() => _listener.Dispose();

    private static string Hex(byte[] message, int field) => Convert.ToHexString(ProtobufFields.Of(message, field).SingleOrDefault([]));

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The spec is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            while (await ReadHeadAsync(stream) is { Count: > 0 } head)
            {
                var length = head.First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
                var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
                await stream.ReadExactlyAsync(body);
                _received.Enqueue((head[0].Split(' ')[1], body));
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        }
    }

    /// <summary>The lines before the body; none at the end of the stream.</summary>
    private static async Task<IReadOnlyList<string>> ReadHeadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one) == 0)
                return [];
            head.Add(one[0]);
        }

        return System.Text.Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>A span as it was exported: ids in hexadecimal, the parent's empty where there is none.</summary>
public sealed record OtlpSpan(string TraceId, string SpanId, string ParentSpanId, string Name);
