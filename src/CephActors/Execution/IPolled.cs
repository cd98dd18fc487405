namespace CephActors.Execution;

/// <summary>
/// Something that waits for the world outside. A thread whose turn has nothing left to run asks it before it is waited for by
/// other means: what comes at once costs no waking of a thread then.
/// </summary>
internal interface IPolled
{
    /// <summary>Whether it is likely to have something soon, so that asking again and again for a moment pays.</summary>
    public bool IsLively { get; }

    /// <summary>True if it had something, or has ended, and has told so: it is asked no more.</summary>
    public bool Poll();

    /// <summary>It is asked no more and has to be waited for.</summary>
    /// <param name="inVain">It was asked for as long as anything is.</param>
    public void Await(bool inVain);
}
