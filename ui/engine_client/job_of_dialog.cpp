#include "ui/engine_client/job_of_dialog.h"

#include <QDialog>

#include "ui/engine_client/engine_job.h"

namespace unroll::ui {

void cancelWithDialog(EngineJob& job, QDialog& dialog, QObject& heir) {
  QObject::connect(&dialog, &QDialog::finished, &job, [&job, &dialog, &heir] {
    job.disconnect(&dialog);
    job.setParent(&heir);
    if (job.outcome() != EngineJob::Outcome::Running) return job.deleteLater();
    QObject::connect(&job, &EngineJob::finished, &job, &QObject::deleteLater);
    job.cancel();
  });
}

}  // namespace unroll::ui
