using CephActors.Actors;
using CephActors.Tests.Configuration;

namespace CephActors.Tests.Actors;

public sealed class BindAttemptSpec
{
    [Fact]
    public void Attempt_should_try_the_port_once_a_round_when_it_was_given()
    {
        var attempt = Attempt("bind-retry-count = 2", "v1:127.0.0.1:7000/0");

        Assert.Equal(7000, attempt.Current.Port);
        Assert.Equal(BindRetry.NextRound, attempt.Failed());
        Assert.Equal(7000, attempt.Current.Port);
        Assert.Equal(BindRetry.GiveUp, attempt.Failed());
    }

    [Fact]
    public void Attempt_should_try_every_port_of_the_range_but_those_avoided_when_the_port_is_0()
    {
        var attempt = Attempt("bind-retry-count = 1, bind-port-min = 7000, bind-port-max = 7003", "v1:127.0.0.1:0/0", 7000, 7002);

        Assert.Equal(7001, attempt.Current.Port);
        Assert.Equal(BindRetry.NextPort, attempt.Failed());
        Assert.Equal(7003, attempt.Current.Port);
        Assert.Equal(BindRetry.GiveUp, attempt.Failed());
    }

    [Theory]
    [InlineData("", "0.0.0.0")]
    [InlineData("bind-ipv6 = on", "::|0.0.0.0")]
    [InlineData("bind-ipv6 = on, bind-prefer-ipv4 = on", "0.0.0.0|::")]
    [InlineData("bind-ipv6 = on, bind-ipv4 = off", "::")]
    public void Attempt_should_bind_every_family_in_use_when_an_address_has_no_ip(string settings, string expected)
    {
        var attempt = Attempt(settings, "v1:-/0");
        var tried = new List<string>();
        do
            tried.Add(attempt.Current.Address.ToString());
        while (!attempt.Bound(attempt.Current.Port, 5));

        Assert.Equal(expected, string.Join('|', tried));
        Assert.All(attempt.Result, address => Assert.Equal(5u, address.Nonce));
    }

    private static BindAttempt Attempt(string settings, string address, params int[] avoid) => new(
        new EntityAddressVector(EntityAddress.Parse(address, EntityAddressType.Legacy)),
        avoid.ToHashSet(),
        Hocon.Messenger($"ceph.messenger {{ {settings} }}"),
        new TaskCompletionSource<EntityAddressVector>());
}
