using System.Security.Cryptography;
using CephActors.Interop.Tests.Ceph;
using Xunit.Abstractions;

namespace CephActors.Interop.Tests.Mon;

/// <summary>A monitor that asks for a key.</summary>
[Collection(nameof(CephxMonitor))]
public sealed class MonClientCephxSpec(CephxMonitor fixture, ITestOutputHelper output) : MonClientContract(fixture, output)
{
    private const int EAcces = 13;
    private const int EOpNotSupp = 95;

    [SkippableFact]
    public async Task Client_should_be_refused_when_its_key_is_wrong()
    {
        await using var client = StartClient(fixture.Ceph, new MonClientOptions
        {
            Name = AuthEntityName.Parse("client.admin"),
            Key = CryptoKey.FromSecret(RandomNumberGenerator.GetBytes(16)),
        });
        Assert.Equal(EAcces, (await RefusalAsync(client)).Errno);
    }

    [SkippableFact]
    public async Task Client_should_be_refused_when_nobody_has_its_name()
    {
        await using var client = StartClient(fixture.Ceph, new MonClientOptions
        {
            Name = AuthEntityName.Parse("client.nobody"),
            Key = CryptoKey.FromSecret(RandomNumberGenerator.GetBytes(16)),
        });
        Assert.Equal(EAcces, (await RefusalAsync(client)).Errno);
    }

    [SkippableFact]
    public async Task Client_should_be_refused_when_it_offers_no_key()
    {
        await using var client = StartClient(fixture.Ceph, new MonClientOptions { Name = AuthEntityName.Parse("client.admin"), Methods = [AuthMethod.None] });
        Assert.Equal(EOpNotSupp, (await RefusalAsync(client)).Errno);
    }

    [SkippableFact]
    public async Task Command_should_be_denied_when_the_name_lacks_the_capability()
    {
        var ceph = fixture.Ceph;
        await using var admin = StartClient(ceph);
        var key = (await admin.CommandAsync("""{"prefix":"auth get-or-create-key","entity":"client.reader","caps":["mon","allow r"]}""").WaitAsync(Patience))
            .EnsureSuccess().OutputText.Trim();
        await using var reader = StartClient(ceph, new MonClientOptions { Name = AuthEntityName.Parse("client.reader"), Key = CryptoKey.Parse(key) });
        Assert.True((await reader.CommandAsync(DumpMap).WaitAsync(Patience)).IsSuccess);
        var denied = await reader.CommandAsync("""{"prefix":"config-key set","key":"denied","val":"1"}""").WaitAsync(Patience);
        Assert.Equal((-EAcces, "access denied"), (denied.Code, denied.Status));
    }
}
