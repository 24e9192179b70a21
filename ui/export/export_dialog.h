#pragma once

#include <optional>

#include <QDialog>
#include <QTimer>

#include "ui/export/export_estimate.h"
#include "ui/player/pair_record.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;
class QSpinBox;

namespace unroll::ui {

/// Export Video (Ctrl+E): preset, what, length, picture, file, with the resulting size, an estimate
/// measured on the clip that is shown, and whatever would go wrong said in place. Puts a job into
/// the queue; never waits for it.
class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  ExportDialog(ExportSource source, PairRecord shown, JobQueue& queue, QSettings* settings,
               QWidget* parent = nullptr);

  ExportSettings exportSettings() const;
  QString jobId() const { return jobId_; }  ///< of the job that was queued
  static void offerFolder(QSettings* settings, const QString& folder);

 private:
  void build();
  QWidget* buildPresets();
  QWidget* buildWhat();
  QWidget* buildLength();
  QWidget* buildPicture();
  QWidget* buildFile();
  void restore();
  void whatChanged();
  void rename();
  void refresh();
  void estimate();
  void browse();
  void enqueue();
  ExportPreset preset() const;
  QString what() const;

  ExportSource source_;
  PairRecord shown_;
  JobQueue& queue_;
  QSettings* settings_;
  QButtonGroup* presets_;
  QComboBox* what_;
  QSpinBox* frames_;
  QLabel* seconds_;
  QSpinBox* count_;
  QLabel* countLabel_;
  QSpinBox* loop_;
  QCheckBox* pingPong_;
  QSpinBox* scale_;
  QLabel* size_;
  QCheckBox* ownRate_;
  QDoubleSpinBox* rate_;
  QLineEdit* file_;
  QLabel* estimate_;
  QLabel* problems_;
  QPushButton* ok_;
  QTimer later_;
  quint64 estimating_ = 0;
  QString named_;  ///< the name this dialog gave; another one is the person's
  QString jobId_;
};

}  // namespace unroll::ui
