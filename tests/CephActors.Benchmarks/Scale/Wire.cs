using Akka.Actor;
using CephActors.Actors;
using CephActors.Auth;
using CephActors.Benchmarks.Idle;
using CephActors.Session;

namespace CephActors.Benchmarks.Scale;

/// <summary>What one of two OSDs in this process speaks to the other.</summary>
/// <param name="Name">Protocol and mode, for people.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Method">How they prove who they are: encryption takes cephx.</param>
/// <param name="Settings">More of its messenger.</param>
internal sealed record Wire(string Name, string Address, AuthMethod Method, string Settings = "")
{
    private static readonly CryptoKey Secret = CryptoKey.FromSecret("key of benchmarks"u8[..16]);

    public static IReadOnlyList<Wire> All { get; } =
    [
        new("v1", "v1:127.0.0.1:0", AuthMethod.None),
        new("v2 crc", "v2:127.0.0.1:0", AuthMethod.None),
        new("v2 secure", "v2:127.0.0.1:0", AuthMethod.Cephx, "modes.cluster = [secure]"),
    ];

    /// <summary>Starts an OSD that speaks so.</summary>
    public (ActorSystem System, CephMessenger Messenger) Start(string osd, Policy policy)
    {
        var system = IdleSystem.Start(osd, $"out-queue.max-bytes = 0\nauth.cluster-required = [{Method.ToString().ToLowerInvariant()}]\n{Settings}");
        var messenger = system.CephMessenger();
        messenger.SetDefaultPolicy(policy);
        if (Method is AuthMethod.Cephx)
            Authenticate(osd, messenger.Services.Session, system.Scheduler);
        return (system, messenger);
    }

    private static void Authenticate(string osd, SessionContext session, ITimeProvider clock)
    {
        var tickets = new LocalTicketMint(EntityType.Osd, Secret, 1, SessionContextFactory.Random)
            .IssueStore(AuthEntityName.Parse(osd), 4100, clock.Now, TimeSpan.FromHours(1));
        session.AuthorizerSource = new CephxAuthorizerSource(tickets, SessionContextFactory.Random, () => clock.Now);
        session.AuthorizerVerifier = new CephxAuthorizerVerifier(() => new ServiceSecrets(EntityType.Osd, Secret), SessionContextFactory.Random);
    }
}
