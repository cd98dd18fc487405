namespace CephActors.Tool.Demo;

/// <summary>What one message of the demonstration is like: its payload is the piece of the shared block at this offset.</summary>
internal readonly record struct PlannedMessage(int Offset, int Size, int Priority);
