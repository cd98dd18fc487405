namespace CephActors.Tool.Mons;

/// <summary>How to get at a cluster's monitors.</summary>
/// <param name="Monitors">Those to try.</param>
/// <param name="Name">The name to authenticate with.</param>
/// <param name="Method">The method to authenticate by.</param>
/// <param name="Key">The key of that name; none without cephx.</param>
/// <param name="Mode">The only mode of protocol v2 connections to allow, crc or secure; null allows both.</param>
/// <param name="Timeout">How long to wait for a session, and from then on for an answer.</param>
/// <param name="Verbose">Log everything.</param>
internal sealed record MonAccess(
    IReadOnlyList<EntityAddressVector> Monitors, AuthEntityName Name, AuthMethod Method, CryptoKey? Key, string? Mode, TimeSpan Timeout, bool Verbose)
{
    /// <summary>The mode as settings of a messenger, client or OSD.</summary>
    public string ModeSettings => Mode is null ? "" : $"modes {{ mon-client = [{Mode}], client = [{Mode}], cluster = [{Mode}] }}";
}
