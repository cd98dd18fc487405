namespace CephActors.Dispatch;

/// <summary>What a dispatch actor shows of itself, and to whom.</summary>
internal interface IDispatchWatch
{
    /// <summary>The messenger it belongs to.</summary>
    public string Messenger { get; }

    /// <summary>Reads the dispatch queue; set by its actor, callable from any thread.</summary>
    public Func<DispatchStatus> Dispatch { get; set; }

    /// <summary>The last message of a batch goes to its dispatcher. Called by the actor's thread.</summary>
    public void Dispatched(long receivedAt);
}
