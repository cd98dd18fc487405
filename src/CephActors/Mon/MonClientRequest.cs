using Akka.Actor;
using CephActors.Messages;

namespace CephActors.Mon;

/// <summary>What a monitor client's handle asks of its actor.</summary>
internal abstract record MonClientRequest : INoSerializationVerificationNeeded;

/// <summary>Tell me when a session stands.</summary>
internal sealed record AwaitSession(TaskCompletionSource<bool> Done) : MonClientRequest;

/// <summary>Give me the monitor map, now or when it comes.</summary>
internal sealed record AwaitMonMap(TaskCompletionSource<MonMap> Done) : MonClientRequest;

/// <summary>Run a command.</summary>
internal sealed record RunCommand(string Json, ReadOnlyMemory<byte> Input, TaskCompletionSource<MonCommandResult> Done) : MonClientRequest;

/// <summary>A task was cancelled: whoever waits for it is to be forgotten.</summary>
internal sealed record ForgetCancelled : MonClientRequest
{
    public static ForgetCancelled Instance { get; } = new();
}
