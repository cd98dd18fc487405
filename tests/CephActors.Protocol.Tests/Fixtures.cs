namespace CephActors.Protocol.Tests;

/// <summary>Bytes that were recorded, from <c>tests/Fixtures</c>.</summary>
internal static class Fixtures
{
    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Fixtures", .. parts]);

    public static byte[] Read(params string[] parts) => File.ReadAllBytes(PathOf(parts));
}
