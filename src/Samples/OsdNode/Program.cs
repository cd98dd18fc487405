using System.Threading.Channels;
using CephActors;
using OsdNode;

// OsdNode [MONITOR]    two OSDs in this process heartbeat each other; after three rounds osd.1 is stopped, and osd.0 reports it,
//                      to the monitor at an address such as v2:127.0.0.1:3300 if one is given
EntityAddressVector? monitor = null;
if (args is not [] && (args is not [var address] || !EntityAddressVector.TryParse(address, out monitor)))
{
    Console.Error.WriteLine("usage: OsdNode [MONITOR], its address like v2:127.0.0.1:3300");
    return 2;
}

var fsid = Guid.NewGuid();
var news = Channel.CreateUnbounded<HeartbeatNews>();

var zero = await Node.StartAsync(0, fsid);
var one = await Node.StartAsync(1, fsid);
foreach (var node in new[] { zero, one })
{
    var at = node.Addresses;
    Console.WriteLine($"osd.{at.Id} public {at.Public} cluster {at.Cluster} hb_front {at.HeartbeatFront} hb_back {at.HeartbeatBack}");
}

zero.Meet(one.Addresses, new Told(news.Writer), fsid);
one.Meet(zero.Addresses, new Told(Channel.CreateUnbounded<HeartbeatNews>().Writer), fsid);
zero.AskAsClient(one.Addresses);

var rounds = 0;
await foreach (var told in news.Reader.ReadAllAsync())
{
    switch (told)
    {
        case HeartbeatNews.Alive alive:
            Console.WriteLine($"osd.{alive.Peer} answers: front {alive.Front.TotalMilliseconds:0.0} ms, back {alive.Back.TotalMilliseconds:0.0} ms");
            if (++rounds == 3)
            {
                Console.WriteLine("osd.1 stops");
                await one.StopAsync();
            }

            break;
        case HeartbeatNews.Failed failed:
            Console.WriteLine($"osd.0 reports osd.{failed.Peer} failed: {failed.Reason}");
            if (monitor is not null)
            {
                await zero.ReportAsync(one.Addresses, monitor);
                Console.WriteLine($"the monitor at {monitor} has it");
            }

            await zero.StopAsync();
            return 0;
    }
}

return 1;

/// <summary>Hands on what it is told.</summary>
internal sealed class Told(ChannelWriter<HeartbeatNews> writer) : IProgress<HeartbeatNews>
{
    public void Report(HeartbeatNews value) => writer.TryWrite(value);
}
