#include "ui/pages/compare/compare_tables.h"

#include <cmath>

#include <QHeaderView>
#include <QLocale>

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

}  // namespace

QString signedText(double value) {
  // A true minus sign, as wide as the plus.
  const QString digits = numberText(std::abs(value));
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
}

void MeasureTable::setRuns(const QList<MeasuredRun>& runs) {
  setRowCount(0);
  QStringList head{tr("Measure")};
  for (const MeasuredRun& run : runs) head << run.run;
  for (qsizetype other = 1; other < runs.size(); ++other) {
    head << (runs.size() == 2 ? tr("Difference (95 %)")
                              : tr("%1 less baseline (95 %)").arg(runs[other].run));
  }
  setColumnCount(int(head.size()));
  setHorizontalHeaderLabels(head);
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
    for (int column = 0; column < runs.size(); ++column) {
      const auto& record = runs[column].record;
      const MeasureEntry* entry = record ? record->entry(names[row]) : nullptr;
      if (entry != nullptr && known == nullptr) known = entry;
      const bool there = entry != nullptr && entry->value.has_value();
      QString text = QStringLiteral("-");
      if (there) {
        text = numberText(entry->value->mean);
        if (entry->value->deviation > 0) {
          text += QStringLiteral(" \u00b1 ") + deviationText(*entry->value);
        }
      }
      setItem(row, column + 1, cell(text, true));
    }
    const QString better = known->better == QLatin1String("lower") ? tr("lower is better")
                           : known->better == QLatin1String("higher")
                               ? tr("higher is better")
                               : tr("near the real is better");
    QTableWidgetItem* title = cell(known->title);
    title->setToolTip(better);
    title->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(known->title, better));
    setItem(row, 0, title);
    for (int other = 1; other < runs.size(); ++other) {
      QString text = QStringLiteral("-");
      if (runs[0].record && runs[other].record) {
        const auto found = measureDifference(*runs[0].record, *runs[other].record, names[row]);
        if (found && !found->comparable) {
          text = tr("measured differently");
        } else if (found) {
          text = signedText(found->difference);
          if (found->hasInterval) {
            text += QStringLiteral("  (%1 \u2026 %2)")
                        .arg(signedText(found->low), signedText(found->high));
          }
        }
      }
      setItem(row, int(runs.size()) + other, cell(text, true));
    }
  }
}

SettingTable::SettingTable(QWidget* parent) : QTableWidget(parent) {
  prepare(*this);
  setObjectName(QStringLiteral("compareSettings"));
  setAccessibleName(tr("Settings of the compared runs"));
}

void SettingTable::setRuns(const QStringList& names, const QList<SettingRow>& rows,
                           bool differencesOnly) {
  setRowCount(0);
  setColumnCount(int(names.size()) + 1);
  setHorizontalHeaderLabels(QStringList{tr("Setting")} + names);
  for (const SettingRow& setting : rows) {
    if (differencesOnly && !setting.differs) continue;
    const int row = rowCount();
    insertRow(row);
    setItem(row, 0, cell(setting.key));
    for (int column = 0; column < setting.values.size(); ++column) {
      QTableWidgetItem* item = cell(setting.values[column], true);
      if (setting.differs && !differencesOnly) {
        QFont font = item->font();
        font.setBold(true);
        item->setFont(font);
      }
      setItem(row, column + 1, item);
    }
  }
}

}  // namespace unroll::ui
