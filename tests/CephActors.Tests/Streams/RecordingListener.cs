using System.Threading.Channels;
using CephActors.Framing;
using CephActors.Streams;
using CephActors.Transport;

namespace CephActors.Tests.Streams;

/// <summary>Writes down what the stages of a socket report.</summary>
internal sealed class RecordingListener : ISocketListener
{
    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();

    /// <summary>The next report: an info, a batch, or one of the strings "ready", "stopped" and "ended" with a failure's message.</summary>
    public Task<object> Next() => _events.Reader.ReadAsync().AsTask();

    public bool IsSilent => !_events.Reader.TryPeek(out _);

    public void OnConnected(SocketInfo info) => Record(info);

    public void OnFrames(FrameBatch batch) => Record(batch);

    public void OnWriterReady() => Record("ready");

    public void OnWriterStopped(Exception? cause) => Record($"stopped {cause?.Message}".Trim());

    public void OnEnded(Exception? failure) => Record($"ended {failure?.Message}".Trim());

    private void Record(object report) => Assert.True(_events.Writer.TryWrite(report));
}
