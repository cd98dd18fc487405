namespace CephActors.Tests.Memory;

/// <summary>Specs that measure the heap of the process run beside no other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryCollection
{
    public const string Name = "heap of the process";
}
