using Akka.Streams;
using Akka.Streams.Stage;
using CephActors.Framing;

namespace CephActors.Streams;

/// <summary>
/// Where batches to send enter the stream: through the port, one at a time. The next one is asked for when downstream
/// pulls again, which it does when the one before was sent.
/// </summary>
internal sealed class OutgoingSource : GraphStage<SourceShape<OutgoingBatch>>
{
    private readonly ISocketListener _listener;
    private readonly StagePort _port;
    private readonly Outlet<OutgoingBatch> _out = new("Outgoing.out");

    public OutgoingSource(ISocketListener listener, StagePort port)
    {
        _listener = listener;
        _port = port;
        Shape = new SourceShape<OutgoingBatch>(_out);
    }

    public override SourceShape<OutgoingBatch> Shape { get; }

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this);

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly OutgoingSource _stage;
        private OutgoingBatch? _pending;
        private bool _underWay;
        private bool _finishing;

        public Logic(OutgoingSource stage)
            : base(stage.Shape)
        {
            _stage = stage;
            stage._port.Bind(GetAsyncCallback<object>(OnCommand));
            SetHandler(stage._out, this);
        }

        public override void PostStop()
        {
            _stage._port.Unbind();
            _pending?.Return();
        }

        public override void OnPull()
        {
            if (_underWay)
            {
                _underWay = false;
                _stage._listener.OnWriterReady();
            }

            if (_finishing && _pending is null)
                Finish();
            else
                PushPending();
        }

        public override void OnDownstreamFinish(Exception cause)
        {
            _stage._listener.OnWriterStopped(cause);
            CompleteStage();
        }

        private void OnCommand(object command)
        {
            switch (command)
            {
                case OutgoingBatch batch:
                    _pending = batch;
                    PushPending();
                    break;
                case FinishWriting:
                    _finishing = true;
                    if (_pending is null && !_underWay) Finish();
                    break;
                case StopWriting { InOrder: true } when _pending is null && !_underWay:
                    CompleteStage();
                    break;
                case StopWriting stop:
                    FailStage(stop.Reason);
                    break;
            }
        }

        private void PushPending()
        {
            if (_pending is not { } batch || !IsAvailable(_stage._out)) return;
            _pending = null;
            _underWay = true;
            Push(_stage._out, batch);
        }

        private void Finish()
        {
            _stage._listener.OnWriterStopped(null);
            CompleteStage();
        }
    }
}
