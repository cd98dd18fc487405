using System.Net.Sockets;

namespace CephActors.Benchmarks.Peers;

/// <summary>Requests on their way out: small ones are copied together, the data of large ones is gathered from where it lies.</summary>
internal sealed class RawRequests(byte[] data)
{
    private const int GatherFrom = 16 << 10;
    private const int MostGathered = 256;

    private readonly List<ArraySegment<byte>> _segments = [];
    private byte[] _buffer = new byte[64 << 10];
    private int _length;

    private bool Gathers => data.Length >= GatherFrom;

    public void Add(ulong number)
    {
        var size = RawFrame.HeaderSize + (Gathers ? 0 : data.Length);
        if (_length + size > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + size));
        var target = _buffer.AsSpan(_length, size);
        new RawFrame(data.Length, number).Write(target);
        if (!Gathers)
            data.CopyTo(target[RawFrame.HeaderSize..]);
        _length += size;
    }

    /// <summary>Sends all of them.</summary>
    public async ValueTask SendAsync(Socket socket, CancellationToken cancellationToken)
    {
        if (Gathers)
            await GatherAsync(socket);
        else
            await SendAllAsync(socket, cancellationToken);
        _length = 0;
    }

    private async ValueTask SendAllAsync(Socket socket, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < _length;)
            sent += await socket.SendAsync(_buffer.AsMemory(sent, _length - sent), SocketFlags.None, cancellationToken);
    }

    private async ValueTask GatherAsync(Socket socket)
    {
        for (var at = 0; at < _length;)
        {
            _segments.Clear();
            for (; at < _length && _segments.Count < MostGathered; at += RawFrame.HeaderSize)
            {
                _segments.Add(new ArraySegment<byte>(_buffer, at, RawFrame.HeaderSize));
                _segments.Add(data);
            }

            var expected = _segments.Sum(s => s.Count);
            if (await socket.SendAsync(_segments, SocketFlags.None) is var sent && sent != expected)
                throw new IOException($"{sent} of {expected} bytes were sent");
        }
    }
}
