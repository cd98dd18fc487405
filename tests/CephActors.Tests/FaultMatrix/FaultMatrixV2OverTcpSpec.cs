using CephActors.Transport;

namespace CephActors.Tests.FaultMatrix;

/// <summary>Ceph's failover scenarios over protocol v2, over sockets of the operating system: again no number of them is changed.</summary>
public class FaultMatrixV2OverTcpSpec(MatrixWorld world) : IClassFixture<MatrixWorld>
{
    public static TheoryData<string, bool> Scenarios => FaultMatrixV2Spec.Scenarios;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Messenger_should_count_as_Ceph_does_when_sockets_fail_over_v2_and_TCP(string scenario, bool swapped) =>
        MatrixRun.RunV2Async(scenario, swapped, world.System, new SocketTransport());
}
