using CephActors.TestKit;

namespace CephActors.Tests.FaultMatrix;

/// <summary>Ceph's failover scenarios between two of our messengers, over an in-memory network and in virtual time.</summary>
public class FaultMatrixSpec(MatrixWorld world) : IClassFixture<MatrixWorld>
{
    /// <summary>Each with Ceph's nonces, under which our address is the lower one, and with these changed for each other.</summary>
    public static TheoryData<string, bool> Scenarios
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in MatrixData.RunByV1)
            {
                data.Add(name, false);
                data.Add(name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Messenger_should_count_as_Ceph_does_when_sockets_fail_in_memory(string scenario, bool swapped) =>
        MatrixRun.RunAsync(scenario, swapped, world.System, new InMemoryTransport());
}
