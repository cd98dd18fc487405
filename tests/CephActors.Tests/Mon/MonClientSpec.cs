using CephActors.Auth;
using CephActors.Encoding;
using CephActors.Messages;

namespace CephActors.Tests.Mon;

/// <summary>What a monitor client does for its user.</summary>
public sealed class MonClientSpec : MonClientTestKit
{
    [Fact]
    public async Task Client_should_learn_map_and_configuration_and_run_commands_when_the_method_is_none()
    {
        var a = await StartMonitor("a");
        await using var client = StartClient(a);
        await client.ConnectAsync().WaitAsync(Patience);
        Assert.NotEqual(0ul, client.GlobalId);
        Assert.Equal(new EntityAddressVector(a.Address), client.Monitor);
        Assert.Equal(a.Script.Map.Fsid, (await client.GetMonMapAsync().WaitAsync(Patience)).Fsid);

        var result = await client.CommandAsync(Command, "input"u8.ToArray()).WaitAsync(Patience);
        Assert.Equal((0, "ok", $"output of {Command}"), (result.Code, result.Status, result.OutputText));
        Assert.Same(result, result.EnsureSuccess());
        Assert.Equal("1", client.Configuration!["debug_ms"]);
        var sent = await a.Next(MessageType.MonCommand);
        Assert.Equal("input", System.Text.Encoding.UTF8.GetString(sent.Message.Data.FirstSpan));
    }

    [Fact]
    public async Task Client_should_report_errno_and_status_when_a_command_fails()
    {
        var a = await StartMonitor("a");
        a.Script.OnCommand = command => new MMonCommandAck(-Errno.EINVAL, "command not known", [command]);
        await using var client = StartClient(a);
        var result = await client.CommandAsync(Command).WaitAsync(Patience);
        Assert.False(result.IsSuccess);
        var error = Assert.Throws<MonClientException>(result.EnsureSuccess);
        Assert.Equal((Errno.EINVAL, "command not known (EINVAL)"), (error.Errno, error.Message));
    }

    [Fact]
    public async Task Client_should_use_its_tickets_towards_an_osd_when_the_method_is_cephx()
    {
        var a = await StartMonitor("a");
        a.Script.Cephx = new FakeCephx(Admin, Key, TimeSpan.FromHours(1));
        await using var client = StartClient(a);
        await client.ConnectAsync().WaitAsync(Patience);

        var osd = Sys.CephMessenger("osd");
        osd.Services.Session.AuthorizerVerifier = new CephxAuthorizerVerifier(() => a.Script.Cephx.OsdSecrets, () => 77);
        var atOsd = CreateTestProbe();
        osd.AddDispatcherTail(atOsd);
        var address = await osd.BindAsync();
        Sys.CephMessenger("client").ConnectTo(address, EntityType.Osd).Send(new CephMessage(MessageType.Ping, "hello"u8.ToArray()));
        var received = (MessageReceived)await atOsd.FishForMessageAsync(message => message is MessageReceived, Patience);
        Assert.Equal("hello"u8.ToArray(), received.Message.Front.ToArray());
    }

