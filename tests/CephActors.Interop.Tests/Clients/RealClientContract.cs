using System.Text.Json;
using Akka.TestKit.Xunit2;
using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Clients;

/// <summary>
/// Real clients, the <c>ceph</c> command and librados in Python, get their answers from actors of the sample monitor,
/// whatever the method of authentication.
/// </summary>
public abstract class RealClientContract(RunningMiniMon miniMon) : TestKit
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import json, rados, sys
        client = rados.Rados(conffile=sys.argv[1], name='client.admin')
        client.connect(timeout=20)
        def ask(**command):
            code, output, status = client.mon_command(json.dumps(command), b'', timeout=20)
            return [code, output.decode(), status]
        print(json.dumps({
            'dump': ask(prefix='mon dump', format='json'),
            'echo': ask(prefix='minimon echo', text=['one', 'two words']),
            'wrong': ask(prefix='make tea'),
            'id': client.get_instance_id(),
            'fsid': client.get_fsid(),
        }))
        client.shutdown()
        """;

    [SkippableFact]
    public async Task Ceph_should_dump_the_monitor_map()
    {
        SkipWithoutCeph();
        var run = await miniMon.CephAsync("mon", "dump");
        Assert.Equal((0, "dumped monmap epoch 1\n"), (run.ExitCode, run.Error));
        Assert.Contains($"0: {miniMon.Addresses} mon.a", run.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await miniMon.CephAsync("mon", "dump", "--format", "json")).Output).RootElement;
        Assert.Equal(1, json.GetProperty("epoch").GetInt32());
        Assert.Contains($":{json.GetProperty("mons")[0].GetProperty("addr").GetString()}", miniMon.Addresses, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Ceph_should_run_a_command_that_only_this_monitor_has()
    {
        SkipWithoutCeph();
        var run = await miniMon.CephAsync("minimon", "echo", "hello from", "Ceph");
        Assert.Equal((0, "hello from Ceph"), (run.ExitCode, run.Output.Trim()));
    }

    [SkippableFact]
    public async Task Ceph_should_refuse_a_command_that_the_monitor_does_not_list()
    {
        SkipWithoutCeph();
        var run = await miniMon.CephAsync("make", "tea");
        Assert.Equal(22, run.ExitCode);
        Assert.Contains("no valid command found", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Ceph_should_get_a_pong()
    {
        SkipWithoutCeph();
        var run = await miniMon.CephAsync("ping", "mon.a");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("HEALTH_OK", JsonDocument.Parse(run.Output).RootElement.GetProperty("health").GetProperty("status").GetString());
    }

    [SkippableFact]
    public async Task Librados_should_connect_and_run_commands()
    {
        var missing = Commands.WhyMissing("python3-rados", Python);
        Skip.If(missing is not null, missing);
        Skip.IfNot((await Commands.RunAsync(Python, "-c", "import rados")).ExitCode == 0, "the rados module is not installed (Debian: python3-rados)");
        var run = await Commands.RunOrThrowAsync(Python, "-c", Script, miniMon.ConfigFile);
        var answers = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal([0, "one two words\n", ""], Answer("echo"));
        Assert.Equal([-22, "", "command not known"], Answer("wrong"));
        Assert.Equal((0, "dumped monmap epoch 1"), (Answer("dump")[0], Answer("dump")[2]));
        var dump = JsonDocument.Parse((string)Answer("dump")[1]).RootElement;
        Assert.Equal(answers.GetProperty("fsid").GetString(), dump.GetProperty("fsid").GetString());
        Assert.NotEqual(0, answers.GetProperty("id").GetInt64());

        object[] Answer(string name)
        {
            var answer = answers.GetProperty(name);
            return [answer[0].GetInt32(), answer[1].GetString()!, answer[2].GetString()!];
        }
    }

    [Fact]
    public async Task Own_client_should_get_the_same_answers()
    {
        var run = await OwnPrograms.RunToolAsync(["mon", "command", """{"prefix":"minimon echo","text":["hello"]}""", .. miniMon.ToolAccess]);
        Assert.Equal((0, "hello\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    protected static void SkipWithoutCeph()
    {
        var missing = Commands.WhyMissing("ceph-common", "ceph");
        Skip.If(missing is not null, missing);
    }
}
