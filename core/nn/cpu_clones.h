#pragma once

/// Before a plain loop: it is cloned for the vector widths that processors have, and the fitting one is taken at load.
/// Its source file wants -O3.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define UNROLL_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define UNROLL_CLONES
#endif
