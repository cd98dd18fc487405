namespace CephActors.Tool.Bench;

/// <summary>What a bench client does.</summary>
/// <param name="Server">Whom it asks.</param>
/// <param name="Policy">Its policy towards the server.</param>
/// <param name="Dispatch">Who takes the replies.</param>
/// <param name="Dialect">What requests and replies look like.</param>
/// <param name="Load">How much it asks.</param>
internal sealed record BenchClientOptions(EntityAddress Server, Policy Policy, BenchDispatch Dispatch, IBenchDialect Dialect, BenchLoad Load);
