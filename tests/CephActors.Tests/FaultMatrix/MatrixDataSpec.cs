namespace CephActors.Tests.FaultMatrix;

/// <summary>Nothing of the matrix is left out without a word.</summary>
public class MatrixDataSpec
{
    /// <summary>Scenarios about authentication frames, which protocol v1 does not have: they wait for v2.</summary>
    private static readonly string[] WaitingForV2 =
    [
        "lossy_early_connect_fault/AUTH_REQUEST_WRITE",
        "lossy_early_connect_fault/AUTH_DONE_READ",
        "lossy_early_connect_fault/AUTH_SIGNATURE_WRITE",
        "lossy_early_connect_fault/AUTH_SIGNATURE_READ",
        "lossy_early_accept_fault/AUTH_REQUEST_READ",
        "lossy_early_accept_fault/AUTH_DONE_WRITE",
        "lossy_early_accept_fault/AUTH_SIGNATURE_WRITE",
        "lossy_early_accept_fault/AUTH_SIGNATURE_READ",
        "racing_connect_lose/AUTH_REQUEST_WRITE",
        "racing_connect_lose/AUTH_DONE_READ",
        "racing_connect_lose/AUTH_SIGNATURE_WRITE",
        "racing_connect_lose/AUTH_SIGNATURE_READ",
        "racing_reconnect_lose/AUTH_REQUEST_WRITE#2",
        "racing_reconnect_lose/AUTH_DONE_READ#2",
        "racing_reconnect_lose/AUTH_SIGNATURE_WRITE#2",
        "racing_reconnect_lose/AUTH_SIGNATURE_READ#2",
        "racing_connect_win/AUTH_REQUEST_READ",
        "racing_connect_win/AUTH_DONE_WRITE",
        "racing_connect_win/AUTH_SIGNATURE_WRITE",
        "racing_connect_win/AUTH_SIGNATURE_READ",
        "racing_reconnect_win/AUTH_REQUEST_READ#2",
        "racing_reconnect_win/AUTH_DONE_WRITE#2",
        "racing_reconnect_win/AUTH_SIGNATURE_WRITE#2",
        "racing_reconnect_win/AUTH_SIGNATURE_READ#2",
    ];

    [Fact]
    public void Scenarios_should_be_run_or_be_listed_as_waiting_for_v2()
    {
        Assert.Equal(107, MatrixData.All.Count);
        Assert.Equal(WaitingForV2, MatrixData.All.Where(s => s.V1.Applicability is "v2_only").Select(s => s.Name));
        Assert.Equal(
            MatrixData.All.Select(s => s.Name).Except(WaitingForV2),
            MatrixData.RunByV1.Where(name => MatrixData.All.Any(s => s.Name == name)));
    }

    [Theory]
    [InlineData("same", 17)]
    [InlineData("adapted", 57)]
    [InlineData("folded", 9)]
    [InlineData("v2_only", 24)]
    public void Scenarios_should_be_as_many_as_Ceph_has(string applicability, int count) =>
        Assert.Equal(count, MatrixData.All.Count(s => s.V1.Applicability == applicability));

    [Fact]
    public void Changes_for_v1_should_name_a_scenario_once_per_address_order_and_say_why()
    {
        Assert.All(MatrixData.Changes, change => Assert.Contains(change.Name, MatrixData.RunByV1));
        Assert.All(MatrixData.Changes, change => Assert.True(change.Reason.Length > 20, change.Name));
        foreach (var order in new[] { MatrixData.WeAreGreater, MatrixData.WeAreNotGreater })
        {
            var names = MatrixData.Changes.Where(c => c.When is null || c.When == order).Select(c => c.Name).ToList();
            Assert.Equal(names.Distinct(), names);
        }
    }

    [Fact]
    public void Scenarios_that_are_the_same_should_be_changed_only_where_real_Ceph_was_seen_to_differ()
    {
        var same = MatrixData.All.Where(s => s.V1.Applicability is "same").Select(s => s.Name);
        Assert.Equal(
            ["lossless_client", "lossless_peer_connector", "peer_reuse_connector"],
            MatrixData.Changes.Select(c => c.Name).Intersect(same).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Adapted_scenarios_should_say_what_is_different()
    {
        var adapted = MatrixData.All.Where(s => s.V1.Applicability is "adapted").Select(s => s.Name);
        Assert.Empty(adapted.Except(MatrixData.Changes.Select(c => c.Name)));
    }
}
