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
UNROLL_MESSAGE_JSON(Accepted, false)
UNROLL_MESSAGE_JSON(Cancel, false)
UNROLL_MESSAGE_JSON(SampleProgress, false)
UNROLL_MESSAGE_JSON(SampleClip, false)
UNROLL_MESSAGE_JSON(SampleReady, false)
UNROLL_MESSAGE_JSON(SampleDone, false)
UNROLL_MESSAGE_JSON(SampleFailed, false)

}  // namespace unroll::protocol
