#pragma once

#include <array>
#include <cstdint>

#include "media/image.h"

namespace unroll::media {

/// How a stored picture is turned to be shown: by quarter turns, then perhaps mirrored.
struct Orientation {
  int rotation = 0;       ///< degrees clockwise: 0, 90, 180, 270
  bool mirrored = false;  ///< left and right exchanged after the turn

  bool swapsSides() const { return rotation == 90 || rotation == 270; }
  bool operator==(const Orientation&) const = default;
};

/// The orientation of a QuickTime display matrix (nine 16.16 and 2.30 fixed-point numbers by rows,
/// which map a stored point (x, y, 1) from the left), rounded to quarter turns. A matrix of zeros
/// changes nothing.
Orientation orientationOf(const std::array<int32_t, 9>& matrix);

/// The picture as shown.
Image oriented(Image image, const Orientation& orientation);

}  // namespace unroll::media