    [Fact]
    public async Task Client_should_fail_whoever_waits_when_its_key_is_refused()
    {
        var a = await StartMonitor("a");
        a.Script.Cephx = new FakeCephx(Admin, CryptoKey.FromSecret(new byte[16]), TimeSpan.FromHours(1));
        await using var client = StartClient(a);
        var command = client.CommandAsync(Command);
        var map = client.GetMonMapAsync();
        var error = await Assert.ThrowsAsync<MonClientException>(() => client.ConnectAsync().WaitAsync(Patience));
        Assert.Equal(Errno.EACCES, error.Errno);
        Assert.Contains("client.admin", error.Message, StringComparison.Ordinal);
        Assert.Equal(Errno.EACCES, (await Assert.ThrowsAsync<MonClientException>(() => command.WaitAsync(Patience))).Errno);
        Assert.Equal(Errno.EACCES, (await Assert.ThrowsAsync<MonClientException>(() => map.WaitAsync(Patience))).Errno);

        // It goes on trying, and a later request has a chance of its own.
        a.Script.Cephx = new FakeCephx(Admin, Key, TimeSpan.FromHours(1));
        await client.ConnectAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task Client_should_renew_its_tickets_when_they_grow_old()
    {
        var a = await StartMonitor("a");
        a.Script.Cephx = new FakeCephx(Admin, Key, TimeSpan.FromSeconds(1));
        await using var client = StartClient(a);
        await client.ConnectAsync().WaitAsync(Patience);
        for (var i = 0; i < 3; i++)
            await a.Next(MessageType.Auth);
        var renewal = await a.Next(MessageType.Auth);
        Assert.True(MAuth.TryDecode(renewal.Message, out var auth, out _));
        Assert.Equal(2u, auth.Protocol);
        Assert.Equal("0002", Convert.ToHexStringLower(auth.Payload.Span[..2]));
        Assert.Equal(0, (await client.CommandAsync(Command).WaitAsync(Patience)).Code);
    }

    [Fact]
    public async Task Client_should_time_out_when_no_monitor_answers()
    {
        var a = await StartMonitor("a");
        a.Script.IsMute = true;
        var options = Options([a.Address]) with { ConnectTimeout = TimeSpan.FromMilliseconds(300) };
        await using var client = MonClient.Start(Sys, Sys.CephMessenger("client"), options);
        var command = client.CommandAsync(Command);
        Assert.Equal(Errno.ETIMEDOUT, (await Assert.ThrowsAsync<MonClientException>(() => client.ConnectAsync().WaitAsync(Patience))).Errno);
        Assert.Equal(Errno.ETIMEDOUT, (await Assert.ThrowsAsync<MonClientException>(() => command.WaitAsync(Patience))).Errno);
    }

    [Fact]
    public async Task Command_should_time_out_or_be_cancelled_when_no_answer_comes()
    {
        var a = await StartMonitor("a");
        a.Script.KeepsCommands = true;
        var options = Options([a.Address]) with { CommandTimeout = TimeSpan.FromMilliseconds(300) };
        await using var client = MonClient.Start(Sys, Sys.CephMessenger("client"), options);
        await client.ConnectAsync().WaitAsync(Patience);
        using var cancel = new CancellationTokenSource();
        var cancelled = client.CommandAsync(Command, cancellationToken: cancel.Token);
        var late = client.CommandAsync(Command);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        Assert.Equal(Errno.ETIMEDOUT, (await Assert.ThrowsAsync<MonClientException>(() => late.WaitAsync(Patience))).Errno);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_should_fail_whoever_waits_when_it_or_its_messenger_ends(bool messengerToo)
    {
        var a = await StartMonitor("a");
        a.Script.KeepsCommands = true;
        var client = StartClient(a);
        await client.ConnectAsync().WaitAsync(Patience);
        var command = client.CommandAsync(Command);
        await (messengerToo ? Sys.CephMessenger("client").ShutdownAsync() : client.ShutdownAsync()).WaitAsync(Patience);
        Assert.Equal(Errno.ESHUTDOWN, (await Assert.ThrowsAsync<MonClientException>(() => command.WaitAsync(Patience))).Errno);
        var after = await Assert.ThrowsAsync<MonClientException>(() => client.CommandAsync(Command).WaitAsync(Patience));
        Assert.Equal(Errno.ESHUTDOWN, after.Errno);
        await client.DisposeAsync();
    }

    [Fact]
    public void Client_should_say_what_is_missing_when_it_cannot_start()
    {
        var messenger = Sys.CephMessenger("client");
        Assert.Contains("mon-host", Assert.Throws<ArgumentException>(() => MonClient.Start(Sys, messenger)).Message, StringComparison.Ordinal);
        var options = new MonClientOptions { Monitors = [EntityAddress.Parse("v1:127.0.0.1:1/0")], Methods = [AuthMethod.Cephx] };
        Assert.Contains("No key for client.admin", Assert.Throws<MonClientException>(() => MonClient.Start(Sys, messenger, options)).Message, StringComparison.Ordinal);
    }
}
