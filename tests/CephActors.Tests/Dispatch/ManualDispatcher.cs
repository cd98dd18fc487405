using Akka.Actor;
using Akka.TestKit;

namespace CephActors.Tests.Dispatch;

/// <summary>
/// Stands in for a dispatcher actor that is as slow as the test wants: shows what it is told to a probe, and the
/// question behind it as a <see cref="Question"/>, which is answered only by the test.
/// </summary>
internal sealed class ManualDispatcher(TestProbe probe, ActorPath path, IActorRefProvider provider) : MinimalActorRef
{
    public override ActorPath Path { get; } = path;

    public override IActorRefProvider Provider { get; } = provider;

    /// <summary>Set: the next Tell throws.</summary>
    public Exception? Failure { get; set; }

    public bool Local { get; init; } = true;

    public override bool IsLocal => Local;

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }

        probe.Ref.Tell(message is Identify identify ? new Question(identify.MessageId, sender) : message, sender);
    }

    /// <summary>The dispatch actor wants to know whether everything before this was processed.</summary>
    internal sealed record Question(object Id, IActorRef Asker)
    {
        public void Answer(IActorRef subject) => Asker.Tell(new ActorIdentity(Id, subject));
    }
}
