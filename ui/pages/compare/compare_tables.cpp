#include "ui/pages/compare/compare_tables.h"

#include <algorithm>
#include <cmath>

#include <QHeaderView>
#include <QLocale>

#include "ui/model/curve_words.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

/// `value` to the places that suit a number of `size`.
QString numberText(double value, double size) {
  const int digits = size >= 100 ? 0 : size >= 1 ? 2 : 4;
  return QLocale().toString(value, 'f', digits);
}

QString numberText(double value) { return numberText(value, std::abs(value)); }

/// To as many places as the number itself, unless nothing would be left.
QString deviationText(const MeasuredNumber& number) {
  const double size = std::abs(number.mean);
  const bool fits = size >= 100 ? number.deviation >= 1 : size < 1 || number.deviation >= 0.01;
  return fits ? numberText(number.deviation, size) : numberText(number.deviation);
}

QTableWidgetItem* cell(const QString& text, bool number = false) {
  auto* item = new QTableWidgetItem(text);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  if (number) {
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    item->setFont(Theme::tabularFont());
  }
  return item;
}

void prepare(QTableWidget& table) {
  table.setEditTriggers(QAbstractItemView::NoEditTriggers);
  table.setSelectionBehavior(QAbstractItemView::SelectRows);
  table.setTabKeyNavigation(false);
  table.setWordWrap(false);
  table.verticalHeader()->hide();
  table.verticalHeader()->setDefaultSectionSize(Theme::kRow);
  table.horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table.horizontalHeader()->setHighlightSections(false);
}

QString valueText(const MeasureEntry* entry) {
  if (entry == nullptr || !entry->value) return QStringLiteral("-");
  const QString mean = numberText(entry->value->mean);
  if (entry->value->deviation <= 0) return mean;
  return mean + QStringLiteral(" \u00b1 ") + deviationText(*entry->value);
}

/// What the measure is called and which way is better: an arrow beside it, words in its tip.
QTableWidgetItem* titleCell(const MeasureEntry& entry) {
  const CurveWords words = measureWords(entry.name, entry.title, entry.better);
  const bool lower = words.better == QLatin1String("lower");
  const bool higher = words.better == QLatin1String("higher");
  const bool real = words.better == QLatin1String("near real");
  const QString arrow = lower    ? QStringLiteral("\u2193 ")
                        : higher ? QStringLiteral("\u2191 ")
                        : real   ? QStringLiteral("\u2248 ")
                                 : QString();
  QString about = aboutCurve(words, entry.name);
  if (real && entry.real)
    about += QLatin1Char('\n') + MeasureTable::tr("real: %1").arg(numberText(*entry.real));
  QTableWidgetItem* item = cell(arrow + words.shortTitle());
  item->setToolTip(about);
  item->setData(Qt::AccessibleTextRole, about);
  return item;
}

/// The difference with its interval; a tick and the sentence in its tip where one run is clearly
/// better.
QTableWidgetItem* differenceCell(const std::optional<MeasureDifference>& found,
                                 const QString& baseline, const QString& other) {
  using Better = MeasureDifference::Better;
  if (!found) return cell(QStringLiteral("-"), true);
  if (!found->comparable) return cell(MeasureTable::tr("measured differently"), true);
  QString text = signedText(found->difference);
  if (found->hasInterval) {
    text += QStringLiteral("  (%1 \u2026 %2)")
                .arg(signedText(found->low, found->difference),
                     signedText(found->high, found->difference));
  }
  QString about;
  if (found->better == Better::Other) {
    text = QStringLiteral("\u2713 ") + text;
    about = MeasureTable::tr("%1 is better than %2").arg(other, baseline);
  } else if (found->better == Better::Baseline) {
    text = QStringLiteral("\u2717 ") + text;
    about = MeasureTable::tr("%1 is worse than %2").arg(other, baseline);
  } else if (found->better == Better::Neither) {
    about = MeasureTable::tr("no clear difference");
  } else {
    about = MeasureTable::tr("without an interval nothing is said");
  }
  QTableWidgetItem* item = cell(text, true);
  item->setToolTip(about);
  item->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(text, about));
  if (found->better == Better::Other || found->better == Better::Baseline) {
    QFont font = item->font();
    font.setBold(true);
    item->setFont(font);
  }
  return item;
}

}  // namespace

QString signedText(double value) { return signedText(value, value); }

