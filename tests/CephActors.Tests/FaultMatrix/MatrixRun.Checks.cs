namespace CephActors.Tests.FaultMatrix;

/// <summary>The verdict.</summary>
internal sealed partial class MatrixRun
{
    private async Task CheckAsync(MatrixCheck check)
    {
        await SettleAsync();
        var wrong = _journal.Ask(() => Differences(check).ToArray());
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    private IEnumerable<string> Differences(MatrixCheck check)
    {
        if (_us.Objects.Count != check.TotalConnections)
            yield return $"{_us.Objects.Count} connections, expected {check.TotalConnections}";
        if (check.Delivery is { Enforced: true } delivery)
        {
            if (_peer.Received != delivery.UsToPeer)
                yield return $"{_peer.Received} operations at the peer, expected {delivery.UsToPeer}";
            if (_us.Received != delivery.PeerToUs)
                yield return $"{_us.Received} operations here, expected {delivery.PeerToUs}";
        }

        foreach (var expected in check.Results.Where(r => r.Index < _us.Objects.Count))
        {
            var actual = _us.Objects[expected.Index];
            foreach (var difference in Differences(expected, actual))
                yield return $"connection {expected.Index}: {difference}";
        }
    }

    private static IEnumerable<string> Differences(MatrixResult expected, MatrixConnection actual)
    {
        if (expected.OpenedBy != (actual.Incoming ? "peer" : "us"))
            yield return $"opened by {(actual.Incoming ? "the peer" : "us")}";
        if (expected.State != actual.StateName)
            yield return $"{actual.StateName}, expected {expected.State}";
        (string Name, int? Expected, int Actual)[] counters =
        [
            ("connect_attempts", expected.ConnectAttempts, actual.ConnectAttempts),
            ("client_connect_attempts", expected.ClientConnectAttempts, actual.ClientConnectAttempts),
            ("client_reconnect_attempts", expected.ClientReconnectAttempts, actual.ClientReconnectAttempts),
            ("cnt_connect_dispatched", expected.CntConnectDispatched, actual.Connects),
            ("accept_attempts", expected.AcceptAttempts, actual.Incoming ? 1 : 0),
            ("server_connect_attempts", expected.ServerConnectAttempts, actual.ServerConnectAttempts),
            ("server_reconnect_attempts", expected.ServerReconnectAttempts, actual.ServerReconnectAttempts),
            ("cnt_accept_dispatched", expected.CntAcceptDispatched, actual.Accepts),
            ("cnt_reset_dispatched", expected.CntResetDispatched + (EndsUnheard(expected) ? 1 : 0), actual.Resets),
            ("cnt_remote_reset_dispatched", expected.CntRemoteResetDispatched, actual.RemoteResets),
        ];
        foreach (var (name, wanted, counted) in counters)
        {
            if (wanted is { } value && value != counted)
                yield return $"{name} {counted}, expected {value}";
        }
    }

    /// <summary>
    /// An incoming connection that ends before an accept was told of it, or gives its socket away, ends with a reset: so does
    /// Ceph's AsyncMessenger, whose protocol v1 this is, and Crimson, whose numbers these are, does not.
    /// </summary>
    private static bool EndsUnheard(MatrixResult expected) =>
        expected is { OpenedBy: "peer", State: "closed" or "replaced", CntAcceptDispatched: 0, CntResetDispatched: 0 };
}
