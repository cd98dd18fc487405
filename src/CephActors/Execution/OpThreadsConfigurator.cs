using Akka.Configuration;
using Akka.Dispatch;

namespace CephActors.Execution;

/// <summary>
/// Makes the executor that <c>ceph.connection-dispatcher</c> names; its <c>op-threads</c> are the turns at a time, <c>idle-poll</c> is how
/// long one that has nothing to run keeps asking sockets.
/// </summary>
internal sealed class OpThreadsConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    private const string Path = "ceph.connection-dispatcher.";
    private const string LimitKey = "op-threads";
    private const int MostThreads = 1024;
    private const string IdlePollKey = "idle-poll";

    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(10);

    private readonly int _limit = ReadLimit(config);
    private readonly TimeSpan _idlePoll = ReadIdlePoll(config);

    /// <inheritdoc/>
    public override ExecutorService Produce(string id) => new OpThreads(id, _limit, Environment.ProcessorCount > 1 ? _idlePoll : TimeSpan.Zero);

    private static int ReadLimit(Config config)
    {
        var value = config.GetString(LimitKey, "3");
        return int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostThreads
            ? limit
            : throw new CephMessengerConfigurationException(Path + LimitKey, value, $"a whole number from 1 to {MostThreads}");
    }

    private static TimeSpan ReadIdlePoll(Config config)
    {
        var value = config.GetString(IdlePollKey, "100us");
        return Quantities.TryParseTime(value, out var time) && time <= LongestPoll
            ? time
            : throw new CephMessengerConfigurationException(Path + IdlePollKey, value, $"a time from 0s to {Quantities.Format(LongestPoll)}");
    }
}
