#pragma once

#include <QWidget>

#include "ui/pages/compare/compare_tables.h"

class QCheckBox;
class QPushButton;
class QSettings;

namespace unroll::ui {

class ViewHistory;

/// The settings of the compared runs: those that differ or all, without those that the person has
/// put aside. What is put aside is kept for all projects.
/// Threads: GUI.
class SettingPanel : public QWidget {
  Q_OBJECT
 public:
  /// `settings` may be null: then nothing is kept.
  explicit SettingPanel(QSettings* settings, QWidget* parent = nullptr);

  /// Undo of `history` brings back what was ignored and whether all settings were shown.
  void keepChoices(ViewHistory& history);
  void show(const QStringList& runs, const QList<SettingRow>& rows);
  const SettingTable& table() const { return *table_; }
  int different() const;  ///< settings in which the runs differ and that are not ignored
  QStringList ignored() const { return ignored_; }

 Q_SIGNALS:
  void changed();  ///< other settings are ignored than before

 private:
  void setIgnored(const QStringList& keys);
  void chooseIgnored(const QStringList& keys);  ///< by the person
  void fill();

  QSettings* settings_;
  QStringList runs_, ignored_;
  QList<SettingRow> rows_;
  QCheckBox* differencesOnly_;
  QPushButton *ignore_, *restore_;
  SettingTable* table_;
  ViewHistory* history_ = nullptr;
};

}  // namespace unroll::ui
