#include "media/orientation.h"

#include <cstdlib>
#include <opencv2/core.hpp>
#include <utility>

namespace unroll::media {

namespace {

cv::Mat view(Image& image) { return cv::Mat(image.height, image.width, CV_8UC3, image.rgb.data()); }

Image transposed(Image image) {
  Image out{image.height, image.width, std::vector<uint8_t>(image.rgb.size())};
  cv::Mat target = view(out);
  cv::transpose(view(image), target);
  return out;
}

}  // namespace

Orientation orientationOf(const std::array<int32_t, 9>& matrix) {
  // x' = a x + c y and y' = b x + d y, with y downwards.
  const int64_t a = matrix[0];
  const int64_t b = matrix[1];
  const int64_t c = matrix[3];
  const int64_t d = matrix[4];
  if (std::llabs(a) + std::llabs(d) >= std::llabs(b) + std::llabs(c)) {
    if (a >= 0 && d >= 0) return {0, false};
    if (a < 0 && d < 0) return {180, false};
    return a < 0 ? Orientation{0, true} : Orientation{180, true};
  }
  if (b >= 0 && c < 0) return {90, false};
  if (b < 0 && c >= 0) return {270, false};
  return b >= 0 ? Orientation{90, true} : Orientation{270, true};
}

Image oriented(Image image, const Orientation& orientation) {
  if (orientation.swapsSides()) image = transposed(std::move(image));
  // A clockwise quarter turn is a transposition, then left and right exchanged; the mirror of the
  // orientation exchanges them once more.
  const bool flipRows = orientation.rotation == 180 || orientation.rotation == 270;
  const bool flipColumns =
      (orientation.rotation == 90 || orientation.rotation == 180) != orientation.mirrored;
  if (flipRows || flipColumns) {
    cv::Mat picture = view(image);
    cv::flip(picture, picture, flipRows && flipColumns ? -1 : (flipRows ? 0 : 1));
  }
  return image;
}

}  // namespace unroll::media
