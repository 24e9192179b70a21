#include "ui/plots/smoothing.h"

#include <cmath>
#include <limits>

namespace unroll::ui {

QList<double> smoothed(const QList<double>& x, const QList<double>& y, double width) {
  if (width <= 0) return y;
  QList<double> result(y.size());
  double* out = result.data();
  double mean = std::numeric_limits<double>::quiet_NaN();
  double lastX = 0;
  // Points are mostly evenly spaced: one exponential serves for a run of equal distances.
  double knownDistance = -1;
  double knownShare = 0;
  for (qsizetype i = 0; i < y.size(); ++i) {
    const double value = y.at(i);
    if (std::isfinite(value)) {
      if (std::isnan(mean)) {
        mean = value;
      } else {
        const double distance = x.at(i) - lastX;
        if (distance != knownDistance) {
          knownDistance = distance;
          knownShare = 1 - std::exp(-distance / width);
        }
        mean += knownShare * (value - mean);
      }
      lastX = x.at(i);
    }
    out[i] = mean;
  }
  return result;
}

}  // namespace unroll::ui
