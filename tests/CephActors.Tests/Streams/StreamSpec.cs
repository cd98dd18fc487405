using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Implementation;

namespace CephActors.Tests.Streams;

/// <summary>A spec with a materializer that must be empty when the test is over.</summary>
public abstract class StreamSpec : Akka.TestKit.Xunit2.TestKit, IAsyncLifetime
{
    protected StreamSpec(string? config = null)
        : base("akka.loglevel = WARNING\n" + config) => Materializer = Sys.Materializer();

    /// <summary>Long enough for a busy machine; nothing waits for it to pass.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    protected ActorMaterializer Materializer { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Every stream a test starts has to end with the test.</summary>
    public virtual async Task DisposeAsync()
    {
        await AwaitAssertAsync(
            async () =>
            {
                var left = await Materializer.Supervisor.Ask<StreamSupervisor.Children>(StreamSupervisor.GetChildren.Instance, Patience);
                Assert.Empty(left.Refs);
            },
            Patience);
    }

    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Patience);

    protected static Task Soon(Task task) => task.WaitAsync(Patience);
}
