using System.Buffers;

namespace CephActors;

/// <summary>A monitor's answer to a command.</summary>
/// <param name="Code">0, or a negative Linux error number: −22 for a command it does not know, −1 or −13 for one the client may not run.</param>
/// <param name="Status">What the monitor says about it, for people; may be empty.</param>
/// <param name="Output">The command's output; its form depends on the command and its <c>format</c> argument.</param>
public sealed record MonCommandResult(int Code, string Status, ReadOnlySequence<byte> Output)
{
    /// <summary>Whether the command did what it was asked for.</summary>
    public bool IsSuccess => Code >= 0;

    /// <summary>The output as text.</summary>
    public string OutputText => System.Text.Encoding.UTF8.GetString(Output.ToArray());

    /// <summary>Returns this result if the command succeeded.</summary>
    /// <returns>The result itself.</returns>
    /// <exception cref="MonClientException">The command failed; the exception has its error number and status.</exception>
    public MonCommandResult EnsureSuccess() =>
        IsSuccess ? this : throw new MonClientException(Code == int.MinValue ? int.MaxValue : -Code, Status.Length > 0 ? Status : "the command failed");
}
