using ClusterGateway;

namespace CephActors.Hosting.Tests.Cluster;

public sealed class ClusterGatewaySpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Clients_should_carry_on_when_a_node_is_killed()
    {
        using var first = await GatewayProcess.StartAsync("1");
        using var second = await GatewayProcess.StartAsync("2", first.Cluster);
        Depositor[] clients = [.. Enumerable.Range(1, 8).Select(n => new Depositor(n, n % 2 == 0 ? [first.Clients, second.Clients] : [second.Clients, first.Clients]))];

        Balance[] before = await DepositAsync(clients);
        Assert.Equal(new HashSet<string> { first.Cluster, second.Cluster }, before.Select(b => b.Node).ToHashSet());
        Assert.All(await DepositAsync(clients), b => Assert.Equal(2ul, b.Amount));
        await second.KillAsync();
        Balance[] after = await DepositAsync(clients);

        Assert.All(after, b => Assert.Equal(first.Cluster, b.Node));
        Assert.All(after.Zip(before).Where(b => b.Second.Node == first.Cluster), b => Assert.InRange(b.First.Amount, 3ul, ulong.MaxValue));
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static Task<Balance[]> DepositAsync(IEnumerable<Depositor> clients) =>
        Task.WhenAll(clients.Select(c => c.DepositAsync(1))).WaitAsync(Patience);
}
