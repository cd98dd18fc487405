using System.Buffers;
using Akka.Streams.Stage;
using CephActors.Framing;

namespace CephActors.Streams;

/// <summary>The logic of <see cref="DecoderStage"/>.</summary>
internal sealed class DecoderStageLogic : TimerGraphStageLogic, IInHandler, IOutHandler
{
    /// <summary>Keeps batches, and what their pool keeps of them, small: a chunk may consist of keepalives of one byte.</summary>
    private const int MaxBatch = 512;

    private readonly DecoderStage _stage;
    private readonly IFrameDecoder _decoder;
    private Action? _gateReady;
    private ReadOnlySequence<byte> _input;

    /// <summary>What reading came to last; done stands for "there may be more".</summary>
    private DecodeStatus _status = DecodeStatus.Paused;

    private IReceiveGate? _gate;
    private bool _waitsAtGate;
    private bool _discards;
    private bool _writingEnded;

    public DecoderStageLogic(DecoderStage stage)
        : base(stage.Shape)
    {
        _stage = stage;
        _decoder = stage.Codec.CreateDecoder();
        if (stage.Landing is { } landing)
            landing.Offer = () => _discards ? default : _decoder.Landing;
        stage.Port.Bind(GetAsyncCallback<object>(OnCommand));
        SetHandler(stage.In, (IInHandler)this);
        SetHandler(stage.Out, (IOutHandler)this);
    }

    /// <summary>Also while it pauses it takes one chunk ahead: a peer that goes away is noticed by receiving.</summary>
    private bool WantsInput => _status == DecodeStatus.NeedMore || (_status == DecodeStatus.Paused && _input.IsEmpty);

    public override void PostStop()
    {
        _stage.Port.Unbind();
        if (_stage.Landing is { } landing)
            landing.Offer = null;
        LeaveGate();
        _decoder.Abandon();
    }

    void IInHandler.OnPush()
    {
        _input = Grab(_stage.In);
        if (_discards)
            Discard();
        else
            Decode();
    }

    void IInHandler.OnUpstreamFinish() => FinishIfDrained();

    void IInHandler.OnUpstreamFailure(Exception e) => FailStage(e);

    void IOutHandler.OnPull()
    {
        if (WantsInput)
            PullInput();
        else if (_status != DecodeStatus.Paused)
            Continue();
    }

    void IOutHandler.OnDownstreamFinish(Exception cause) => CancelStage(cause);

    protected override void OnTimer(object timerKey) =>
        FailStage(new TimeoutException($"The peer did not close its side within {timerKey}."));

    private void OnCommand(object command)
    {
        switch (command)
        {
            case ExpectNext expect when !_discards:
                _decoder.Expect(expect.Next, expect.Phase);
                _gate = expect.Phase?.Gate;
                _status = DecodeStatus.Done;
                Continue();
                break;
            case DiscardRest discard:
                _discards = true;
                LeaveGate();
                _decoder.Abandon();
                ScheduleOnce(discard.Timeout, discard.Timeout);
                Discard();
                break;
            case FailReading fail:
                FailStage(fail.Reason);
                break;
            case WritingStopped { Cause: { } cause } when _discards || !IsClosed(_stage.In):
                FailStage(cause);
                break;
            case WritingStopped { Cause: null }:
                _writingEnded = true;
                if (_discards && IsClosed(_stage.In)) CompleteStage();
                break;
        }
    }

    private void OnGateReady()
    {
        _waitsAtGate = false;
        Continue();
    }

    /// <summary>Reads on, if there is demand and nothing to wait for.</summary>
    private void Continue()
    {
        if (!_discards && !_waitsAtGate && IsAvailable(_stage.Out)) Decode();
    }

    private void Decode()
    {
        FrameBatch? batch = null;
        _status = Read(ref batch);
        if (batch is not null) Push(_stage.Out, batch);
        if (_status == DecodeStatus.Invalid)
            FailStage(new FrameErrorException(_decoder.Error));
        else if (IsClosed(_stage.In))
            FinishIfDrained();
        else if (batch is null && WantsInput)
            PullInput();

        if (batch is null && _status == DecodeStatus.Blocked) WaitAtGate();
    }

    private DecodeStatus Read(ref FrameBatch? batch)
    {
        while (true)
        {
            var chunk = _input.FirstSpan;
            var rest = chunk;
            DecodeStatus status;
            while ((status = _decoder.TryRead(ref rest, out var frame)) == DecodeStatus.Done)
            {
                batch ??= FrameBatch.Rent();
                batch.Add(frame);
                if (batch.Count == MaxBatch) break;
            }

            _input = _input.Slice(chunk.Length - rest.Length);
            if (status != DecodeStatus.NeedMore || _input.IsEmpty) return status;
        }
    }

    private void WaitAtGate()
    {
        if (_gate is not IBlockableGate gate)
            throw new InvalidOperationException("A receive gate that can refuse has to be blockable, or nothing tells when to go on.");
        _waitsAtGate = true;
        gate.OnReady(_gateReady ??= GetAsyncCallback(OnGateReady));
    }

    private void LeaveGate()
    {
        if (_waitsAtGate) (_gate as IBlockableGate)?.CancelWait(_gateReady!);
        _waitsAtGate = false;
    }

    private void Discard()
    {
        _input = default;
        if (IsClosed(_stage.In))
            FinishIfDrained();
        else
            PullInput();
    }

    private void PullInput()
    {
        if (!HasBeenPulled(_stage.In)) Pull(_stage.In);
    }

    /// <summary>Upstream is done; so is this stage, once everything it kept has been read.</summary>
    private void FinishIfDrained()
    {
        if (_discards && _writingEnded)
            CompleteStage();
        else if (_discards || !_input.IsEmpty || _status is DecodeStatus.Done or DecodeStatus.Blocked)
            return;
        else if (_decoder.EndOfInput() == DecodeStatus.Done)
            CompleteStage();
        else
            FailStage(new FrameErrorException(_decoder.Error));
    }
}
