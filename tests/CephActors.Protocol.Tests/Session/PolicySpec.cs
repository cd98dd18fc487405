namespace CephActors.Protocol.Tests.Session;

public class PolicySpec
{
    public static TheoryData<string, bool, bool, bool, bool, bool> Table => new()
    {
        // name, lossy, server, standby, resetcheck, register lossy clients: src/msg/Policy.h
        { "stateful-server", false, true, true, true, true },
        { "stateless-registered-server", true, true, false, false, true },
        { "stateless-server", true, true, false, false, false },
        { "lossless-peer", false, false, true, false, true },
        { "lossless-peer-reuse", false, false, true, true, true },
        { "lossy-client", true, false, false, false, true },
        { "lossless-client", false, false, false, true, true },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Policy_should_have_Cephs_flags_when_named(string name, bool lossy, bool server, bool standby, bool resetCheck, bool register)
    {
        var policy = Policy.Parse(name);

        Assert.Equal(name, policy.ToString());
        Assert.Equal(
            (lossy, server, standby, resetCheck, register),
            (policy.Lossy, policy.Server, policy.Standby, policy.ResetCheck, policy.RegisterLossyClients));
        Assert.Equal(0x3f01cfbdfffdffffUL, policy.FeaturesSupported);
        Assert.Equal(0UL, policy.FeaturesRequired);
    }

    [Fact]
    public void Policy_should_be_one_of_seven_when_taken_from_a_property() =>
        Assert.Equal(
            Table.Select(row => (string)row[0]),
            new[]
            {
                Policy.StatefulServer, Policy.StatelessRegisteredServer, Policy.StatelessServer, Policy.LosslessPeer,
                Policy.LosslessPeerReuse, Policy.LossyClient, Policy.LosslessClient,
            }.Select(p => p.Name));

    [Fact]
    public void Parse_should_take_underscores_when_written_as_Ceph_writes() =>
        Assert.Same(Policy.StatelessRegisteredServer, Policy.Parse("stateless_registered_server"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("lossless")]
    [InlineData("Lossless-Peer")]
    public void TryParse_should_refuse_when_the_name_is_unknown(string? text)
    {
        Assert.False(Policy.TryParse(text, out var policy));
        Assert.Null(policy);
    }

    [Fact]
    public void Parse_should_list_the_names_when_the_name_is_unknown()
    {
        var error = Assert.Throws<FormatException>(() => Policy.Parse("lossfull"));

        Assert.Contains("'lossfull'", error.Message, StringComparison.Ordinal);
        Assert.Contains("lossless-peer-reuse", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Policy_should_keep_its_flags_when_features_are_added()
    {
        var policy = Policy.LosslessPeer with { FeaturesRequired = 0x2201 };

        Assert.Equal(0x2201UL, policy.FeaturesRequired);
        Assert.True(policy.Standby);
        Assert.Equal(0UL, Policy.LosslessPeer.FeaturesRequired);
    }
}
