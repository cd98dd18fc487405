using Akka.Actor;
using CephActors.Dispatch;
using CephActors.Messages;

namespace CephActors;

/// <summary>Requests and their answers, for tasks.</summary>
public sealed partial class Connection
{
    private PendingAsks? _asks;

    /// <summary>The requests that wait for answers; null if there never were any.</summary>
    internal PendingAsks? Asks => Volatile.Read(ref _asks);

    /// <summary>
    /// Sends a request and waits for its answer: the next message on this connection with its transaction id, whatever its type.
    /// The answer goes to the caller and not to the dispatchers, and counts as done at once; like a fast dispatcher's, it may
    /// overtake messages that came before it. One that comes too late goes to the dispatchers like any other message.
    /// </summary>
    /// <remarks>
    /// The request shares the fate of all messages of the connection: over a lossless one it survives broken sockets and
    /// reconnects, and the task goes on waiting, also while the peer cannot be reached.
    /// </remarks>
    /// <param name="message">The request. One with <see cref="CephMessage.Tid"/> 0 is sent with an id chosen here; another must be no waiting request's.</param>
    /// <param name="timeout">How long to wait, above zero; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the waiting; the request is not taken back.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="CephAskException">There is no answer; <see cref="CephAskException.Failure"/> says why.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    /// <exception cref="ArgumentException">The request is too long, see <see cref="Send"/>, or its id is taken.</exception>
    /// <exception cref="InvalidOperationException">The connection is another node's, where its answer would come.</exception>
    public Task<CephMessage> Ask(CephMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (timeout != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        if (IsRemote)
            throw new InvalidOperationException($"{this} belongs to another node, and answers come there: ask on that node, or send and have its dispatcher pass the answer on.");
        return AskAsync(message, timeout, cancellationToken);
    }

    /// <summary>As <see cref="Ask(CephMessage, TimeSpan, CancellationToken)"/>, with a typed answer.</summary>
    /// <typeparam name="TReply">What the answer is decoded as.</typeparam>
    /// <inheritdoc cref="Ask(CephMessage, TimeSpan, CancellationToken)"/>
    public async Task<TReply> Ask<TReply>(CephMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
        where TReply : class, IMessageBody<TReply>
    {
        var answer = await Ask(message, timeout, cancellationToken).ConfigureAwait(false);
        return TReply.TryDecode(answer, out var reply, out var error)
            ? reply
            : throw new CephAskException(AskFailure.Unreadable, $"The answer {answer} is no {typeof(TReply).Name}: {error}");
    }

    private async Task<CephMessage> AskAsync(CephMessage message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asks = Asks ?? Interlocked.CompareExchange(ref _asks, new PendingAsks(), null) ?? _asks;
        var ask = asks.Add(message);
        ICancelable? timer = null;
        try
        {
            // Entered before it is sent: either this sees a connection that is being closed, or who closes it sees this.
            switch (Send(ask.Request))
            {
                case SendResult.Closed:
                    ask.Fail(AskFailure.Closed, $"{this} is closed");
                    break;
                case SendResult.QueueFull:
                    ask.Fail(AskFailure.QueueFull, $"{this} holds as much as ceph.messenger.out-queue allows");
                    break;
                default:
                    timer = StartTimer(ask, timeout);
                    break;
            }

            using var cancellation = cancellationToken.UnsafeRegister(_ => ask.Cancel(cancellationToken), null);
            return await ask.Answer.ConfigureAwait(false);
        }
        finally
        {
            timer?.Cancel();
            asks.Remove(ask);
        }
    }

    private ICancelable? StartTimer(PendingAsk ask, TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan
        ? null
        : _services?.Scheduler.Advanced.ScheduleOnceCancelable(timeout, () => ask.Fail(AskFailure.Timeout, $"none came on {this} in {timeout}"));
}
