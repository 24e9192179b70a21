#pragma once

#include <QDialog>

#include "ui/export/job.h"
#include "ui/theme/dialog_parts.h"

class QLineEdit;
class QPlainTextEdit;

namespace unroll::ui {

class JobQueue;

/// What `unroll pack` is asked.
struct PackSettings {
  QString project, run;
  QString file;    ///< .safetensors
  QString data;    ///< of the card: what it was trained on, under which licence
  QString limits;  ///< of the card: what it cannot do
};

Job packJob(const PackSettings& settings);

/// Export > Packed Model: one file of a run's trained cascade, to share. Puts a job into the queue.
/// Threads: GUI only.
class PackDialog : public QDialog {
  Q_OBJECT
 public:
  PackDialog(const QString& project, const QString& run, JobQueue& queue, QWidget* parent);

 Q_SIGNALS:
  void queued(const QString& jobId);

 private:
  void check();
  void enqueue();

  QString project_, run_;
  JobQueue& queue_;
  QLineEdit* file_;
  QPlainTextEdit *data_, *limits_;
  DialogEnd end_;
};

}  // namespace unroll::ui
