namespace CephActors;

/// <summary>The names under which .NET's diagnostics find this library. What each instrument means is in <c>docs/operations.md</c>.</summary>
public static class CephActorsDiagnostics
{
    /// <summary>The meter: <c>AddMeter(CephActorsDiagnostics.MeterName)</c> with OpenTelemetry, <c>dotnet-counters monitor --counters CephActors</c>.</summary>
    public const string MeterName = "CephActors";

    /// <summary>The activity source: <c>AddSource(CephActorsDiagnostics.ActivitySourceName)</c> with OpenTelemetry.</summary>
    public const string ActivitySourceName = "CephActors";
}
