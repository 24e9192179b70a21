#pragma once

#include <cstddef>
#include <span>

namespace unroll::metrics {

/// The bytes of models/features-small.safetensors as this program was built with; empty when it was
/// not there.
std::span<const std::byte> builtInFeatures();

}  // namespace unroll::metrics
