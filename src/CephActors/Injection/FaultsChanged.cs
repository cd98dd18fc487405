namespace CephActors.Injection;

/// <summary>Told to a messenger and by it to its connections: other faults are injected from now on.</summary>
internal sealed class FaultsChanged
{
    public static readonly FaultsChanged Instance = new();

    private FaultsChanged()
    {
    }
}
