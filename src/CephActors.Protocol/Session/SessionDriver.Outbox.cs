namespace CephActors.Session;

/// <summary>What users and other connections ask of this one, in the order they asked.</summary>
internal sealed partial class SessionDriver
{
    /// <summary>Items taken out of the outbox in one turn.</summary>
    public const int MaxTaken = 1024;

    /// <summary>
    /// Does what is asked for in the outbox. False if it stopped before the end: who fills faster than this is emptied must not
    /// keep the connection from writing and reading, and at rest nothing is taken. The host calls again soon.
    /// </summary>
    public bool EmptyOutbox(ISessionOutbox outbox)
    {
        var wake = false;
        var taken = 0;
        outbox.BeginTake();
        while (taken < MaxTaken && !host.IsResting && outbox.TryTake(out var item))
        {
            taken++;
            switch (item)
            {
                case CephMessage message when machine.State is SessionState.Closed || !host.Takes(message):
                    machine.Queues.Released?.Invoke(message);
                    break;
                case CephMessage message:
                    machine.Queues.Enqueue(message, message.Priority == 0 ? defaultPriority : message.Priority);
                    wake = true;
                    break;
                case SessionQuestion question:
                    OnQuestion(question);
                    break;
                case ConnectionCommand command:
                    Obey(command);
                    break;
                default:
                    host.Answer(item);
                    break;
            }
        }

        if (wake && !machine.IsOpen)
            Step(new SessionInput.SendRequested());
        return taken < MaxTaken && !host.IsResting;
    }

    private void Obey(ConnectionCommand command)
    {
        if (command == ConnectionCommand.Keepalive)
            machine.KeepalivePending = true;
        else if (command == ConnectionCommand.MarkDisposable)
            Step(new SessionInput.MarkDisposable());
        else
            Step(new SessionInput.MarkDown(Notify: command == ConnectionCommand.MarkDownAndNotify));
    }
}
