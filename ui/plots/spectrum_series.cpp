#include "ui/plots/spectrum_series.h"

#include <algorithm>
#include <cmath>

namespace unroll::ui {

void putSpectrum(PlotSeries& series, const QList<double>& power) {
  for (qsizetype cycles = 1; cycles < power.size(); ++cycles) {
    series.x.append(static_cast<double>(cycles));
    series.y.append(power[cycles]);
  }
}

void putRealSpectrum(PlotSeries& series, const QList<double>& power,
                     const QList<double>& deviation) {
  putSpectrum(series, power);
  if (deviation.size() != power.size()) return;
  for (qsizetype cycles = 1; cycles < power.size(); ++cycles) {
    const double at = power[cycles];
    // On a logarithmic axis a band below zero has no place: it ends at a tenth of the mean.
    series.low.append(std::max(at - deviation[cycles], at / 10));
    series.high.append(at + deviation[cycles]);
  }
}

void putSpectrumRatio(PlotSeries& series, const QList<double>& made, const QList<double>& real) {
  for (qsizetype cycles = 1; cycles < std::min(made.size(), real.size()); ++cycles) {
    if (made[cycles] <= 0 || real[cycles] <= 0) continue;
    series.x.append(static_cast<double>(cycles));
    series.y.append(10 * std::log10(made[cycles] / real[cycles]));
  }
}

void putByFrame(PlotSeries& series, const QList<double>& values) {
  for (qsizetype frame = 0; frame < values.size(); ++frame)
    series.x.append(static_cast<double>(frame));
  series.y = values;
}

}  // namespace unroll::ui
