#pragma once

#include <QTableWidget>

#include "ui/model/setting_rows.h"
#include "ui/pages/compare/compare_model.h"

namespace unroll::ui {

/// One run with its measures of the stage and step that are compared; the first is the baseline.
struct MeasuredRun {
  QString run;
  std::optional<MeasureRecord> record;
};

/// Measures of runs side by side, and what lies between each and the baseline: the differences come
/// first, so that a narrow table shows them too.
class MeasureTable : public QTableWidget {
  Q_OBJECT
 public:
  explicit MeasureTable(QWidget* parent = nullptr);

  void setRuns(const QList<MeasuredRun>& runs);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fitTitles();
};

/// Settings of runs side by side.
class SettingTable : public QTableWidget {
  Q_OBJECT
 public:
  explicit SettingTable(QWidget* parent = nullptr);

  /// `markDifferences`: those that differ are bold among the others.
  void setRuns(const QStringList& names, const QList<SettingRow>& rows, bool markDifferences);
  QStringList chosenKeys() const;  ///< of the selected rows
};

/// A table as it is shown, with its headings: a line a row, tabs between the cells.
QString tableText(const QTableWidget& table);

/// "-38.2", with a sign always, in the person's language.
QString signedText(double value);
/// The same to as many places as suit a number of `size`.
QString signedText(double value, double size);

}  // namespace unroll::ui
