#include "ui/player/difference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

namespace unroll::ui {
namespace {

constexpr int kLevels = 255;

const QRgb* rowOf(const QImage& image, int y) {
  return static_cast<const QRgb*>(static_cast<const void*>(image.constScanLine(y)));
}

/// Lightness in 0..255 with BT.709's weights, in 1/65536.
int lightness(QRgb pixel) {
  return (13933 * qRed(pixel) + 46871 * qGreen(pixel) + 4732 * qBlue(pixel) + 32768) >> 16;
}

QRgb mix(QRgb from, QRgb to, double share) {
  const auto channel = [share](int a, int b) {
    return static_cast<int>(std::lround(a + (b - a) * share));
  };
  return qRgb(channel(qRed(from), qRed(to)), channel(qGreen(from), qGreen(to)),
              channel(qBlue(from), qBlue(to)));
}

QRgb signedColor(double value) {
  constexpr QRgb kWhite = qRgb(255, 255, 255);
  constexpr QRgb kBelow = qRgb(0, 82, 204);
  constexpr QRgb kAbove = qRgb(214, 92, 0);
  return mix(kWhite, value < 0 ? kBelow : kAbove, std::min(1.0, std::abs(value)));
}

/// Grows evenly in lightness and says the same to people who do not tell red from green.
QRgb magnitudeColor(double value) {
  constexpr std::array kStops{qRgb(0, 20, 60), qRgb(70, 80, 110), qRgb(125, 125, 120),
                              qRgb(190, 175, 95), qRgb(255, 233, 70)};
  const double place = std::clamp(value, 0.0, 1.0) * (kStops.size() - 1);
  const auto stop = std::min(static_cast<size_t>(place), kStops.size() - 2);
  return mix(kStops[stop], kStops[stop + 1], place - static_cast<double>(stop));
}

QRgb colorOf(DifferenceKind kind, double value) {
  return kind == DifferenceKind::Signed ? signedColor(value) : magnitudeColor(value);
}

/// Sums over rectangles in O(1): entry (y, x) is the sum of all above and left of it.
class SummedArea {
 public:
  SummedArea(int width, int height)
      : stride_(static_cast<size_t>(width) + 1),
        sums_(stride_ * (static_cast<size_t>(height) + 1), 0.0) {}

  void add(int x, int y, double value) {
    const size_t at = (static_cast<size_t>(y) + 1) * stride_ + static_cast<size_t>(x) + 1;
    sums_[at] = value + sums_[at - 1] + sums_[at - stride_] - sums_[at - stride_ - 1];
  }
  double sum(int x, int y, int side) const {
    const size_t top = static_cast<size_t>(y) * stride_ + static_cast<size_t>(x);
    const size_t bottom = top + static_cast<size_t>(side) * stride_;
    const auto across = static_cast<size_t>(side);
    return sums_[bottom + across] - sums_[bottom] - sums_[top + across] + sums_[top];
  }

