using CephActors.Auth;

namespace CephActors.Simulation;

/// <summary>Secrets and tickets as a cluster with cephx has them, the same in every world.</summary>
internal static class SimKeys
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);
    private static readonly EntityType[] Services = [EntityType.Mon, EntityType.Osd, EntityType.Mds];
    private static readonly Dictionary<EntityType, CryptoKey> Secrets = MakeSecrets();
    private static readonly TicketStore Tickets = MakeTickets();

    /// <summary>Offers a ticket to every service but a monitor, as daemons and clients do.</summary>
    public static IAuthorizerSource Source(EntityType own, Func<ulong> random) =>
        new CephxAuthorizerSource(Tickets, random, static () => Now, own);

    /// <summary>Checks tickets; who brings none is let in, as by a monitor.</summary>
    public static IAuthorizerVerifier Verifier(EntityType own, Func<ulong> random)
    {
        var missing = new NoneAuthorizerVerifier(static _ => true);
        if (!Secrets.TryGetValue(own, out var secret))
            return missing;
        var secrets = new ServiceSecrets(own, secret);
        return new AuthorizerVerifierSet(
            missing,
            new Dictionary<AuthMethod, IAuthorizerVerifier> { [AuthMethod.Cephx] = new CephxAuthorizerVerifier(() => secrets, random) });
    }

    private static Dictionary<EntityType, CryptoKey> MakeSecrets()
    {
        var secrets = new Dictionary<EntityType, CryptoKey>();
        foreach (var service in Services)
        {
            var secret = new byte[CryptoKey.AesKeySize];
            secret.AsSpan().Fill((byte)service);
            secrets.Add(service, CryptoKey.FromSecret(secret, Now));
        }

        return secrets;
    }

    private static TicketStore MakeTickets()
    {
        var random = new SeededRandom(7);
        var store = new TicketStore();
        store.SetGlobalId(4100);
        foreach (var service in Services)
        {
            var mint = new LocalTicketMint(service, Secrets[service], 1, random.Next);
            store.Store(mint.Issue(new AuthEntityName(EntityType.Client, "admin"), 4100, Now, TimeSpan.FromDays(3650)));
        }

        return store;
    }
}
