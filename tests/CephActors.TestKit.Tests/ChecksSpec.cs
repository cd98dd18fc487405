using Akka.Event;

namespace CephActors.TestKit.Tests;

/// <summary>What the test class checks when a test has ended.</summary>
public sealed class ChecksSpec
{
    [Fact]
    public async Task Test_should_fail_when_an_error_was_logged_that_it_had_not_announced()
    {
        Assert.Null(await EndAsync(_ => { }));
        var failure = await EndAsync(kit => kit.Sys.Log.Error("the disk is on fire"));
        Assert.Contains("1 errors were logged, 0 were expected", failure, StringComparison.Ordinal);
        Assert.Contains("the disk is on fire", failure, StringComparison.Ordinal);
        Assert.Contains("in another system", await EndAsync(kit => kit.System("far").Log.Error("in another system")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_should_pass_with_the_errors_it_announced_and_with_any_when_the_check_is_off()
    {
        void Log(Kit kit) => kit.Sys.Log.Error("meant");

        Assert.Null(await EndAsync(Log, errors: 1));
        Assert.Contains("1 errors were logged, 2 were expected", await EndAsync(Log, errors: 2), StringComparison.Ordinal);
        Assert.Null(await EndAsync(Log, errors: null));
    }

    [Fact]
    public async Task Test_should_fail_when_a_throttle_is_not_at_zero_unless_the_check_is_off()
    {
        static void Leak(Kit kit) => kit.Create("osd.1").Services.Throttles.Bytes.Take(5);

        Assert.Contains("still holds credits: 0 messages, 5 bytes", await EndAsync(Leak), StringComparison.Ordinal);
        Assert.Null(await EndAsync(Leak, throttles: false));
    }

    [Fact]
    public async Task Messengers_should_be_ended_and_systems_too()
    {
        CephMessenger? here = null;
        CephMessenger? there = null;
        Akka.Actor.ActorSystem? far = null;
        await EndAsync(kit =>
        {
            far = kit.System("far");
            here = kit.Create("osd.1");
            there = far.CephMessenger();
        });

        Assert.True(here!.Completion.IsCompleted && there!.Completion.IsCompleted && far!.WhenTerminated.IsCompleted);
    }

    [Fact]
    public void Time_should_say_so_when_it_is_real()
    {
        using var kit = new Kit();

        Assert.Contains("pass virtualTime: true", Assert.Throws<InvalidOperationException>(() => kit.Time).Message, StringComparison.Ordinal);
    }

    // What the end of a test fails with, or null.
    private static async Task<string?> EndAsync(Action<Kit> test, int? errors = 0, bool throttles = true)
    {
        using var kit = new Kit();
        kit.Set(errors, throttles);
        await kit.InitializeAsync();
        test(kit);
        return (await Record.ExceptionAsync(kit.DisposeAsync))?.Message;
    }

    private sealed class Kit : CephMessengerTestKit
    {
        public void Set(int? errors, bool throttles) => (ErrorsExpected, ChecksThrottles) = (errors, throttles);

        public CephMessenger Create(string entity) => CreateMessenger(entity);

        public Akka.Actor.ActorSystem System(string name) => CreateSystem(name);
    }
}
