#pragma once

#include <QList>

namespace unroll::ui {

/// Fewer points than this are never smoothed: a line through a few measures would be invented.
inline constexpr qsizetype kLeastSmoothed = 50;

/// Exponential mean weighted by the distance of points, so that unevenly spaced ones count rightly.
///
///   s[i] = s[i-1] + (1 - exp(-(x[i] - x[i-1]) / width)) (y[i] - s[i-1]),  s[0] = y[0]
///
/// Constants stay exact; values that are not finite are stepped over. A width of 0 returns y.
/// Any thread.
QList<double> smoothed(const QList<double>& x, const QList<double>& y, double width);

}  // namespace unroll::ui
