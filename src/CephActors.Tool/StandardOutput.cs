using Microsoft.Win32.SafeHandles;

namespace CephActors.Tool;

/// <summary>
/// Where results go. A pipe whose reader has gone is told by <see cref="OutputClosedException"/>, so that
/// <c>cephactors ... | head -1</c> ends: the console's own streams write on into nothing.
/// </summary>
internal static class StandardOutput
{
    private const int Number = 1;

    private static readonly Stream? Pipe = OpenPipe();

    /// <summary>For text.</summary>
    public static TextWriter Text { get; } = Pipe is null
        ? Console.Out
        : TextWriter.Synchronized(new StreamWriter(Pipe, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });

    /// <summary>For what need not be text.</summary>
    public static Stream Bytes => Pipe ?? Console.OpenStandardOutput();

    // A file is left to the console: it may be that of standard error too, and a stream of its own would write over what that says.
    private static PipeStream? OpenPipe()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return null;
        try
        {
            var file = new FileStream(new SafeFileHandle(Number, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return file.CanSeek ? null : new PipeStream(file);
        }
        catch (Exception closed) when (closed is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // The caller has closed it, so nobody wants to read: the console throws away what is written.
            return null;
        }
    }

    private sealed class PipeStream(FileStream pipe) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                pipe.Write(buffer);
            }
            catch (IOException gone)
            {
                throw new OutputClosedException(gone);
            }
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>Nobody reads standard output any more; whoever did has what they wanted.</summary>
internal sealed class OutputClosedException(Exception cause) : Exception("Nobody reads standard output any more.", cause);
