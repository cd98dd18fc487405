namespace CephActors.Auth;

/// <summary>The fields of an MAuthReply.</summary>
/// <param name="Protocol">The method; 0 if none was agreed on.</param>
/// <param name="Result">0 or a negative errno.</param>
/// <param name="GlobalId">The client's identity; 0 before it has one.</param>
/// <param name="Payload">What the method says.</param>
/// <param name="Reason">Why it was refused, for the own log and without any secret.</param>
internal readonly record struct MonAuthReply(uint Protocol, int Result, ulong GlobalId, byte[] Payload, string? Reason);
