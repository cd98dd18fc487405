using System.Reflection;
using System.Runtime.ExceptionServices;
using Akka;
using Akka.Actor;
using Akka.Event;
using CephActors.Actors;
using CephActors.Configuration;
using CephActors.Diagnostics;
using CephActors.Dispatch;
using CephActors.Injection;
using CephActors.Remoting;
using CephActors.Session;
using CephActors.Transport;

namespace CephActors;

/// <summary>The messengers of one actor system; its extension. Puts <c>reference.conf</c> beneath the system's configuration.</summary>
internal sealed class CephMessengers : ExtensionIdProvider<CephMessengers.Registry>
{
    private static readonly CephMessengers Id = new();

    public static Registry For(ActorSystem system) => Id.Apply(system);

    public override Registry CreateExtension(ExtendedActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ReferenceConfiguration.Config);
        CephSerialization.Install(system);
        return new Registry(system);
    }

    internal sealed class Registry : IExtension
    {
        private readonly ExtendedActorSystem _system;
        private readonly Lock _lock = new();
        private readonly Dictionary<string, CephMessenger> _byName = [];
        private readonly List<CephMessenger> _running = [];
        private int _lastActor;

        public Registry(ExtendedActorSystem system)
        {
            _system = system;
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "ceph-messengers", ShutdownAllAsync);
        }

        /// <summary>Makes the messengers of this system instead, over another transport; for tests.</summary>
        public Func<string, MessengerSettings, CephMessenger>? Maker { get; set; }

        /// <summary>The messenger of this name, made if there is none that lives.</summary>
        public CephMessenger Get(string name)
        {
            lock (_lock)
            {
                if (_byName.TryGetValue(name, out var messenger) && !messenger.Completion.IsCompleted)
                    return messenger;
                var settings = MessengerSettings.Read(_system.Settings.Config, name);
                return _byName[name] = Maker?.Invoke(name, settings) ?? Create(name, settings, transport: null);
            }
        }

        /// <summary>The messenger of this name, if there is one that lives.</summary>
        public CephMessenger? Find(string name)
        {
            lock (_lock)
                return _byName.TryGetValue(name, out var messenger) && !messenger.HasEnded ? messenger : null;
        }

        /// <summary>The running messenger that has this relay.</summary>
        public CephMessenger? FindByRelay(IActorRef relay)
        {
            lock (_lock)
                return _running.Find(m => m.Services.Relay.Equals(relay));
        }

        /// <summary>A messenger over another transport; for tests. Not found again by its name.</summary>
        public CephMessenger Create(string name, MessengerSettings settings, ByteTransport? transport, IConnectionObserver? observer = null)
        {
            CheckDispatcher(settings.ConnectionDispatcher);
            CheckDispatcher(settings.DispatchDispatcher);
            var throttles = new ReceiveThrottles(name, settings.DispatchThrottleBytes, settings.DispatchThrottleMessages, new PayloadPool(settings.PayloadPool));
            var policies = new PolicyTable(settings.DefaultPolicy.Policy);
            throttles.SetDefault(settings.DefaultPolicy);
            foreach (var (type, peer) in settings.Policies)
            {
                policies.Set(type, peer.Policy);
                throttles.Set(type, peer);
            }

            var faults = settings.Injection.Allowed ? new FaultSwitch(settings.Injection.Faults) : null;
            transport ??= CreateTransport(settings);
            var clock = new SchedulerClock(_system.Scheduler);
            var services = new MessengerServices
            {
                Name = name,
                Settings = settings,
                Session = SessionContextFactory.Create(settings, policies),
                Throttles = throttles,
                Transport = faults is null ? transport : new InjectingTransport(transport, faults),
                Faults = faults,
                Sockets = new SocketSettings(
                    settings.TcpNoDelay, settings.TcpReceiveBuffer, settings.ReceiveSlab, settings.TcpListenBacklog, settings.MaxAcceptFailures),
                Framing = settings.Framing,
                SendLimits = new SendLimits(settings.OutQueue.MaxMessages, settings.OutQueue.MaxBytes, settings.Limits),
                Fast = new FastDispatcherChain(Logging.GetLogger(_system, $"ceph-messenger-{name}").WithContext("Messenger", name)),
                Clock = clock,
                Watch = new MessengerWatch(name, () => throttles.All, clock),
                Scheduler = _system.Scheduler,
                Observer = observer,
            };
            return Start(services);
        }

        /// <summary>A wrong setting of a dispatcher would otherwise come up in an actor that is being started, and nobody be told.</summary>
        private void CheckDispatcher(string id)
        {
            try
            {
                _system.Dispatchers.Lookup(id);
            }
            catch (TargetInvocationException e) when (e.InnerException is CephMessengerConfigurationException wrong)
            {
                ExceptionDispatchInfo.Throw(wrong);
            }
        }

        private CephMessenger Start(MessengerServices services)
        {
            // A messenger may follow one of its name whose actor the system has not quite let go of.
            var actor = $"ceph-messenger-{Interlocked.Increment(ref _lastActor)}-{Uri.EscapeDataString(services.Name)}";
            var messenger = new CephMessenger(services, _system, actor);
            lock (_lock)
            {
                _running.RemoveAll(m => m.Completion.IsCompleted);
                _running.Add(messenger);
            }

            return messenger;
        }

        private async Task<Done> ShutdownAllAsync()
        {
            CephMessenger[] running;
            lock (_lock)
                running = [.. _running];
            await Task.WhenAll(running.Select(m => m.ShutdownAsync())).ConfigureAwait(false);
            return Done.Instance;
        }

        private ByteTransport CreateTransport(MessengerSettings settings) =>
            settings.Transport switch
            {
                TransportKind.Akka => new StockTcpTransport(_system),
                TransportKind.DotNet => new SocketTransport(null),
                _ => new SocketTransport(),
            };
    }
}
