using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CephActors.Transport;

/// <summary>
/// The calls of Linux that wait for many sockets, with the memory they read and write. They belong to the system's C library, which
/// every process of .NET has loaded. Ceph: <c>src/msg/async/EventEpoll.cc</c>.
/// </summary>
internal static partial class Epoll
{
    private const string LibC = "libc";
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Modify = 3;
    private const int Forever = -1;
    private const int Interrupted = 4;

    /// <summary>An event is four bytes of flags and eight of the caller's, without a gap on x86-64 alone.</summary>
    private static readonly int TokenOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    /// <summary>Bytes of one event.</summary>
    public static int EventSize => TokenOffset + sizeof(ulong);

    /// <summary>Something to wait with; null where the system has no such thing.</summary>
    public static SafeFileHandle? TryCreate()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            var descriptor = Create(CloseOnExec);
            return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library that goes by another name: sockets are waited for by the runtime's means then.
            return null;
        }
    }

    /// <summary>Waits for events of a socket, for the first of them only; false if the system refuses.</summary>
    /// <param name="epoll">What waits.</param>
    /// <param name="socket">What is waited for.</param>
    /// <param name="isKnown">Whether it has been waited for before.</param>
    /// <param name="events">What to wait for.</param>
    /// <param name="token">What the event shall carry.</param>
    public static bool TryArm(SafeFileHandle epoll, SafeSocketHandle socket, bool isKnown, EpollEvents events, ulong token)
    {
        Span<byte> change = stackalloc byte[EventSize];
        MemoryMarshal.Write(change, events | EpollEvents.OneShot);
        MemoryMarshal.Write(change[TokenOffset..], token);
        return Control(epoll, isKnown ? Modify : Add, socket, ref MemoryMarshal.GetReference(change)) == 0;
    }

    /// <summary>Waits until something has happened; the number of events written.</summary>
    /// <exception cref="InvalidOperationException">The call itself is wrong: it cannot fail otherwise.</exception>
    public static int Wait(SafeFileHandle epoll, Span<byte> events)
    {
        while (true)
        {
            var count = WaitFor(epoll, ref MemoryMarshal.GetReference(events), events.Length / EventSize, Forever);
            if (count >= 0)
                return count;
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new InvalidOperationException($"epoll_wait: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>One of the events that were written.</summary>
    public static (EpollEvents Events, ulong Token) EventAt(ReadOnlySpan<byte> events, int index)
    {
        var one = events.Slice(index * EventSize, EventSize);
        return (MemoryMarshal.Read<EpollEvents>(one), MemoryMarshal.Read<ulong>(one[TokenOffset..]));
    }

    [LibraryImport(LibC, EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport(LibC, EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle epoll, int operation, SafeSocketHandle socket, ref byte change);

    [LibraryImport(LibC, EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int WaitFor(SafeFileHandle epoll, ref byte events, int most, int timeout);
}
