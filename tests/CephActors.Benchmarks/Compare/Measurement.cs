using System.Text.Json;

namespace CephActors.Benchmarks.Compare;

/// <summary>What one client and its server printed.</summary>
/// <param name="Contender">Who.</param>
/// <param name="Size">Bytes of data in each request.</param>
/// <param name="Depth">Requests unanswered at a time.</param>
/// <param name="Round">Which turn it was, from 1.</param>
/// <param name="Client">The client's object.</param>
/// <param name="Server">The server's object; null where it cannot be stopped gently.</param>
internal sealed record Measurement(string Contender, int Size, int Depth, int Round, JsonElement Client, JsonElement? Server)
{
    public double MessagesPerSecond => Client.GetProperty("msgs_per_s").GetDouble();

    /// <summary>A number of the client alone.</summary>
    public double OfClient(string name) => Client.GetProperty(name).GetDouble();

    /// <summary>A number that client and server have each their share of; not a number if the server's is not known.</summary>
    public double OfBoth(string name) =>
        Server is { } server && server.GetProperty("messages").GetInt64() > 0 ? OfClient(name) + server.GetProperty(name).GetDouble() : double.NaN;
}