 private:
  size_t stride_;
  std::vector<double> sums_;
};

double similarity(const QImage& a, const QImage& b) {
  const int width = a.width();
  const int height = a.height();
  const int side = std::min({7, width, height});
  SummedArea sumA(width, height), sumB(width, height), sumAA(width, height), sumBB(width, height),
      sumAB(width, height);
  for (int y = 0; y < height; ++y) {
    const QRgb* rowA = rowOf(a, y);
    const QRgb* rowB = rowOf(b, y);
    for (int x = 0; x < width; ++x) {
      const double u = lightness(rowA[x]);
      const double v = lightness(rowB[x]);
      sumA.add(x, y, u);
      sumB.add(x, y, v);
      sumAA.add(x, y, u * u);
      sumBB.add(x, y, v * v);
      sumAB.add(x, y, u * v);
    }
  }
  constexpr double kC1 = 0.01 * 255 * 0.01 * 255;
  constexpr double kC2 = 0.03 * 255 * 0.03 * 255;
  const double n = double{1} * side * side;
  double total = 0;
  for (int y = 0; y + side <= height; ++y) {
    for (int x = 0; x + side <= width; ++x) {
      const double meanA = sumA.sum(x, y, side) / n;
      const double meanB = sumB.sum(x, y, side) / n;
      const double varA = sumAA.sum(x, y, side) / n - meanA * meanA;
      const double varB = sumBB.sum(x, y, side) / n - meanB * meanB;
      const double both = sumAB.sum(x, y, side) / n - meanA * meanB;
      total += (2 * meanA * meanB + kC1) * (2 * both + kC2) /
               ((meanA * meanA + meanB * meanB + kC1) * (varA + varB + kC2));
    }
  }
  return total / (double{1} * (width - side + 1) * (height - side + 1));
}

}  // namespace

QColor differenceColor(DifferenceKind kind, double value) { return QColor(colorOf(kind, value)); }

QImage differenceImage(const QImage& left, const QImage& right, DifferenceKind kind, int gain) {
  Q_ASSERT(left.size() == right.size());
  const QImage a = left.convertToFormat(QImage::Format_RGB32);
  const QImage b = right.convertToFormat(QImage::Format_RGB32);
  // A colour for each possible difference: -255..255 of lightness, or 0..765 of three channels.
  const bool signs = kind == DifferenceKind::Signed;
  std::vector<QRgb> table(signs ? 2 * kLevels + 1 : 3 * kLevels + 1);
  for (size_t i = 0; i < table.size(); ++i) {
    const auto level = static_cast<int>(i);
    const double value = signs ? (level - kLevels) / double{kLevels} : level / (3.0 * kLevels);
    table[i] = colorOf(kind, std::clamp(value * gain, -1.0, 1.0));
  }
  QImage out(a.size(), QImage::Format_RGB32);
  for (int y = 0; y < out.height(); ++y) {
    const QRgb* rowA = rowOf(a, y);
    const QRgb* rowB = rowOf(b, y);
    auto* line = static_cast<QRgb*>(static_cast<void*>(out.scanLine(y)));
    for (int x = 0; x < out.width(); ++x) {
      const int level = signs ? lightness(rowB[x]) - lightness(rowA[x]) + kLevels
                              : std::abs(qRed(rowB[x]) - qRed(rowA[x])) +
                                    std::abs(qGreen(rowB[x]) - qGreen(rowA[x])) +
                                    std::abs(qBlue(rowB[x]) - qBlue(rowA[x]));
      line[x] = table[static_cast<size_t>(level)];
    }
  }
  return out;
}

FrameMeasures measureFrames(const QImage& left, const QImage& right) {
  Q_ASSERT(left.size() == right.size() && !left.isNull());
  const QImage a = left.convertToFormat(QImage::Format_RGB32);
  const QImage b = right.convertToFormat(QImage::Format_RGB32);
  int64_t distance = 0;
  int64_t squares = 0;
  for (int y = 0; y < a.height(); ++y) {
    const QRgb* rowA = rowOf(a, y);
    const QRgb* rowB = rowOf(b, y);
    for (int x = 0; x < a.width(); ++x) {
      for (const int d : {qRed(rowA[x]) - qRed(rowB[x]), qGreen(rowA[x]) - qGreen(rowB[x]),
                          qBlue(rowA[x]) - qBlue(rowB[x])}) {
        distance += std::abs(d);
        squares += int64_t{d} * d;
      }
    }
  }
  const double values = 3.0 * a.width() * a.height();
  FrameMeasures measures;
  measures.mae = static_cast<double>(distance) / values;
  measures.psnr = squares == 0
                      ? std::numeric_limits<double>::infinity()
                      : 10 * std::log10(255.0 * 255.0 * values / static_cast<double>(squares));
  measures.ssim = similarity(a, b);
  return measures;
}

}  // namespace unroll::ui