QString signedText(double value, double size) {
  // A true minus sign, as wide as the plus.
  const QString digits = numberText(std::abs(value), std::abs(size));
  return (value < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + digits;
}

QString tableText(const QTableWidget& table) {
  QStringList lines;
  for (int row = -1; row < table.rowCount(); ++row) {
    QStringList cells;
    for (int column = 0; column < table.columnCount(); ++column) {
      const QTableWidgetItem* item =
          row < 0 ? table.horizontalHeaderItem(column) : table.item(row, column);
      cells << (item == nullptr ? QString() : item->text());
    }
    lines << cells.join(QLatin1Char('\t'));
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

MeasureTable::MeasureTable(QWidget* parent) : QTableWidget(parent) {
  prepare(*this);
  setObjectName(QStringLiteral("compareMeasures"));
  setAccessibleName(tr("Measures of the compared runs"));
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
}

void MeasureTable::setRuns(const QList<MeasuredRun>& runs) {
  setRowCount(0);
  const int others = std::max(0, int(runs.size()) - 1);
  QStringList head{tr("Measure")};
  for (int other = 1; other <= others; ++other) {
    head << (others == 1 ? tr("Difference (95 %)")
                         : tr("%1 less baseline (95 %)").arg(runs[other].run));
  }
  for (const MeasuredRun& run : runs) head << run.run;
  setColumnCount(int(head.size()));
  setHorizontalHeaderLabels(head);
  for (int other = 1; other <= others; ++other)
    horizontalHeaderItem(other)->setToolTip(tr("%1 less %2").arg(runs[other].run, runs[0].run));
  QStringList names;
  for (const MeasuredRun& run : runs) {
    if (!run.record) continue;
    for (const MeasureEntry& entry : run.record->entries) {
      if (entry.value && !names.contains(entry.name)) names << entry.name;
    }
  }
  setRowCount(int(names.size()));
  for (int row = 0; row < names.size(); ++row) {
    const MeasureEntry* known = nullptr;
    for (int run = 0; run < runs.size(); ++run) {
      const auto& record = runs[run].record;
      const MeasureEntry* entry = record ? record->entry(names[row]) : nullptr;
      if (entry != nullptr && known == nullptr) known = entry;
      setItem(row, 1 + others + run, cell(valueText(entry), true));
    }
    setItem(row, 0, titleCell(*known));
    for (int other = 1; other <= others; ++other) {
      std::optional<MeasureDifference> found;
      if (runs[0].record && runs[other].record)
        found = measureDifference(*runs[0].record, *runs[other].record, names[row]);
      setItem(row, other, differenceCell(found, runs[0].run, runs[other].run));
    }
  }
  fitTitles();
}

void MeasureTable::resizeEvent(QResizeEvent* event) {
  QTableWidget::resizeEvent(event);
  fitTitles();
}

/// Gives the titles the room that the numbers leave, within reason; longer ones are elided.
void MeasureTable::fitTitles() {
  if (columnCount() == 0) return;
  horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
  int numbers = 0;
  for (int column = 1; column < columnCount(); ++column) {
    numbers += std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column));
  }
  const int least = fontMetrics().averageCharWidth() * 16;
  const int most =
      std::max(least, std::max(sizeHintForColumn(0) + 1, horizontalHeader()->sectionSizeHint(0)));
  setColumnWidth(0, std::clamp(viewport()->width() - numbers, least, most));
}

SettingTable::SettingTable(QWidget* parent) : QTableWidget(parent) {
  prepare(*this);
  setObjectName(QStringLiteral("compareSettings"));
  setAccessibleName(tr("Settings of the compared runs"));
}

void SettingTable::setRuns(const QStringList& names, const QList<SettingRow>& rows,
                           bool markDifferences) {
  setRowCount(0);
  setColumnCount(int(names.size()) + 1);
  setHorizontalHeaderLabels(QStringList{tr("Setting")} + names);
  setRowCount(int(rows.size()));
  for (int row = 0; row < rows.size(); ++row) {
    setItem(row, 0, cell(rows[row].key));
    for (int column = 0; column < rows[row].values.size(); ++column) {
      QTableWidgetItem* item = cell(rows[row].values[column], true);
      if (rows[row].differs && markDifferences) {
        QFont font = item->font();
        font.setBold(true);
        item->setFont(font);
      }
      setItem(row, column + 1, item);
    }
  }
}

QStringList SettingTable::chosenKeys() const {
  QStringList keys;
  for (const QModelIndex& row : selectionModel()->selectedRows()) {
    keys << item(row.row(), 0)->text();
  }
  return keys;
}

}  // namespace unroll::ui
