namespace CephActors.Tool;

/// <summary>A command cannot do what it was asked for; the message is the one line its user sees.</summary>
internal sealed class CommandFailure(string message) : Exception(message);
