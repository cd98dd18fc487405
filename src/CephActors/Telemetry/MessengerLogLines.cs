using CephActors.Session;

namespace CephActors.Telemetry;

/// <summary>What messengers, their connections and their dispatch have to say beside <see cref="SessionLogLines"/>.</summary>
internal static class MessengerLogLines
{
    /// <summary>A connector knows its own address now.</summary>
    public static LogLine AddressLearned { get; } = new(1030, ReportLevel.Info, "{Connection}: learned our address: {Addresses}");

    /// <summary>A message came once more; the session has it already.</summary>
    public static LogLine ReceivedBefore { get; } = new(
        1040, ReportLevel.Debug, "{Connection}: message {Seq} was received before (in_seq {InSeq}), dropped");

    /// <summary>The peer left numbers out.</summary>
    public static LogLine NumbersSkipped { get; } = new(1041, ReportLevel.Info, "{Connection}: {Skipped} sequence numbers skipped before {Seq}");

    /// <summary>An injected rule ended the connection.</summary>
    public static LogLine Died { get; } = new(
        1050, ReportLevel.Error, "{Connection}: {Reason}; closed for good, as ceph.messenger.injection.{Option} asks for");

    /// <summary>A messenger is bound.</summary>
    public static LogLine Listening { get; } = new(1101, ReportLevel.Info, "Messenger {Name} listens on {Addresses}");

    /// <summary>A port is taken.</summary>
    public static LogLine CannotListen { get; } = new(
        1102, ReportLevel.Warning, "Messenger {Name} cannot listen on {EndPoint}: {Reason}; next try in {Delay}");

    /// <summary>A listener ended by itself.</summary>
    public static LogLine StoppedListening { get; } = new(1103, ReportLevel.Error, "Messenger {Name} stopped listening on {EndPoint}");

    /// <summary>A messenger has ended.</summary>
    public static LogLine Stopped { get; } = new(1104, ReportLevel.Debug, "Messenger {Name} has stopped");

    /// <summary>A defect of ours.</summary>
    public static LogLine PartFailed { get; } = new(1105, ReportLevel.Error, "A part of messenger {Name} failed and is stopped: {Part}");

    /// <summary>Somebody asked for a dump and gets none.</summary>
    public static LogLine NoDump { get; } = new(1106, ReportLevel.Debug, "Messenger {Name} could not be dumped: {Reason}");

    /// <summary>The first message of a type that nobody takes.</summary>
    public static LogLine NobodyTakes { get; } = new(
        1201, ReportLevel.Warning, "No dispatcher takes {Message} from {Connection}: dropped, as all further of its type");

    /// <summary>A further one.</summary>
    public static LogLine NobodyTakesStill { get; } = new(1202, ReportLevel.Debug, "No dispatcher takes {Message} from {Connection}: dropped");

    /// <summary>A dispatcher actor has ended.</summary>
    public static LogLine DispatcherStopped { get; } = new(1203, ReportLevel.Info, "Dispatcher {Dispatcher} has stopped and is no longer in the chain");

    /// <summary>It had work.</summary>
    public static LogLine DispatcherDied { get; } = new(
        1204, ReportLevel.Warning, "Dispatcher {Dispatcher} died with {Count} messages that it may not have processed");

    /// <summary>A fast dispatcher threw.</summary>
    public static LogLine FastDispatcherFailed { get; } = new(1205, ReportLevel.Error, "{Call} of {Dispatcher} failed on {Connection}");

    /// <summary>An injected rule ended a connection whose message nobody takes.</summary>
    public static LogLine UnhandledDied { get; } = new(
        1206,
        ReportLevel.Error,
        "No dispatcher takes {Message} from {Connection}; closed for good, as ceph.messenger.injection.die-on-unhandled-message asks for");

    /// <summary>A stream of received messages was given up.</summary>
    public static LogLine ReceiverDropped { get; } = new(
        1207, ReportLevel.Warning, "{Count} received messages are dropped: nobody takes them any more");

    /// <summary>A message that came from another node for a connection of this one cannot be sent.</summary>
    public static LogLine RelayRefused { get; } = new(
        1401, ReportLevel.Warning, "{Message} of another node for {Connection} is dropped: {Reason}");

    /// <summary>The same, because there is no connection any more.</summary>
    public static LogLine RelayClosed { get; } = new(
        1402, ReportLevel.Debug, "{Message} of another node is dropped: its connection has ended");
}
