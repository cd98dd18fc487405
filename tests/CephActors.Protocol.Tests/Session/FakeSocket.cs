using CephActors.Framing;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>A socket that writes down what a driver does with it.</summary>
internal sealed class FakeSocket(List<string> log, string name) : ISessionSocket
{
    public bool CanWrite { get; set; } = true;

    public bool IsWriting { get; set; }

    /// <summary>How messages are read, as last said with <see cref="Expect"/>.</summary>
    public MessagePhase? Phase { get; private set; }

    /// <summary>How messages are written, as last said with a frame.</summary>
    public MessagePhase? WritePhase { get; private set; }

    public void Expect(Expectation next, FramePhase? phase = null)
    {
        Phase = phase as MessagePhase;
        log.Add($"{name} expects {next}");
    }

    public bool Write(OutgoingBatch batch)
    {
        foreach (var frame in batch.Frames)
        {
            WritePhase = frame.Phase as MessagePhase ?? WritePhase;
            log.Add($"{name} < {Text(frame)}");
        }

        log.Add($"{name} wrote");
        batch.Return();
        return true;
    }

    public void BatchDone(FrameBatch batch)
    {
        log.Add($"{name} done");
        batch.Return();
    }

    public void Abort() => log.Add($"{name} aborted");

    private static string Text(in OutgoingFrame frame) => frame.Kind switch
    {
        FrameKind.Raw => EffectText.OfBytes(frame.Bytes.Span),
        FrameKind.Message => $"message {frame.Content!.Tid} as {frame.Value} of {frame.Source}, {frame.DefaultPriority}",
        FrameKind.Ack => $"ack {frame.Value}",
        FrameKind.Keepalive2 or FrameKind.Keepalive2Ack => $"{frame.Kind} {(uint)frame.Value}.{frame.Value >> 32:D9}",
        _ => $"{frame.Kind}",
    };
}
