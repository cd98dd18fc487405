using CephActors;
using ClusterGateway;

// ClusterGateway node NUMBER [SEED]                 a node; prints its cluster address and where clients find it
// ClusterGateway client NUMBER COUNT ADDR [ADDR...] deposits COUNT times
// ClusterGateway                                    two nodes and a client in one process
return args switch
{
    ["node", var text] when long.TryParse(text, out var number) => await ServeAsync(number, null),
    ["node", var text, var seed] when long.TryParse(text, out var number) => await ServeAsync(number, seed),
    ["client", var text, var times, .. { Length: > 0 } gateways] when long.TryParse(text, out var number)
        && int.TryParse(times, out var count) && gateways.All(g => EntityAddress.TryParse(g, EntityAddressType.Legacy, out _)) =>
        await DepositAsync(number, count, gateways),
    [] => await DemonstrateAsync(),
    _ => Usage(),
};

static async Task<int> ServeAsync(long number, string? seed)
{
    var (system, cluster, clients) = await Node.StartAsync(number, seed);
    Console.WriteLine($"{cluster} {clients}");
    await system.WhenTerminated;
    return 0;
}

static async Task<int> DepositAsync(long number, int count, IEnumerable<string> gateways)
{
    await using var client = new Depositor(number, [.. gateways.Select(g => EntityAddress.Parse(g, EntityAddressType.Legacy))]);
    for (var i = 0; i < count; i++)
    {
        var balance = await client.DepositAsync(1);
        Console.WriteLine($"client.{number} has {balance.Amount}, on {balance.Node}");
    }

    return 0;
}

static async Task<int> DemonstrateAsync()
{
    var (first, cluster, _) = await Node.StartAsync(1, null);
    var (second, _, clients) = await Node.StartAsync(2, cluster.ToString());
    for (var client = 1; client <= 4; client++)
        await DepositAsync(client, 2, [clients[0].ToString()]);
    await second.Terminate();
    await first.Terminate();
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: ClusterGateway [node NUMBER [SEED] | client NUMBER COUNT ADDR [ADDR...]]");
    return 2;
}
