namespace CephActors.Tool.Serving;

/// <summary>Where to serve and as whom.</summary>
/// <param name="Bind">Where to listen; port 0 for any, nonce 0 for one made up.</param>
/// <param name="Name">Who to be.</param>
/// <param name="Policy">The policy towards peers of the own kind.</param>
/// <param name="Verbose">Whether the messenger logs what it does.</param>
/// <param name="Admin">Whether it answers <c>cephactors top</c>.</param>
internal sealed record ServeOptions(EntityAddress Bind, EntityName Name, Policy Policy, bool Verbose = false, bool Admin = false);
