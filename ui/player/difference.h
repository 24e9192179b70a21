#pragma once

#include <QColor>
#include <QImage>

namespace unroll::ui {

enum class DifferenceKind {
  Signed,     ///< of lightness, right minus left: blue below, white at 0, orange above
  Magnitude,  ///< mean of the three channels' distances: dark to bright
};

/// The colour of a difference of `value` in -1..1 (Signed) or 0..1 (Magnitude), after the gain.
QColor differenceColor(DifferenceKind kind, double value);

/// Difference of two pictures of one size, amplified `gain` times and clipped. RGB32.
QImage differenceImage(const QImage& left, const QImage& right, DifferenceKind kind, int gain);

/// How alike two pictures of one size are.
///
///   MAE  = mean |a - b| over pixels and channels, in steps of 255
///   PSNR = 10 log10(255^2 / MSE) dB; infinite for equal pictures
///   SSIM = mean over 7 x 7 windows of lightness, C1 = (0.01 255)^2, C2 = (0.03 255)^2
///
/// Paper: Wang et al. 2004, equation 13. We differ: a flat window in place of a Gaussian.
struct FrameMeasures {
  double mae = 0;
  double psnr = 0;
  double ssim = 1;
};
FrameMeasures measureFrames(const QImage& left, const QImage& right);

}  // namespace unroll::ui
