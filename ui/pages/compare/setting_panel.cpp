#include "ui/pages/compare/setting_panel.h"

#include <algorithm>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/pages/view_history.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

const QString kIgnored = QStringLiteral("compare/ignored");

}  // namespace

SettingPanel::SettingPanel(QSettings* settings, QWidget* parent)
    : QWidget(parent),
      settings_(settings),
      differencesOnly_(new QCheckBox(tr("Differences only"), this)),
      ignore_(new QPushButton(tr("Ignore chosen"), this)),
      restore_(new QPushButton(this)),
      table_(new SettingTable(this)) {
  if (settings_ != nullptr) ignored_ = settings_->value(kIgnored).toStringList();
  differencesOnly_->setObjectName(QStringLiteral("compareDifferencesOnly"));
  differencesOnly_->setChecked(true);
  ignore_->setObjectName(QStringLiteral("compareIgnore"));
  ignore_->setAccessibleName(tr("Ignore the chosen settings"));
  ignore_->setToolTip(
      tr("Puts the chosen settings aside: they are neither shown nor counted as differences."));
  restore_->setObjectName(QStringLiteral("compareRestoreIgnored"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, Theme::kGap / 2, 0, 0);
  layout->setSpacing(Theme::kGap / 2);
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::kGap);
  row->addWidget(differencesOnly_);
  row->addStretch(1);
  row->addWidget(restore_);
  row->addWidget(ignore_);
  layout->addLayout(row);
  layout->addWidget(table_, 1);
  connect(differencesOnly_, &QCheckBox::toggled, this, &SettingPanel::fill);
  connect(table_, &QTableWidget::itemSelectionChanged, this,
          [this] { ignore_->setEnabled(!table_->selectedItems().isEmpty()); });
  connect(ignore_, &QPushButton::clicked, this,
          [this] { chooseIgnored(ignored_ + table_->chosenKeys()); });
  connect(restore_, &QPushButton::clicked, this, [this] { chooseIgnored({}); });
  fill();
}

void SettingPanel::keepChoices(ViewHistory& history) {
  history_ = &history;
  history.keep(
      kIgnored, [this] { return ignored_; },
      [this](const QVariant& keys) { setIgnored(keys.toStringList()); });
  history.keep(
      differencesOnly_->objectName(), [this] { return differencesOnly_->isChecked(); },
      [this](const QVariant& on) { differencesOnly_->setChecked(on.toBool()); });
  connect(differencesOnly_, &QCheckBox::clicked, this, [this](bool on) {
    history_->changed(on ? tr("hide what does not differ") : tr("show what does not differ"),
                      {{differencesOnly_->objectName(), !on}});
  });
}

void SettingPanel::chooseIgnored(const QStringList& keys) {
  const QStringList before = ignored_;
  setIgnored(keys);
  if (history_ != nullptr) history_->changed(tr("ignored settings"), {{kIgnored, before}});
}

void SettingPanel::setIgnored(const QStringList& keys) {
  ignored_ = keys;
  if (settings_ != nullptr) settings_->setValue(kIgnored, ignored_);
  fill();
  Q_EMIT changed();
}

void SettingPanel::show(const QStringList& runs, const QList<SettingRow>& rows) {
  runs_ = runs;
  rows_ = rows;
  fill();
}

void SettingPanel::fill() {
  QList<SettingRow> shown;
  qsizetype aside = 0;
  for (const SettingRow& row : std::as_const(rows_)) {
    if (differencesOnly_->isChecked() && !row.differs) continue;
    if (ignored_.contains(row.key)) {
      ++aside;
    } else {
      shown << row;
    }
  }
  table_->setRuns(runs_, shown, !differencesOnly_->isChecked());
  ignore_->setEnabled(false);
  restore_->setVisible(aside > 0);
  restore_->setText(tr("Show %n ignored", nullptr, int(aside)));
  restore_->setAccessibleName(restore_->text());
}

int SettingPanel::different() const {
  return int(std::ranges::count_if(
      rows_, [this](const SettingRow& row) { return row.differs && !ignored_.contains(row.key); }));
}

}  // namespace unroll::ui
