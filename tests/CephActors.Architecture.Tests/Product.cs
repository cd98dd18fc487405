using System.Reflection;
using Mono.Cecil;

namespace CephActors.Architecture.Tests;

/// <summary>The compiled assemblies of <c>src/</c>.</summary>
internal static class Product
{
    public static AssemblyDefinition Protocol { get; } = Read(typeof(EntityName).Assembly);

    public static AssemblyDefinition Messenger { get; } = Read(typeof(CephMessengerException).Assembly);

    public static AssemblyDefinition Hosting { get; } = Read(typeof(CephActors.Hosting.CephMessengerOptions).Assembly);

    public static AssemblyDefinition TestKit { get; } = Read(typeof(TestKit.VirtualScheduler).Assembly);

    public static AssemblyDefinition Logger { get; } = Read(typeof(Akka.Logger.Serilog.SerilogLogger).Assembly);

    public static AssemblyDefinition Tool { get; } = Read(Assembly.Load("CephActors.Tool"));

    public static IReadOnlyList<AssemblyDefinition> Libraries { get; } = [Protocol, Messenger, Hosting, TestKit, Logger];

    private static AssemblyDefinition Read(Assembly assembly) => AssemblyDefinition.ReadAssembly(assembly.Location);
}
