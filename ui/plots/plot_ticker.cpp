#include "ui/plots/plot_ticker.h"

#include <cmath>

namespace unroll::ui {

QString plotNumber(double value, int digits) {
  const QLocale locale;
  if (!std::isfinite(value)) return std::isnan(value) ? QStringLiteral("NaN") : QStringLiteral("∞");
  const double size = std::abs(value);
  if (size == 0) return QStringLiteral("0");
  if (size < 1e15 && size >= 1 && std::abs(value - std::round(value)) < 1e-9 * size && size < 1e7) {
    return locale.toString(static_cast<qlonglong>(std::llround(value)));
  }
  return locale.toString(value, 'g', digits);
}

QString LinearTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  // A tick that should be zero comes out of sums as a tiny remainder.
  return plotNumber(std::abs(tick) < 1e-14 ? 0 : tick, 6);
}

void LogTicker::generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                         QVector<double>& ticks, QVector<double>* subTicks,
                         QVector<QString>* labels) {
  ticks.clear();
  if (range.lower > 0 && range.upper > range.lower) {
    const int first = static_cast<int>(std::floor(std::log10(range.lower)));
    const int last = static_cast<int>(std::ceil(std::log10(range.upper)));
    const int decades = last - first;
    const int stride = std::max(1, decades / 6);
    const bool fine = decades <= 3;
    if (subTicks) subTicks->clear();
    for (int decade = first; decade <= last; ++decade) {
      for (int digit = 1; digit < 10; ++digit) {
        const double value = digit * std::pow(10.0, decade);
        if (value < range.lower || value > range.upper) continue;
        const bool labelled = fine ? digit == 1 || digit == 2 || digit == 5
                                   : digit == 1 && (decade - first) % stride == 0;
        if (labelled) {
          ticks.append(value);
        } else if (subTicks) {
          subTicks->append(value);
        }
      }
    }
  }
  if (ticks.size() < 3) {
    LinearTicker::generate(range, locale, format, precision, ticks, subTicks, labels);
    return;
  }
  if (labels) {
    labels->clear();
    for (const double tick : std::as_const(ticks))
      labels->append(getTickLabel(tick, locale, format, precision));
  }
}

}  // namespace unroll::ui
