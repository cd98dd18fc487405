namespace CephActors;

/// <summary>What a receive throttle was at a moment; part of a <see cref="MessengerDump"/>.</summary>
/// <param name="Name">What it limits, such as <c>public-dispatch-bytes</c>.</param>
/// <param name="Current">What is taken, in bytes or messages.</param>
/// <param name="Max">The limit; 0 for none.</param>
/// <param name="Waiting">Sockets that are not read because of it.</param>
public sealed record ThrottleDump(string Name, long Current, long Max, int Waiting);
