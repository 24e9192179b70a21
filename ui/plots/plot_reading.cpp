// What a plot says in words: crosshair, table of series, what lies outside its range.
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_accessible.h"
#include "ui/plots/plot_overlay.h"
#include "ui/plots/plot_ticker.h"
#include "ui/plots/plot_view.h"

namespace unroll::ui {
namespace {

/// Index of the point nearest to `x`; -1 when there is none.
qsizetype nearest(const QList<double>& xs, double x) {
  if (xs.isEmpty()) return -1;
  const qsizetype after = std::lower_bound(xs.cbegin(), xs.cend(), x) - xs.cbegin();
  if (after == 0) return 0;
  if (after == xs.size()) return xs.size() - 1;
  return x - xs.at(after - 1) <= xs.at(after) - x ? after - 1 : after;
}

}  // namespace

void PlotView::setCrosshair(std::optional<double> x) {
  std::optional<double> found;
  if (x) {
    for (const PlotSeries& series : std::as_const(series_)) {
      const qsizetype at = nearest(series.x, *x);
      if (at < 0) continue;
      if (!found || std::abs(series.x.at(at) - *x) < std::abs(*found - *x)) found = series.x.at(at);
    }
  }
  if (found == crosshair_) return;
  crosshair_ = found;
  overlay_->update();
  if (crosshair_) {
    Q_EMIT crosshairMoved(*crosshair_);
    announcePlotValue(overlay_);
  }
}

void PlotView::moveCrosshair(int points) {
  const auto longest = std::max_element(
      series_.cbegin(), series_.cend(),
      [](const PlotSeries& a, const PlotSeries& b) { return a.x.size() < b.x.size(); });
  if (longest == series_.cend() || longest->x.isEmpty()) return;
  const qsizetype last = longest->x.size() - 1;
  const qsizetype at = crosshair_   ? nearest(longest->x, *crosshair_) + points
                       : points < 0 ? last
                                    : 0;
  setCrosshair(longest->x.at(std::clamp<qsizetype>(at, 0, last)));
}

QString PlotView::readout() const {
  if (!crosshair_) return {};
  QStringList lines = {
      plot_->xAxis->label().isEmpty()
          ? plotNumber(*crosshair_, 6)
          : QStringLiteral("%1 %2").arg(plot_->xAxis->label(), plotNumber(*crosshair_, 6))};
  for (qsizetype i = 0; i < series_.size(); ++i) {
    const PlotSeries& series = series_.at(i);
    const qsizetype at = nearest(series.x, *crosshair_);
    if (at < 0) continue;
    QString line = QStringLiteral("%1: %2").arg(series.name, plotNumber(series.y.at(at)));
    if (!series.low.isEmpty()) {
      line += QStringLiteral(" (%1 … %2)")
                  .arg(plotNumber(series.low.at(at)), plotNumber(series.high.at(at)));
    }
    if (drawn_.at(i).constData() != series.y.constData() &&
        drawn_.at(i).size() == series.y.size()) {
      line += tr(", smoothed %1").arg(plotNumber(drawn_.at(i).at(at)));
    }
    // A sparse series has its nearest point elsewhere: say where.
    if (series.x.at(at) != *crosshair_) line += tr(" (at %1)").arg(plotNumber(series.x.at(at), 6));
    lines.append(line);
  }
  return lines.join(QLatin1Char('\n'));
}

QList<SeriesSummary> PlotView::summaries() const {
  QList<SeriesSummary> rows;
  for (const PlotSeries& series : series_) {
    SeriesSummary row{series.name, series.y.size(), std::numeric_limits<double>::quiet_NaN(),
                      std::numeric_limits<double>::quiet_NaN(),
                      std::numeric_limits<double>::quiet_NaN()};
    for (const double value : series.y) {
      if (!std::isfinite(value)) continue;
      row.last = value;
      row.minimum = std::isnan(row.minimum) ? value : std::min(row.minimum, value);
      row.maximum = std::isnan(row.maximum) ? value : std::max(row.maximum, value);
    }
    rows.append(row);
  }
  return rows;
}

PlotView::Clipped PlotView::clipped(qsizetype index) const {
  const PlotSeries& series = series_.at(index);
  const QCPRange x = plot_->xAxis->range();
  const QCPRange y = plot_->yAxis->range();
  Clipped count;
  const auto first = std::lower_bound(series.x.cbegin(), series.x.cend(), x.lower);
  for (auto at = first; at != series.x.cend() && *at <= x.upper; ++at) {
    const double value = series.y.at(at - series.x.cbegin());
    if (std::isnan(value) || value > y.upper) ++count.above;
    if (value < y.lower) ++count.below;
  }
  return count;
}

void PlotView::describe() {
  QStringList rows;
  for (const SeriesSummary& row : summaries()) {
    rows.append(tr("%1: %L2 points, last %3, least %4, most %5")
                    .arg(row.name)
                    .arg(row.points)
                    .arg(plotNumber(row.last), plotNumber(row.minimum), plotNumber(row.maximum)));
  }
  setAccessibleName(title_);
  overlay_->setAccessibleName(title_.isEmpty() ? tr("Plot") : tr("Plot %1").arg(title_));
  overlay_->setAccessibleDescription(rows.join(QStringLiteral("; ")));
}

}  // namespace unroll::ui
