using System.Buffers;
using CephActors.Messages;

namespace CephActors.Mon;

/// <summary>The commands that wait for an answer, by transaction id. They survive sessions: each new one is given all of them again.</summary>
internal sealed class MonCommands
{
    /// <summary>So many at a time are never too many: one slow command must not keep all others waiting.</summary>
    private const int LeastWindow = 4;

    private readonly SortedDictionary<ulong, RunCommand> _pending = [];
    private readonly SortedSet<ulong> _unsent = [];
    private ulong _lastTid;
    private int _window = int.MaxValue;
    private bool _answered;

    /// <summary>The numbers of all that wait, oldest first.</summary>
    public IReadOnlyList<ulong> Tids => [.. _pending.Keys];

    /// <summary>Takes a command in and gives it its number.</summary>
    public ulong Add(RunCommand command)
    {
        var tid = ++_lastTid;
        _pending.Add(tid, command);
        _unsent.Add(tid);
        return tid;
    }

    /// <summary>
    /// A new session knows none of them. If the last one broke before it answered any, this one is given half as many at a time: a
    /// monitor whose sockets break while it reads them all would never get to the first answer.
    /// </summary>
    public void SendAllAgain()
    {
        if (!_answered && Sent > 0)
            _window = Math.Max(LeastWindow, Sent / 2);
        _answered = false;
        _unsent.UnionWith(_pending.Keys);
    }

    /// <summary>
    /// Sends what the session does not have yet, oldest first, as far as the window allows; false if the connection takes no more.
    /// </summary>
    public bool Flush(Connection connection, Guid fsid)
    {
        foreach (var tid in _unsent.ToArray())
        {
            if (Sent >= _window)
                return true;
            var command = _pending[tid];
            var message = new MMonCommand(fsid, [command.Json]) { Data = new ReadOnlySequence<byte>(command.Input) }.ToMessage(tid);
            if (connection.Send(message) != SendResult.Accepted)
                return false;
            _unsent.Remove(tid);
        }

        return true;
    }

    /// <summary>Takes out the command an answer is for. Ceph: <c>handle_mon_command_ack</c>, where number 0 answers the oldest.</summary>
    public RunCommand? TakeAnswered(ulong tid, out ulong answered)
    {
        answered = tid == 0 && _pending.Count > 0 ? _pending.First().Key : tid;
        if (Take(answered) is not { } command)
            return null;
        _answered = true;
        if (_window < int.MaxValue)
            _window++;
        return command;
    }

    /// <summary>How many the session has.</summary>
    private int Sent => _pending.Count - _unsent.Count;

    /// <summary>Takes a command out, whether it was sent or not.</summary>
    public RunCommand? Take(ulong tid)
    {
        _unsent.Remove(tid);
        return _pending.Remove(tid, out var command) ? command : null;
    }

    /// <summary>Numbers of the commands nobody waits for any more.</summary>
    public IReadOnlyList<ulong> Abandoned() => [.. _pending.Where(entry => entry.Value.Done.Task.IsCompleted).Select(entry => entry.Key)];
}
