#pragma once

#include <cstdint>
#include <span>

namespace unroll::media {

/// How far things move from one picture to the next: the mean length of the dense optical flow
/// (OpenCV's DIS, medium preset), in pixels. Small pictures are enlarged to 64 pixels for it.
///
/// Paper:   Kroeger et al. 2016, arXiv:1603.03590.
/// Shapes:  uint8 RGB (height, width, 3) twice.
/// Threads: any; one estimator a thread.
/// Cost:    about 1 ms at 64x64.
double meanFlow(std::span<const uint8_t> from, std::span<const uint8_t> to, int width, int height);

}  // namespace unroll::media
