using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>What arrives: duplicates, gaps, acknowledgements owed. Ceph: <c>ProtocolV1::handle_message_data</c>, the seq checks.</summary>
public class SessionQueuesReceiveSpec
{
    private readonly SessionQueues _queues = new();

    [Fact]
    public void Message_should_be_accepted_when_it_is_the_next()
    {
        Assert.True(_queues.TryAccept(1, lossless: true, out var skipped));
        Assert.Equal((0UL, 1UL), (skipped, _queues.InSeq));
        Assert.True(_queues.TryAccept(2, lossless: true, out skipped));
        Assert.Equal((0UL, 2UL), (skipped, _queues.InSeq));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Message_should_be_dropped_when_its_number_was_received(ulong seq)
    {
        _queues.TryAccept(5, lossless: true, out _);
        _queues.TryTakeAck(out _);

        Assert.False(_queues.TryAccept(seq, lossless: true, out _));
        Assert.False(_queues.TryAccept(seq, lossless: true, out _));

        Assert.Equal(5UL, _queues.InSeq);
        // Who repeats a message keeps it until it hears that it is here.
        Assert.True(_queues.OwesAck);
        Assert.True(_queues.TryAccept(6, lossless: true, out _));
    }

    [Fact]
    public void Message_should_be_accepted_with_the_width_of_the_gap_when_numbers_are_skipped()
    {
        _queues.TryAccept(1, lossless: true, out _);

        Assert.True(_queues.TryAccept(5, lossless: true, out var skipped));

        Assert.Equal((3UL, 5UL), (skipped, _queues.InSeq));
    }

    [Fact]
    public void First_message_should_be_accepted_when_the_peer_starts_at_a_random_number()
    {
        Assert.True(_queues.TryAccept(0x7ffffff0, lossless: true, out _));
        Assert.True(_queues.TryAccept(0x7ffffff1, lossless: true, out var skipped));

        Assert.Equal((0UL, 0x7ffffff1UL), (skipped, _queues.InSeq));
    }

    [Fact]
    public void Acknowledgement_should_cover_everything_received_when_taken_once()
    {
        Assert.False(_queues.OwesAck);
        _queues.TryAccept(1, lossless: true, out _);
        _queues.TryAccept(2, lossless: true, out _);
        Assert.True(_queues.OwesAck);

        Assert.True(_queues.TryTakeAck(out var seq));

        Assert.Equal(2UL, seq);
        Assert.False(_queues.OwesAck);
        Assert.False(_queues.TryTakeAck(out _));
    }

    [Fact]
    public void Acknowledgement_should_never_be_owed_when_the_session_is_lossy()
    {
        _queues.TryAccept(1, lossless: false, out _);

        Assert.False(_queues.TryTakeAck(out _));
        Assert.Equal(1UL, _queues.InSeq);
    }

    [Fact]
    public void Receiving_should_start_anew_when_the_peer_lost_its_session()
    {
        _queues.TryAccept(9, lossless: true, out _);

        _queues.RestartReceiving();

        Assert.Equal(0UL, _queues.InSeq);
        Assert.False(_queues.OwesAck);
        Assert.True(_queues.TryAccept(1, lossless: true, out var skipped));
        Assert.Equal(0UL, skipped);
    }
}
