namespace CephActors.Tool;

/// <summary>Reads and writes files a user named.</summary>
internal static class Files
{
    /// <summary>All bytes of a file.</summary>
    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    public static byte[] Read(string path) => Read(path, File.ReadAllBytes);

    /// <summary>Reads a file in some form; what is wrong with it becomes the command's one line.</summary>
    /// <exception cref="CommandFailure">The file cannot be read, or is not what it should be.</exception>
    public static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new CommandFailure($"{path} is a folder, not a file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            throw new CommandFailure(error.Message.Contains(path, StringComparison.Ordinal) ? error.Message : $"{path}: {error.Message}");
        }
    }

    /// <summary>Before long work whose result goes to a file: there must be a folder for it.</summary>
    /// <exception cref="CommandFailure">There is none, or the file is a folder.</exception>
    public static void EnsurePlaceFor(string path)
    {
        if (Directory.Exists(path))
            throw new CommandFailure($"{path} is a folder, not a file");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new CommandFailure($"{path}: there is no folder {folder}");
    }

    /// <summary>Writes a text file.</summary>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static async Task WriteTextAsync(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailure(error.Message.Contains(path, StringComparison.Ordinal) ? error.Message : $"{path}: {error.Message}");
        }
    }
}
