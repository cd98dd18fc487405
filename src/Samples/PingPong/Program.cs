using CephActors;
using PingPong;

// PingPong server [ADDR]    answers pings until Ctrl-C
// PingPong client ADDR      sends pings and prints the answers
// PingPong                  both in one process
return args switch
{
    ["server"] => await ServeAsync("v1:127.0.0.1:0"),
    ["server", var address] when EntityAddress.TryParse(address, EntityAddressType.Legacy, out _) => await ServeAsync(address),
    ["client", var address] when EntityAddress.TryParse(address, EntityAddressType.Legacy, out var server) => await PingAsync(server),
    [] => await BothAsync(),
    _ => Usage(),
};

static async Task<int> ServeAsync(string address)
{
    var (system, addresses) = await Server.StartAsync(address);
    Console.WriteLine($"listening on {addresses}");
    using var stop = new Stop();
    await stop.Requested;
    await system.Terminate();
    return 0;
}

static async Task<int> PingAsync(EntityAddress server)
{
    var system = Client.Start(server, pings: 5, out var done);
    var answered = await done;
    await system.Terminate();
    return answered ? 0 : 1;
}

static async Task<int> BothAsync()
{
    var (system, addresses) = await Server.StartAsync("v1:127.0.0.1:0");
    Console.WriteLine($"listening on {addresses}");
    var result = await PingAsync(addresses[0]);
    await system.Terminate();
    return result;
}

static int Usage()
{
    Console.Error.WriteLine("usage: PingPong [server [ADDR] | client ADDR], ADDR like v1:127.0.0.1:6800/0");
    return 2;
}
