#pragma once

#include <QTableWidget>

#include "ui/pages/compare/compare_model.h"

namespace unroll::ui {

/// One run with its newest measures of the stage that is compared; the first is the baseline.
struct MeasuredRun {
  QString run;
  std::optional<MeasureRecord> record;
};

/// Measures of runs side by side, and what lies between each and the baseline.
class MeasureTable : public QTableWidget {
  Q_OBJECT
 public:
  explicit MeasureTable(QWidget* parent = nullptr);

  void setRuns(const QList<MeasuredRun>& runs);
  bool hasMeasures() const { return rowCount() > 0; }
};

/// Settings of runs side by side; those that differ, or all.
class SettingTable : public QTableWidget {
  Q_OBJECT
 public:
  explicit SettingTable(QWidget* parent = nullptr);

  void setRuns(const QStringList& names, const QList<SettingRow>& rows, bool differencesOnly);
};

/// A table as it is shown, with its headings: a line a row, tabs between the cells.
QString tableText(const QTableWidget& table);

/// "-38.2", with a sign always, in the person's language.
QString signedText(double value);

}  // namespace unroll::ui
