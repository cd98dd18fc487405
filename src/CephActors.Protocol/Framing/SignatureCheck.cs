namespace CephActors.Framing;

/// <summary>What is known about the signature of a recorded message.</summary>
internal enum SignatureCheck : byte
{
    /// <summary>There is none.</summary>
    Unsigned,

    /// <summary>There is one, and no key to check it with.</summary>
    Unchecked,

    /// <summary>It is right.</summary>
    Good,

    /// <summary>It is wrong, or missing where the key says there ought to be one.</summary>
    Bad,
}
