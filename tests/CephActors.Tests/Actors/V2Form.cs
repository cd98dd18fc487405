using Akka.Actor;
using CephActors.Actors;
using CephActors.Auth;

namespace CephActors.Tests.Actors;

/// <summary>
/// One of the forms that frames of protocol v2 have, written as "2.0 crc" or "2.1 secure". Encryption needs a key, so there
/// peers authenticate with cephx.
/// </summary>
internal sealed class V2Form
{
    private static readonly CryptoKey Secret = CryptoKey.FromSecret("osd service key "u8);
    private static readonly TimeSpan Validity = TimeSpan.FromDays(10_000);

    private V2Form(int revision, bool isSecure)
    {
        IsSecure = isSecure;
        var (mode, method) = isSecure ? ("secure", "cephx") : ("crc", "none");
        Settings = $$"""
            msgr2-revision = {{revision}}
            modes { cluster = [{{mode}}], service = [{{mode}}], client = [{{mode}}] }
            auth { cluster-required = [{{method}}], service-required = [{{method}}], client-required = [{{method}}] }
            """;
    }

    /// <summary>What a messenger has where nobody asks for anything else.</summary>
    public static V2Form Usual { get; } = new(1, isSecure: false);

    public bool IsSecure { get; }

    /// <summary>What a messenger has to be told.</summary>
    public string Settings { get; }

    public static V2Form Parse(string text)
    {
        string[] parts = text.Split(' ');
        return new V2Form(parts[0] == "2.0" ? 0 : 1, parts[1] == "secure");
    }

    private static LocalTicketMint Mint(EntityType service) => new(service, Secret, 1, SessionContextFactory.Random);

    /// <summary>Gives a messenger what it authenticates with, and what it judges others by.</summary>
    public void Equip(CephMessenger messenger, ActorSystem system)
    {
        if (!IsSecure)
            return;
        var (session, name) = (messenger.Services.Session, messenger.Services.Settings.Auth.Entity);
        var tickets = Mint(EntityType.Osd).IssueStore(name, 4100, system.Scheduler.Now, Validity);

        // In Ceph's tests clients are dialled too.
        tickets.Store(Mint(EntityType.Client).Issue(name, 4100, system.Scheduler.Now, Validity));
        session.AuthorizerSource = new CephxAuthorizerSource(tickets, SessionContextFactory.Random, () => system.Scheduler.Now);
        session.AuthorizerVerifier = new CephxAuthorizerVerifier(() => new ServiceSecrets(messenger.EntityName.Type, Secret), SessionContextFactory.Random);
    }
}
