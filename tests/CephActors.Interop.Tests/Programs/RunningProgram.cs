using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CephActors.Interop.Tests.Programs;

/// <summary>A started program: what it prints is collected, and whatever becomes of the spec it ends.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _command;
    private readonly Process _process;
    private readonly Lines _output = new();
    private readonly Lines _error = new();

    private RunningProgram(string command, Process process)
    {
        _command = command;
        _process = process;
        process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _error.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed on standard output so far.</summary>
    public string Output => _output.Text;

    /// <summary>What it has printed on standard error so far.</summary>
    public string Error => _error.Text;

    /// <summary>Starts a program without the settings that the caller's environment has for Ceph, and with times in UTC.</summary>
    public static RunningProgram Start(string program, params string[] arguments) => Start(program, arguments, new Dictionary<string, string>());

    /// <summary>The same, with variables of its own.</summary>
    public static RunningProgram Start(string program, string[] arguments, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TZ"] = "UTC";
        foreach (var name in new[] { "CEPH_ARGS", "CEPH_CONF", "CEPH_KEYRING" })
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var running = new RunningProgram($"{program} {string.Join(' ', arguments)}", Process.Start(start)!);
        running._process.StandardInput.Close();
        return running;
    }

    /// <summary>The first line on standard output that has this in it; one it printed before counts too.</summary>
    public Task<string> OutputLineAsync(string text) => LineAsync(_output, text, 1);

    /// <summary>The nth line on standard error that has this in it; those it printed before count too.</summary>
    public Task<string> ErrorLineAsync(string text, int nth = 1) => LineAsync(_error, text, nth);

    /// <summary>The same, or null if it ends without such a line.</summary>
    public Task<string?> TryErrorLineAsync(string text) => _error.FindAsync(text).WaitAsync(Limit);

    /// <summary>Waits until it ends by itself, and tells its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_command} ran for over {Limit.TotalSeconds} s and printed: {Output}{Error}");
        }
    }

    /// <summary>Asks it to end as service managers do, and tells its exit code.</summary>
    public Task<int> TerminateAsync() => SignalAsync(SigTerm);

    /// <summary>Asks it to end as Ctrl-C does, and tells its exit code.</summary>
    public Task<int> InterruptAsync() => SignalAsync(SigInt);

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task<string> LineAsync(Lines lines, string text, int nth)
    {
        try
        {
            return await lines.FindAsync(text, nth).WaitAsync(Limit)
                ?? throw new InvalidOperationException($"{_command} ended without printing '{text}' but: {Output}{Error}");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_command} did not print '{text}' within {Limit.TotalSeconds} s but: {Output}{Error}");
        }
    }

    private Task<int> SignalAsync(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} cannot be sent to {_command}: error {Marshal.GetLastPInvokeError()}");
        return ExitAsync();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
