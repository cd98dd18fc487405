namespace CephActors.Tests.Logging;

/// <summary>The logger writes to a static target, so its specs run one after the other and beside no other spec.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SerilogCollection
{
    public const string Name = "Serilog.Log.Logger";
}
