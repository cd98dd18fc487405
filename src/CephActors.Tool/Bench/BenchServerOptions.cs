namespace CephActors.Tool.Bench;

/// <summary>What a bench server does.</summary>
/// <param name="Bind">Where it listens.</param>
/// <param name="ReplySize">Bytes of data in each reply.</param>
/// <param name="Dispatch">Who answers.</param>
/// <param name="Dialect">What requests and replies look like.</param>
internal sealed record BenchServerOptions(EntityAddress Bind, int ReplySize, BenchDispatch Dispatch, IBenchDialect Dialect);
