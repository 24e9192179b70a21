#include "media/optical_flow.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

namespace unroll::media {
namespace {

constexpr int kLeastSide = 64;

/// Grey, enlarged by `scale`. OpenCV takes only writable pointers and does not write here.
cv::Mat greyPicture(std::span<const uint8_t> rgb, int width, int height, double scale) {
  cv::Mat picture(height, width, CV_8UC3);
  std::copy(rgb.begin(), rgb.end(), picture.data);
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
  if (scale > 1) cv::resize(grey, grey, {}, scale, scale, cv::INTER_LINEAR);
  return grey;
}

}  // namespace

double meanFlow(std::span<const uint8_t> from, std::span<const uint8_t> to, int width, int height) {
  const double scale =
      std::max(1.0, static_cast<double>(kLeastSide) / static_cast<double>(std::min(width, height)));
  thread_local const cv::Ptr<cv::DISOpticalFlow> estimator =
      cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_MEDIUM);
  cv::Mat flow;
  estimator->calc(greyPicture(from, width, height, scale), greyPicture(to, width, height, scale),
                  flow);
  double sum = 0;
  for (int y = 0; y < flow.rows; ++y) {
    const cv::Vec2f* row = flow.ptr<cv::Vec2f>(y);
    for (int x = 0; x < flow.cols; ++x) sum += std::hypot(row[x][0], row[x][1]);
  }
  return sum / (static_cast<double>(flow.rows) * static_cast<double>(flow.cols)) / scale;
}

}  // namespace unroll::media
