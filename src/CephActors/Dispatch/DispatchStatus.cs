namespace CephActors;

/// <summary>What a messenger's dispatch has to do and has done. Counts start with the messenger.</summary>
/// <param name="Length">Messages and events that wait in the queue.</param>
/// <param name="MaxAge">How long ago the oldest queued message was received; zero if there is none.</param>
/// <param name="Delivered">Messages given to dispatcher actors.</param>
/// <param name="Unhandled">Messages that no dispatcher took; they are gone.</param>
/// <param name="Discarded">Messages dropped from the queue because their connection ended or the messenger stopped.</param>
/// <param name="Lost">Delivered messages whose dispatcher died before it was known to have processed them.</param>
/// <param name="Unfinished">Deliveries, events included, that dispatchers have not processed yet; limited by the dispatch window.</param>
public sealed record DispatchStatus(
    int Length,
    TimeSpan MaxAge,
    long Delivered,
    long Unhandled,
    long Discarded,
    long Lost,
    int Unfinished);
