#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace unroll::io {

/// Refuses (Usage) stage names other than 1 to 32 of a-z 0-9, a letter first.
Result<void> checkStageName(std::string_view stage);

/// Takes "stage2-step-00012000.safetensors" apart; false for any other name.
bool parseCheckpointName(std::string_view file, std::string& stage, int64_t& step);

}  // namespace unroll::io
