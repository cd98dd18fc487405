namespace CephActors;

/// <summary>Messages that went one way.</summary>
/// <param name="Messages">How many.</param>
/// <param name="Bytes">Their payload in bytes: front, middle and data, without headers.</param>
public readonly record struct TrafficCount(long Messages, long Bytes);
