using System.Diagnostics.CodeAnalysis;

namespace CephActors.Simulation;

/// <summary>As <c>ConnectionOutbox</c>: one line for messages and commands, one wake-up for a burst, usable before anybody empties it.</summary>
internal sealed class SimOutbox
{
    private readonly Queue<object> _items = new();
    private SimConnection? _reader;
    private bool _awake;

    public void Bind(SimConnection reader)
    {
        _reader = reader;
        if (_awake)
            reader.Tell(OutboxFilled.Instance);
    }

    public void Post(object item)
    {
        _items.Enqueue(item);
        if (_awake)
            return;
        _awake = true;
        _reader?.Tell(OutboxFilled.Instance);
    }

    public void BeginTake() => _awake = false;

    public bool TryTake([NotNullWhen(true)] out object? item) => _items.TryDequeue(out item);
}

/// <summary>The outbox has something in it.</summary>
internal sealed class OutboxFilled
{
    public static readonly OutboxFilled Instance = new();
}

/// <summary>What users ask of a connection besides sending.</summary>
internal enum SimCommand
{
    Keepalive,
    MarkDisposable,
    MarkDown,
    MarkDownAndNotify,
}
