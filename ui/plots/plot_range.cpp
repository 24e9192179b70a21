// Which part of the curves a plot shows.
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_view.h"

namespace unroll::ui {
namespace {

/// The part of ascending `x` within [low, high].
std::pair<qsizetype, qsizetype> within(const QList<double>& x, double low, double high) {
  const auto first = std::lower_bound(x.cbegin(), x.cend(), low);
  const auto last = std::upper_bound(first, x.cend(), high);
  return {first - x.cbegin(), last - x.cbegin()};
}

}  // namespace

void PlotView::resetRange() {
  zoomed_ = false;
  setFollow(false);
  fit();
  draw();
}

void PlotView::zoomTo(double xLow, double xHigh, double yLow, double yHigh) {
  if (!(xHigh > xLow) || !(yHigh > yLow)) return;
  zoomed_ = true;
  plot_->xAxis->setRange(xLow, xHigh);
  plot_->yAxis->setRange(yLow, yHigh);
  draw();
}

void PlotView::fit() {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const PlotSeries& series : std::as_const(series_)) {
    if (series.x.isEmpty()) continue;
    const auto first =
        logX_ ? std::upper_bound(series.x.cbegin(), series.x.cend(), 0.0) : series.x.cbegin();
    if (first == series.x.cend()) continue;
    low = std::min(low, *first);
    high = std::max(high, series.x.back());
  }
  if (!(high >= low)) return;
  if (zoomed_) {
    if (!follow_) return;
    const double width = plot_->xAxis->range().size();
    plot_->xAxis->setRange(high - width, high);
    return;
  }
  if (high == low) {
    low -= logX_ ? low / 2 : 0.5;
    high += logX_ ? high : 0.5;
  }
  plot_->xAxis->setRange(low, high);
  fitY();
}

void PlotView::fitY() {
  const QCPRange x = plot_->xAxis->range();
  QList<double> values;
  for (const PlotSeries& series : std::as_const(series_)) {
    const auto take = [&](const QList<double>& y) {
      if (y.isEmpty()) return;
      const auto [first, last] = within(series.x, x.lower, x.upper);
      for (qsizetype i = first; i < last; ++i) {
        const double value = y.at(i);
        if (std::isfinite(value) && (!logY_ || value > 0)) values.append(value);
      }
    };
    take(series.y);
    take(series.low);
    take(series.high);
  }
  if (reference_)
    values << *reference_ - 1.5 * referenceHalf_ << *reference_ + 1.5 * referenceHalf_;
  if (values.isEmpty()) return;
  double low = 0;
  double high = 0;
  if (fitMost_ && values.size() >= 50) {
    const qsizetype outer = std::max<qsizetype>(1, values.size() / 100);
    std::nth_element(values.begin(), values.begin() + outer, values.end());
    low = values.at(outer);
    std::nth_element(values.begin(), values.end() - 1 - outer, values.end());
    high = *(values.end() - 1 - outer);
  } else {
    const auto [least, most] = std::minmax_element(values.cbegin(), values.cend());
    low = *least;
    high = *most;
  }
  if (logY_) {
    const double room = std::pow(high / low, 0.06);
    plot_->yAxis->setRange(low / std::max(room, 1.05), high * std::max(room, 1.05));
  } else {
    const double room = high > low ? 0.06 * (high - low) : std::max(std::abs(high) * 0.1, 0.5);
    plot_->yAxis->setRange(low - room, high + room);
  }
}

}  // namespace unroll::ui
