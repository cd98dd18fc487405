using CephActors.Auth;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>What surrounds a session under test; an OSD that meets another one, unless said otherwise.</summary>
internal sealed record ProbeSetup
{
    /// <summary>Sorts below <see cref="Above"/>: the nonce is compared first.</summary>
    public const string Below = "v1:10.0.0.1:6801/11";

    public const string Above = "v1:10.0.0.2:6802/22";

    /// <summary>The policy for every type of peer.</summary>
    public Policy Policy { get; init; } = Policy.LosslessPeer;

    public EntityName Name { get; init; } = EntityName.Osd(2);

    public EntityType PeerType { get; init; } = EntityType.Osd;

    public string PeerAddress { get; init; } = Below;

    /// <summary>The bound addresses; null for a messenger without listener.</summary>
    public string? OwnAddress { get; init; } = Above;

    public IAuthorizerSource? Source { get; init; }

    public IAuthorizerVerifier Verifier { get; init; } = new FakeVerifier();

    public bool RequireSignatures { get; init; }

    public bool LearnAddress { get; init; } = true;

    public bool SignMessages { get; init; } = true;

    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(900);

    public ulong Random { get; init; } = 0xabcd_ef01_8765_4321;

    public SessionContext Build()
    {
        var addresses = new OwnAddresses(22);
        if (OwnAddress is not null)
            addresses.Bind(EntityAddressVector.Parse(OwnAddress));
        return new SessionContext
        {
            Name = Name,
            Addresses = addresses,
            Policies = new PolicyTable(Policy),
            AuthorizerSource = Source,
            AuthorizerVerifier = Verifier,
            CephxRequiredFeatures = _ => RequireSignatures ? CephFeatures.MsgAuth : 0,
            LearnAddress = LearnAddress,
            SignMessages = SignMessages,
            IdleTimeout = IdleTimeout,
            Random = () => Random,
        };
    }
}
