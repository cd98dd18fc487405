using CephActors.Interop.Tests.Ceph;
using Xunit.Abstractions;

namespace CephActors.Interop.Tests.Mon;

/// <summary>A monitor that speaks protocol v2 alone, and asks for no key.</summary>
public sealed class MonClientV2NoneSpec(NoneV2Monitor fixture, ITestOutputHelper output) : MonClientContract(fixture, output), IClassFixture<NoneV2Monitor>;

/// <summary>A monitor that speaks both protocols and asks for a key; checksums are all we allow.</summary>
public sealed class MonClientV2CrcSpec(CephxDualMonitor fixture, ITestOutputHelper output)
    : MonClientContract(fixture, output, "ceph.messenger.modes.mon-client = [crc]"), IClassFixture<CephxDualMonitor>;

/// <summary>A monitor that insists on encryption.</summary>
[Collection(nameof(SecureMonitor))]
public sealed class MonClientV2SecureSpec(SecureMonitor fixture, ITestOutputHelper output) : MonClientContract(fixture, output);

/// <summary>Monitors that speak one protocol or both.</summary>
public sealed class MonClientWireSpec(ITestOutputHelper output) : MonClientKit(output)
{
    /// <summary>An address that does not tell the protocol finds the monitor whatever it speaks there.</summary>
    [SkippableTheory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Client_should_find_the_monitor_when_the_address_does_not_tell_the_protocol(string wire)
    {
        Skip.If(RealCeph.Missing is not null, RealCeph.Missing);
        await using var ceph = await RealCeph.StartAsync("cephx", wire);
        await using var client = StartClient(ceph, new MonClientOptions
        {
            Name = AuthEntityName.Parse("client.admin"),
            Key = ceph.Key("client.admin"),
        }, ceph.Address.WithType(EntityAddressType.Any));
        Assert.Equal(ceph.Fsid.ToString(), (await client.CommandAsync("""{"prefix":"fsid"}""").WaitAsync(Patience)).OutputText.Trim());
        Assert.Contains(ceph.Address, client.Monitor!);
    }

    [SkippableTheory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Commands_should_be_answered_over_either_protocol_when_the_monitor_speaks_both(string wire)
    {
        Skip.If(RealCeph.Missing is not null, RealCeph.Missing);
        await using var ceph = await RealCeph.StartAsync("cephx", "both");
        var address = ceph.Addresses.First(address => address.Type == (wire == "v2" ? EntityAddressType.Msgr2 : EntityAddressType.Legacy));
        await using var client = StartClient(ceph, new MonClientOptions
        {
            Name = AuthEntityName.Parse("client.admin"),
            Key = ceph.Key("client.admin"),
        }, address);
        Assert.Equal(ceph.Fsid.ToString(), (await client.CommandAsync("""{"prefix":"fsid"}""").WaitAsync(Patience)).OutputText.Trim());
        Assert.Contains(address, client.Monitor!);
    }
}

/// <summary>We speak revision 2.0 alone, as Ceph did before 2.1.</summary>
public sealed class MonClientRevision0Spec(ITestOutputHelper output) : MonClientKit(output, "ceph.messenger.msgr2-revision = 0")
{
    [SkippableTheory]
    [InlineData("none", false)]
    [InlineData("cephx", false)]
    [InlineData("cephx", true)]
    public async Task Commands_should_be_answered_with_input_and_output_of_any_length(string auth, bool secure)
    {
        Skip.If(RealCeph.Missing is not null, RealCeph.Missing);
        await using var ceph = await RealCeph.StartAsync(auth, "v2", secure);
        await using var client = StartClient(ceph);
        foreach (var length in new[] { 1, 15, 16, 17, 50_000 })
        {
            var value = new string('v', length);
            var set = await client.CommandAsync("""{"prefix":"config-key set","key":"interop"}""", System.Text.Encoding.ASCII.GetBytes(value)).WaitAsync(Patience);
            Assert.Equal((0, "set interop"), (set.Code, set.Status));
            Assert.Equal(value, (await client.CommandAsync("""{"prefix":"config-key get","key":"interop"}""").WaitAsync(Patience)).OutputText);
        }
    }
}
