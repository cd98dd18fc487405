using Akka.Actor;
using CephActors.Docs;
using CephActors.Messages;
using CephActors.TestKit;

namespace CephActors.Hosting.Tests.Docs;

/// <summary>What docs/extending.md shows compiles and works.</summary>
public sealed class ExtendingPageSpec() : CephMessengerTestKit(hocon: "ceph.messenger.default-policy = lossless-peer")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Code_of_the_page_should_be_the_code_compiled_here()
    {
        Assert.NotEmpty(CodeBlocks.Of("extending.md", "csharp"));
        Assert.Empty(CodeBlocks.NotIn("extending.md", "ObjectStore.cs"));
    }

    [Fact]
    public async Task Object_of_the_page_should_be_stored()
    {
        CephMessenger store = CreateMessenger("osd.1");
        store.AddDispatcherTail(Sys.ActorOf<ObjectStore>());
        EntityAddressVector address = await store.BindAsync();
        Connection connection = CreateMessenger("osd.2").ConnectTo(address, EntityType.Osd);

        Assert.Equal(4ul, await ObjectClient.PutAsync(connection, "a", [1, 2, 3, 4], CancellationToken.None));
    }

    [Fact]
    public async Task Log_of_the_page_should_tell_what_is_put()
    {
        CephTestProbe sender = await StartAsync("osd.2");
        CephMessenger store = CreateMessenger("osd.1");
        var log = new StringWriter();
        Task logging = ObjectClient.LogAsync(store, log, CancellationToken.None);
        EntityAddressVector address = await store.BindAsync();

        sender.Messenger.ConnectTo(address, EntityType.Osd).Send(new PutObject("a", Placement.Anywhere, default).ToMessage());
        await UntilAsync(() => log.ToString().Length > 0);
        await store.ShutdownAsync();
        await logging.WaitAsync(Patience);

        Assert.EndsWith($"puts a{Environment.NewLine}", log.ToString(), StringComparison.Ordinal);
    }
}
