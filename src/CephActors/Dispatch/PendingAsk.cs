namespace CephActors.Dispatch;

/// <summary>A request that waits for its answer.</summary>
internal sealed class PendingAsk(CephMessage request)
{
    private readonly TaskCompletionSource<CephMessage> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The request as it is sent, with its transaction id.</summary>
    public CephMessage Request { get; } = request;

    public Task<CephMessage> Answer => _done.Task;

    /// <summary>The answer is here. False if nobody waits for it any more.</summary>
    public bool TryAnswer(CephMessage answer) => _done.TrySetResult(answer);

    public void Fail(AskFailure failure, string reason) =>
        _done.TrySetException(new CephAskException(failure, $"{Request} has no answer: {reason}"));

    public void Cancel(CancellationToken cancellationToken) => _done.TrySetCanceled(cancellationToken);
}
