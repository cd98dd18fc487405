using CephActors.Transport;

namespace CephActors.Tests.FaultMatrix;

/// <summary>Ceph's failover scenarios between two of our messengers, over sockets of the operating system.</summary>
public class FaultMatrixOverTcpSpec(MatrixWorld world) : IClassFixture<MatrixWorld>
{
    public static TheoryData<string, bool> Scenarios => FaultMatrixSpec.Scenarios;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Messenger_should_count_as_Ceph_does_when_sockets_fail_over_TCP(string scenario, bool swapped) =>
        MatrixRun.RunAsync(scenario, swapped, world.System, new SocketTransport());
}
