namespace CephActors.Hosting;

/// <summary>The longest parts taken from a peer and sent to one, in bytes.</summary>
public sealed class LimitsOptions
{
    /// <summary>The front section. Key <c>front</c>.</summary>
    public long? Front { get; set; }

    /// <summary>The middle section. Key <c>middle</c>.</summary>
    public long? Middle { get; set; }

    /// <summary>The data. Key <c>data</c>.</summary>
    public long? Data { get; set; }

    /// <summary>An authorizer. Key <c>authorizer</c>.</summary>
    public long? Authorizer { get; set; }

    internal void Write(HoconSection section)
    {
        section.Set("front", Front);
        section.Set("middle", Middle);
        section.Set("data", Data);
        section.Set("authorizer", Authorizer);
    }
}
