#include "metrics/built_in_features.h"

#ifdef UNROLL_FEATURES_FILE

// The file becomes part of the program, so that no path has to be right when it runs.
asm(".section .rodata\n"
    ".balign 16\n"
    "unrollFeaturesBegin:\n"
    ".incbin \"" UNROLL_FEATURES_FILE
    "\"\n"
    "unrollFeaturesEnd:\n"
    ".byte 0\n"
    ".text\n"
    ".globl unrollFeaturesBegin\n"
    ".globl unrollFeaturesEnd\n");

extern "C" {
extern const std::byte unrollFeaturesBegin[];
extern const std::byte unrollFeaturesEnd[];
}

namespace unroll::metrics {

std::span<const std::byte> builtInFeatures() { return {unrollFeaturesBegin, unrollFeaturesEnd}; }

}  // namespace unroll::metrics

#else

namespace unroll::metrics {

std::span<const std::byte> builtInFeatures() { return {}; }

}  // namespace unroll::metrics

#endif
