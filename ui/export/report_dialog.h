#pragma once

#include <QDialog>

#include "ui/export/job.h"
#include "ui/theme/dialog_parts.h"

class QLineEdit;
class QSpinBox;

namespace unroll::ui {

class JobQueue;

/// What `unroll report` is asked. Ranges are its own.
struct ReportSettings {
  QString project;
  QString folder;   ///< the page is its index.html
  int frames = 50;  ///< of the samples, at the last stage's rate; 1..1000
  int samples = 4;  ///< videos of each run, 0..32
};

Job reportJob(const ReportSettings& settings);

/// Export > Report: one HTML page on the whole project. Puts a job into the queue; never waits for
/// it. Threads: GUI only.
class ReportDialog : public QDialog {
  Q_OBJECT
 public:
  ReportDialog(const QString& project, JobQueue& queue, QWidget* parent);

 Q_SIGNALS:
  void queued(const QString& jobId);

 private:
  void check();
  void enqueue();

  QString project_;
  JobQueue& queue_;
  QLineEdit* folder_;
  QSpinBox *frames_, *samples_;
  DialogEnd end_;
};

}  // namespace unroll::ui
