using CephActors.TestKit;

namespace CephActors.Tests.FaultMatrix;

/// <summary>Ceph's failover scenarios over protocol v2, for which they were written: no number of them is changed.</summary>
public class FaultMatrixV2Spec(MatrixWorld world) : IClassFixture<MatrixWorld>
{
    /// <summary>Each under the order of addresses it is for, or under both.</summary>
    public static TheoryData<string, bool> Scenarios
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in MatrixData.RunByV2)
            {
                var condition = MatrixData.OfV2(name).Condition;
                if (condition is not MatrixData.WeAreGreater)
                    data.Add(name, false);
                if (condition is not MatrixData.WeAreNotGreater)
                    data.Add(name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Messenger_should_count_as_Ceph_does_when_sockets_fail_over_v2(string scenario, bool swapped) =>
        MatrixRun.RunV2Async(scenario, swapped, world.System, new InMemoryTransport());
}
