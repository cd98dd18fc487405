using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>What holds where a messenger says nothing else. Ceph: the defaults of <c>src/common/options/global.yaml.in</c>.</summary>
public class SessionContextSpec
{
    [Fact]
    public void Context_should_have_the_defaults_of_Ceph_when_nothing_is_said()
    {
        var context = new SessionContext
        {
            Name = EntityName.Osd(1),
            Addresses = new OwnAddresses(1),
            Policies = new PolicyTable(Policy.LosslessPeer),
            AuthorizerVerifier = new FakeVerifier(),
            Random = () => 0,
        };

        Assert.True(context.SignMessages);
        Assert.True(context.LearnAddress);
        Assert.Null(context.AuthorizerSource);
        Assert.Equal(0UL, context.CephxRequiredFeatures(EntityType.Osd));
        Assert.Equal(
            [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(900)],
            [context.InitialBackoff, context.MaxBackoff, context.ReadyTimeout, context.IdleTimeout]);
        Assert.Equal(1u, context.GlobalSeq.Next());
    }
}
