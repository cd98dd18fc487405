namespace CephActors.Tests.Tool;

/// <summary>Output that can be waited for: completes when a line begins like this.</summary>
internal sealed class LineWatch(string beginning) : StringWriter
{
    private readonly TaskCompletionSource<string> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The line.</summary>
    public Task<string> Seen => _seen.Task;

    public override Task WriteLineAsync(string? value)
    {
        if (value?.StartsWith(beginning, StringComparison.Ordinal) == true)
            _seen.TrySetResult(value);
        return Task.CompletedTask;
    }
}
