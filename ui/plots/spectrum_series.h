#pragma once

#include "ui/plots/plot_series.h"

namespace unroll::ui {

// Lines of radial power spectra: cycles a picture from 1 on against power. Index 0 of a spectrum is
// the mean brightness, which the measure takes out, so it is no point.

/// Gives `series` the points of a spectrum.
void putSpectrum(PlotSeries& series, const QList<double>& power);
/// The same for that of real clips, with a band of one deviation round it. `deviation` may be
/// empty.
void putRealSpectrum(PlotSeries& series, const QList<double>& power,
                     const QList<double>& deviation);
/// Gives `series` how far `made` is above `real`, in dB, where both have power.
void putSpectrumRatio(PlotSeries& series, const QList<double>& made, const QList<double>& real);
/// Gives `series` a number for each frame, from frame 0 on.
void putByFrame(PlotSeries& series, const QList<double>& values);

}  // namespace unroll::ui
