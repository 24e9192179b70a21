#pragma once

#include "ui/plots/custom_plot.h"

namespace unroll::ui {

/// Text of a tick or a reading in the person's locale: whole numbers grouped, small ones in full.
QString plotNumber(double value, int digits = 4);

/// Evenly spaced ticks at round numbers.
class LinearTicker : public QCPAxisTicker {
 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
};

/// Ticks of a logarithmic axis at 1, 2 and 5 in each decade, fewer over many decades and evenly
/// spaced ones inside a part of a decade, so that any range has at least three labels.
class LogTicker : public LinearTicker {
 public:
  void generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                QVector<double>& ticks, QVector<double>* subTicks,
                QVector<QString>* labels) override;
};

}  // namespace unroll::ui
