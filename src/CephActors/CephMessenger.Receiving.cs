using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Akka.Actor;
using CephActors.Dispatch;

namespace CephActors;

/// <summary>Received messages, for tasks.</summary>
public sealed partial class CephMessenger
{
    /// <summary>
    /// The messages this messenger receives, to be gone through with <c>await foreach</c>: while that lasts, it is a dispatcher
    /// behind all those there are. A message counts as done, and its throttle credits let the next one in, when the loop asks
    /// for the one after it, or, with <see cref="CompletionMode.Explicit"/>, when <see cref="CephMessage.Complete"/> is called.
    /// A loop that does not keep up holds up the peers, and like any slow dispatcher the other dispatchers of the messenger.
    /// </summary>
    /// <remarks>
    /// Connection events are not among them; who needs those adds an actor. The messages end when the messenger has been shut
    /// down. When the loop is left before, messages that it has not been given are dropped, and their number logged.
    /// </remarks>
    /// <param name="options">The types taken, and when a message is done.</param>
    /// <param name="capacity">How many messages wait for the loop, besides those in the dispatch window; at least 1.</param>
    /// <param name="cancellationToken">Ends the loop with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidOperationException">The messenger was shut down.</exception>
    public IAsyncEnumerable<MessageReceived> ReceiveAllAsync(
        DispatcherOptions? options = null, int capacity = 16, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        EnsureRunning();
        return ReceiveAsync(options ?? DispatcherOptions.Default, capacity, cancellationToken);
    }

    private async IAsyncEnumerable<MessageReceived> ReceiveAsync(
        DispatcherOptions options, int capacity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<MessageReceived>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        var receiver = _system.ActorOf(ReceiverActor.Props(channel.Writer, _actor, Name));
        CephMessage? inHand = null;
        try
        {
            AddDispatcherTail(receiver, options with { Completion = CompletionMode.Explicit, Events = false });
            while (await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (!cancellationToken.IsCancellationRequested && channel.Reader.TryRead(out var received))
                {
                    inHand = options.Completion is CompletionMode.Explicit ? null : received.Message;
                    yield return received;
                    inHand?.Complete();
                    inHand = null;
                }
            }
        }
        finally
        {
            inHand?.Complete();
            channel.Writer.TryComplete();
            receiver.Tell(new ReceiverActor.Dropped(Discard(channel.Reader)));
            receiver.Tell(PoisonPill.Instance);
        }
    }

    private static int Discard(ChannelReader<MessageReceived> reader)
    {
        var dropped = 0;
        for (; reader.TryRead(out var received); dropped++)
            received.Message.Complete();
        return dropped;
    }
}
