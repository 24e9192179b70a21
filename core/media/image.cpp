#include "media/image.h"

#include <algorithm>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace unroll::media {

namespace {

constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;

cv::Mat view(Image& image) { return cv::Mat(image.height, image.width, CV_8UC3, image.rgb.data()); }

/// OpenCV has no view of const pixels; what it gets here is only read.
cv::Mat readOnlyView(const Image& image) {
  return cv::Mat(image.height, image.width, CV_8UC3, const_cast<uint8_t*>(image.rgb.data()));
}

size_t bytesOf(int width, int height) {
  return static_cast<size_t>(width) * static_cast<size_t>(height) * 3;
}

std::string ascii(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    // The later bytes of a UTF-8 letter: one question mark for the whole letter.
    if (code >= 0x80 && code < 0xC0) continue;
    out += code >= 0x20 && code < 0x7F ? c : '?';
  }
  return out;
}

/// The scale at which OpenCV's strokes are `height` pixels from the highest to the lowest.
double fontScale(int height) {
  int baseline = 0;
  const auto size = cv::getTextSize("Ag", kFont, 1.0, 1, &baseline);
  return static_cast<double>(height) / (size.height + baseline);
}

}  // namespace

Image filled(int width, int height, Color color) {
  Image image{width, height, std::vector<uint8_t>(bytesOf(width, height))};
  for (size_t i = 0; i + 2 < image.rgb.size(); i += 3) {
    image.rgb[i] = color.red;
    image.rgb[i + 1] = color.green;
    image.rgb[i + 2] = color.blue;
  }
  return image;
}

Image toImage(std::span<const uint8_t> picture, int width, int height) {
  return {width, height, std::vector<uint8_t>(picture.begin(), picture.end())};
}

Image enlarge(const Image& image, int factor) {
  if (factor <= 1) return image;
  Image out = filled(image.width * factor, image.height * factor, {});
  const auto rowBytes = bytesOf(out.width, 1);
  for (int y = 0; y < image.height; ++y) {
    uint8_t* row = out.rgb.data() + rowBytes * static_cast<size_t>(y * factor);
    const uint8_t* from = image.rgb.data() + bytesOf(image.width, 1) * static_cast<size_t>(y);
    for (int x = 0; x < out.width; ++x) {
      std::memcpy(row + 3 * static_cast<size_t>(x), from + 3 * static_cast<size_t>(x / factor), 3);
    }
    for (int copy = 1; copy < factor; ++copy) {
      std::memcpy(row + rowBytes * static_cast<size_t>(copy), row, rowBytes);
    }
  }
  return out;
}

Image resize(const Image& image, int width, int height) {
  if (image.width == width && image.height == height) return image;
  Image out = filled(width, height, {});
  cv::Mat target = view(out);
  const bool shrinks = width <= image.width && height <= image.height;
  const bool grows = width >= image.width && height >= image.height;
  if (shrinks || grows) {
    cv::resize(readOnlyView(image), target, target.size(), 0, 0,
               shrinks ? cv::INTER_AREA : cv::INTER_CUBIC);
    return out;
  }
  // One side shrinks and the other grows: each gets its own filter.
  cv::Mat narrow;
  const cv::Size less(std::min(width, image.width), std::min(height, image.height));
  cv::resize(readOnlyView(image), narrow, less, 0, 0, cv::INTER_AREA);
  cv::resize(narrow, target, target.size(), 0, 0, cv::INTER_CUBIC);
  return out;
}

Image centerSquare(const Image& image) {
  const int side = std::min(image.width, image.height);
  if (image.width == image.height) return image;
  Image out = filled(side, side, {});
  const cv::Rect middle((image.width - side) / 2, (image.height - side) / 2, side, side);
  cv::Mat target = view(out);
  readOnlyView(image)(middle).copyTo(target);
  return out;
}

void paste(Image& target, const Image& source, int x, int y) {
  const cv::Rect whole(0, 0, target.width, target.height);
  const cv::Rect place = cv::Rect(x, y, source.width, source.height) & whole;
  if (place.empty()) return;
  cv::Mat part = view(target)(place);
  readOnlyView(source)(cv::Rect(place.x - x, place.y - y, place.width, place.height)).copyTo(part);
}

Image sideBySide(std::span<const Image> images, int gap, Color background) {
  int width = 0;
  int height = 0;
  for (const auto& image : images) {
    width += image.width + (width > 0 ? gap : 0);
    height = std::max(height, image.height);
  }
  Image out = filled(width, height, background);
  int x = 0;
  for (const auto& image : images) {
    paste(out, image, x, (height - image.height) / 2);
    x += image.width + gap;
  }
  return out;
}

Image grid(std::span<const Image> images, int columns, int gap, Color background) {
  if (images.empty()) return {};
  columns = std::clamp(columns, 1, static_cast<int>(images.size()));
  const int rows = (static_cast<int>(images.size()) + columns - 1) / columns;
  int width = 0;
  int height = 0;
  for (const auto& image : images) {
    width = std::max(width, image.width);
    height = std::max(height, image.height);
  }
  Image out = filled(columns * (width + gap) - gap, rows * (height + gap) - gap, background);
  for (size_t i = 0; i < images.size(); ++i) {
    const int column = static_cast<int>(i) % columns;
    const int row = static_cast<int>(i) / columns;
    paste(out, images[i], column * (width + gap) + (width - images[i].width) / 2,
          row * (height + gap) + (height - images[i].height) / 2);
  }
  return out;
}

void drawLabel(Image& image, const std::string& text, int x, int y, int height, Color color) {
  const double scale = fontScale(height);
  int baseline = 0;
  const auto written = ascii(text);
  cv::getTextSize(written, kFont, scale, 1, &baseline);
  cv::Mat target = view(image);
  cv::putText(target, written, cv::Point(x, y + height - baseline), kFont, scale,
              cv::Scalar(color.red, color.green, color.blue), 1, cv::LINE_AA);
}

int labelWidth(const std::string& text, int height) {
  int baseline = 0;
  return cv::getTextSize(ascii(text), kFont, fontScale(height), 1, &baseline).width;
}

}  // namespace unroll::media
