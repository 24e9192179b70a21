#pragma once

#include <chrono>

#include "engine/cascade_stream.h"
#include "engine/model_source.h"

namespace unroll::engine {

/// What sampling and exporting share: the cascade, checked options and the videos in batches.
struct UnrollSession {
  Cascade cascade;
  UnrollOptions options;  ///< frames, truncation and lastStage settled

  /// Frames per second of stage `index`.
  double frameRate(size_t index) const;
  /// Frames of stage `index` that cover options.frames of the last one.
  int64_t framesOf(size_t index) const;
  /// The stream of videos first .. first+count-1.
  CascadeStream stream(int64_t first, int64_t count, StreamInput& input);
};

/// Puts the cascade's own numbers where `options` leave them open. Errors: Usage for a class that is none of the model's.
Result<void> settleOptions(UnrollOptions& options, const Cascade& cascade);
/// Errors: Usage when the cascade has no such class.
Result<void> checkLabel(int64_t label, const Cascade& cascade);

/// Loads the cascade and settles the options. Errors: as loadCascade; Usage for counts, lengths and labels out of range.
Result<UnrollSession> openSession(const ModelSource& source, UnrollOptions options);

}  // namespace unroll::engine
