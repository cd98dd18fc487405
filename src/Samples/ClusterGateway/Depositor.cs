using Akka.Actor;
using Akka.Configuration;
using CephActors;
using CephActors.Messages;

namespace ClusterGateway;

/// <summary>A client that knows several gateways and goes to the next one when its own does not answer.</summary>
public sealed class Depositor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ActorSystem _system;
    private readonly CephMessenger _messenger;
    private readonly IReadOnlyList<EntityAddress> _gateways;
    private int _present;

    /// <summary>Makes the client of a number, which is the number of its account.</summary>
    public Depositor(long number, IReadOnlyList<EntityAddress> gateways)
    {
        _gateways = gateways;
        _system = ActorSystem.Create("client", ConfigurationFactory.ParseString(
            $"akka.loglevel = WARNING, ceph.messenger {{ name = client.{number}, default-policy = lossy-client }}"));
        _messenger = _system.CephMessenger();
    }

    /// <summary>Deposits, however often that has to be tried; what was tried without an answer may count as well.</summary>
    public async Task<Balance> DepositAsync(ulong amount, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var gateway = _messenger.ConnectTo(_gateways[_present], EntityType.Osd);
            try
            {
                return await gateway.Ask<Balance>(new Deposit(amount).ToMessage(), Patience, cancellationToken);
            }
            catch (CephAskException e) when (e.Failure is AskFailure.Timeout or AskFailure.Reset or AskFailure.Closed)
            {
                gateway.MarkDown();
                _present = (_present + 1) % _gateways.Count;
            }
        }
    }

    /// <summary>Ends the client.</summary>
    public async ValueTask DisposeAsync() => await _system.Terminate();
}
