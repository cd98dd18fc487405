using Mono.Cecil;

namespace CephActors.Architecture.Tests;

public class BannedApiSpec
{
    // Blocking a thread, waits and clocks that virtual time cannot move, and log lines without a number.
    private static readonly string[] Everywhere =
    [
        "System.DateTime::get_Now",
        "System.DateTime::get_UtcNow",
        "System.DateTimeOffset::get_Now",
        "System.DateTimeOffset::get_UtcNow",
        "System.Threading.Thread::Sleep",
        "System.Threading.Tasks.Task::Delay",
        "System.Threading.Tasks.Task::Wait",
        "System.Threading.Tasks.Task::WaitAll",
        "System.Threading.Tasks.Task::WaitAny",
        "System.Threading.Tasks.Task`1::get_Result",
        "System.Runtime.CompilerServices.TaskAwaiter::GetResult",
        "System.Runtime.CompilerServices.TaskAwaiter`1::GetResult",
        "System.Console::*",
        "Akka.Event.LoggingExtensions::Debug",
        "Akka.Event.LoggingExtensions::Info",
        "Akka.Event.LoggingExtensions::Warning",
        "Akka.Event.LoggingExtensions::Error",
    ];

    // The protocol is handed time, random numbers and bytes.
    private static readonly string[] InTheProtocol =
    [
        "System.TimeProvider::get_System",
        "System.Diagnostics.Stopwatch::*",
        "System.Environment::get_TickCount",
        "System.Environment::get_TickCount64",
        "System.Guid::NewGuid",
        "System.Random::*",
        "System.Security.Cryptography.RandomNumberGenerator::*",
        "System.Net.Sockets.Socket::*",
        "System.IO.File::*",
        "System.Threading.Tasks.Task::Run",
    ];

    // Nothing that is secret is compared byte for byte until the first that differs.
    private static readonly string[] InAuthentication =
    [
        "System.MemoryExtensions::SequenceEqual",
        "System.Linq.Enumerable::SequenceEqual",
    ];

    // What is called nevertheless, by whom, and why.
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["CephActors.Keyring -> System.IO.File::ReadAllText"] = "Load is for those who have a path; Parse does the work.",
        ["CephActors.Auth.Cephx.TicketBlob -> System.MemoryExtensions::SequenceEqual"] = "What a ticket is sealed in is no secret.",
        ["CephActors.TestKit.VirtualScheduler -> Akka.Event.LoggingExtensions::Error"] = "It tells what a test has scheduled and what failed: nothing to count.",
        ["CephActors.Streams.SocketStream -> System.Threading.Tasks.Task`1::get_Result"] = "In a continuation: the task is done.",
    };

    [Fact]
    public void Libraries_should_not_call_what_is_banned() =>
        Findings.ShouldBeNone(Product.Libraries.SelectMany(l => Banned(l, Everywhere)).Except(Allowed.Keys));

    [Fact]
    public void Protocol_should_not_call_what_must_be_handed_in() =>
        Findings.ShouldBeNone(Banned(Product.Protocol, InTheProtocol).Except(Allowed.Keys));

    [Fact]
    public void Secrets_should_be_compared_in_constant_time() => Findings.ShouldBeNone(OfAuthentication().Except(Allowed.Keys));

    [Fact]
    public void Exceptions_should_go_when_they_are_needed_no_more()
    {
        var called = Product.Libraries.SelectMany(l => Banned(l, Everywhere)).Concat(Banned(Product.Protocol, InTheProtocol)).Concat(OfAuthentication());

        Findings.ShouldBeNone(Allowed.Keys.Except(called));
    }

    private static IEnumerable<string> OfAuthentication() =>
        Banned(Product.Protocol, InAuthentication).Where(call => call.StartsWith("CephActors.Auth.", StringComparison.Ordinal) || call.Contains("Key", StringComparison.Ordinal));

    private static IEnumerable<string> Banned(AssemblyDefinition assembly, string[] banned) =>
        from call in References.Calls(assembly)
        let type = call.Called.DeclaringType.GetElementType().FullName
        let name = $"{type}::{call.Called.Name}"
        where (banned.Contains(name) || banned.Contains($"{type}::*")) && !IsAwait(call.Caller, call.Called)
        select $"{References.Outermost(call.Caller.DeclaringType).FullName} -> {name}";

    // What the compiler makes of an await ends in the same call, on a task that is done.
    private static bool IsAwait(MethodDefinition caller, MethodReference called) =>
        called.Name == "GetResult" && caller.Name == "MoveNext" && caller.DeclaringType.Name.StartsWith('<');
}
