using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>What surrounds a v2 session under test; an OSD that meets another one, unless said otherwise.</summary>
internal sealed record V2Setup
{
    /// <summary>Sorts below <see cref="Above"/>: the nonce is compared first.</summary>
    public const string Below = "[v2:10.0.0.1:6800/11,v1:10.0.0.1:6801/11]";

    public const string Above = "[v2:10.0.0.2:6800/22,v1:10.0.0.2:6801/22]";

    public Policy Policy { get; init; } = Policy.LosslessPeer;

    public string PeerAddresses { get; init; } = Below;

    public string? OwnAddresses { get; init; } = Above;

    public EntityType PeerType { get; init; } = EntityType.Osd;

    public Banner Greeting { get; init; } = Banner.Own;

    public IAuthClient? Client { get; init; } = new FakeAuthentication();

    public IAuthServer? Server { get; init; } = new FakeAuthentication();

    public SessionContext Build()
    {
        var addresses = new OwnAddresses(22);
        if (OwnAddresses is not null)
            addresses.Bind(EntityAddressVector.Parse(OwnAddresses));
        var cookie = 0xc0_0000UL;
        return new SessionContext
        {
            Name = EntityName.Osd(2),
            Addresses = addresses,
            Policies = new PolicyTable(Policy),
            AuthorizerVerifier = new FakeVerifier(),
            AuthClient = Client,
            AuthServer = Server,
            Greeting = Greeting,
            Random = () => ++cookie,
        };
    }
}
