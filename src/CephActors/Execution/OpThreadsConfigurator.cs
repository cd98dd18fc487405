using Akka.Configuration;
using Akka.Dispatch;

namespace CephActors.Execution;

/// <summary>Makes the executor that <c>ceph.connection-dispatcher</c> names; its <c>op-threads</c> are the turns at a time.</summary>
internal sealed class OpThreadsConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    private const string Key = "op-threads";
    private const int Most = 1024;

    private readonly int _limit = Read(config);

    /// <inheritdoc/>
    public override ExecutorService Produce(string id) => new OpThreads(id, _limit);

    private static int Read(Config config)
    {
        var value = config.GetString(Key, "3");
        return int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most
            ? limit
            : throw new CephMessengerConfigurationException($"ceph.connection-dispatcher.{Key}", value, $"a whole number from 1 to {Most}");
    }
}
