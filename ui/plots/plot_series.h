#pragma once

#include <QList>
#include <QString>

#include "ui/theme/theme.h"

namespace unroll::ui {

/// Points that are drawn faint: a part of a curve that was left behind by a resume.
struct PlotTail {
  QList<double> x, y;
};

/// One line of a plot. Hue is the role, dash and hollow markers tell runs or quantities apart.
struct PlotSeries {
  QString id;    ///< stable between updates, for example "first/1/loss/critic"
  QString name;  ///< written at the end of the line
  Role role = Role::Stage1;
  Qt::PenStyle dash = Qt::SolidLine;
  bool hollow = false;      ///< marker without filling
  bool faded = false;       ///< at 55 %: a further run
  bool smoothable = true;   ///< false for sparse measures
  QList<double> x, y;       ///< x ascends; y may hold NaN and infinities, which are counted
  QList<double> low, high;  ///< a band round y; empty or as long as x
  QList<PlotTail> tails;
};

/// One row of the table that a plot is to somebody who cannot see it.
struct SeriesSummary {
  QString name;
  qsizetype points = 0;
  double last = 0, minimum = 0, maximum = 0;  ///< of finite values; NaN when there is none
};

}  // namespace unroll::ui
