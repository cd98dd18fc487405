namespace CephActors.Dispatch;

/// <summary>What one messenger's dispatch needs to know.</summary>
/// <param name="MaxTokensPerPriority">Tokens a weighted priority can save up. Ceph: <c>ms_pq_max_tokens_per_priority</c>.</param>
/// <param name="MinCost">Tokens the smallest weighted message costs. Ceph: <c>ms_pq_min_cost</c>.</param>
/// <param name="Window">Deliveries that dispatchers may have unprocessed before dispatch waits for them; at least 1.</param>
internal sealed record DispatchSettings(long MaxTokensPerPriority, long MinCost, int Window);
