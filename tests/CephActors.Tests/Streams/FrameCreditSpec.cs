using CephActors.Streams;

namespace CephActors.Tests.Streams;

public sealed class FrameCreditSpec
{
    [Fact]
    public void Credit_should_stop_the_taker_at_the_limit_and_wake_it_with_the_first_return()
    {
        var credit = new FrameCredit(2);
        Assert.True(credit.TryContinue());
        credit.Take();
        Assert.True(credit.TryContinue());
        Assert.False(credit.Return());
        credit.Take();
        credit.Take();

        Assert.False(credit.TryContinue());
        Assert.True(credit.Return());
        Assert.False(credit.Return());
    }

    [Fact]
    public async Task Credit_should_lose_no_wake_up_when_taker_and_returner_race()
    {
        const int Rounds = 200_000;
        var credit = new FrameCredit(2);
        using var taken = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var returner = Task.Run(async () =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                await taken.WaitAsync();
                if (credit.Return()) goOn.Release();
            }
        });

        for (var i = 0; i < Rounds; i++)
        {
            credit.Take();
            taken.Release();
            if (!credit.TryContinue())
                Assert.True(await goOn.WaitAsync(TimeSpan.FromSeconds(20)), $"Stopped for good in round {i}.");
        }

        await returner;
        Assert.Equal(0, goOn.CurrentCount);
    }
}
