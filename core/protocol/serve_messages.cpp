#include "protocol/serve_messages.h"

#include "protocol/message_fields.h"

namespace unroll::protocol {
namespace detail {

UNROLL_FIELDS(ServeStatus) {
  v("running", s.running);
  v("queued", s.queued);
  v("kept", s.kept);
}

UNROLL_FIELDS(SampleRequest) {
  v("project", s.project);
  v("run", s.run);
  v("at", s.at);
  v("model", s.model);
  v("seeds", s.seeds);
  v("labels", s.labels);
  v("frames", s.frames);
  v("stages", s.stages);
  v("truncation", s.truncation);
  v("out", s.out);
  v("slot", s.slot);
}

UNROLL_FIELDS(MeasureRequest) {
  v("project", s.project);
  v("run", s.run);
  v("at", s.at);
  v("stages", s.stages);
  v("measures", s.measures);
  v("features", s.features);
  v("samples", s.samples);
  v("real", s.real);
  v("frames", s.frames);
  v("seed", s.seed);
  v("events", s.events);
  v("slot", s.slot);
}

UNROLL_FIELDS(Accepted) {
  v("request", s.request);
  v("replaced", s.replaced);
}

UNROLL_FIELDS(Cancel) { v("request", s.request); }

UNROLL_FIELDS(SampleProgress) {
  v("request", s.request);
  v("done", s.done);
  v("total", s.total);
}

UNROLL_FIELDS(SampleClip) {
  v("stage", s.stage);
  v("file", s.file);
  v("frameRate", s.frameRate);
  v("steps", s.steps);
}

UNROLL_FIELDS(SampleReady) {
  v("request", s.request);
  v("seed", s.seed);
  v("label", s.label);
  v("className", s.className);
  v("clips", s.clips);
}

UNROLL_FIELDS(MeasureProgress) {
  v("request", s.request);
  v("what", s.what);
  v("done", s.done);
  v("total", s.total);
}

UNROLL_FIELDS(MeasuredValue) {
  v("name", s.name);
  v("title", s.title);
  v("unit", s.unit);
  v("better", s.better);
  v("value", s.value);
  v("deviation", s.deviation);
  v("real", s.real);
}

UNROLL_FIELDS(StageMeasured) {
  v("request", s.request);
  v("stage", s.stage);
  v("step", s.step);
  v("protocol", s.protocol);
  v("values", s.values);
  v("file", s.file);
}

UNROLL_FIELDS(StageSpectrum) {
  v("request", s.request);
  v("stage", s.stage);
  v("step", s.step);
  v("size", s.size);
  v("fake", s.fake);
  v("real", s.real);
  v("realDeviation", s.realDeviation);
}

UNROLL_FIELDS(SampleDone) {
  v("request", s.request);
  v("seconds", s.seconds);
  v("out", s.out);
}

UNROLL_FIELDS(SampleFailed) {
  v("request", s.request);
  v("kind", s.kind);
  v("message", s.message);
}

}  // namespace detail

UNROLL_MESSAGE_JSON(ServeStatus, false)
UNROLL_MESSAGE_JSON(SampleRequest, true)
UNROLL_MESSAGE_JSON(MeasureRequest, true)
UNROLL_MESSAGE_JSON(Accepted, false)
UNROLL_MESSAGE_JSON(Cancel, false)
UNROLL_MESSAGE_JSON(SampleProgress, false)
UNROLL_MESSAGE_JSON(SampleClip, false)
UNROLL_MESSAGE_JSON(SampleReady, false)
UNROLL_MESSAGE_JSON(MeasureProgress, false)
UNROLL_MESSAGE_JSON(MeasuredValue, false)
UNROLL_MESSAGE_JSON(StageMeasured, false)
UNROLL_MESSAGE_JSON(StageSpectrum, false)
UNROLL_MESSAGE_JSON(SampleDone, false)
UNROLL_MESSAGE_JSON(SampleFailed, false)

}  // namespace unroll::protocol
