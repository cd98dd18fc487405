using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>What an answer of a monitor leads to.</summary>
internal enum MonAuthOutcome
{
    /// <summary>The exchange goes on: send <see cref="MonAuthStep.Payload"/>.</summary>
    Send,

    /// <summary>Authenticated, or renewed.</summary>
    Done,

    /// <summary>Refused or not understood; see <see cref="MonAuthStep.Errno"/>.</summary>
    Failed,
}

/// <summary>The result of one step of authentication with a monitor.</summary>
/// <param name="Outcome">What comes next.</param>
/// <param name="Payload">Bytes for the monitor, if more is to be sent.</param>
/// <param name="Errno">A positive errno of a failure.</param>
/// <param name="Reason">A failure in words, without any secret.</param>
internal readonly record struct MonAuthStep(MonAuthOutcome Outcome, byte[] Payload, int Errno, string? Reason)
{
    public static MonAuthStep Done => new(MonAuthOutcome.Done, [], 0, null);

    public static MonAuthStep Send(byte[] payload) => new(MonAuthOutcome.Send, payload, 0, null);

    public static MonAuthStep Fail(int errno, string reason) => new(MonAuthOutcome.Failed, [], errno, reason);

    public static MonAuthStep Malformed(in WireError error) => Fail(Encoding.Errno.EINVAL, $"the monitor's answer is malformed: {error}");
}
