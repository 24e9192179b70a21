#include "ui/export/report_dialog.h"

#include <QBoxLayout>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include "ui/export/export_settings.h"
#include "ui/export/job_queue.h"

namespace unroll::ui {
namespace {

const QString kPage = QStringLiteral("index.html");

QString pageIn(const QString& folder) { return QDir(folder).filePath(kPage); }

}  // namespace

Job reportJob(const ReportSettings& settings) {
  Job job;
  job.kind = QStringLiteral("report");
  job.title = ReportDialog::tr("report on %1").arg(QDir(settings.project).dirName());
  job.output = pageIn(settings.folder);
  job.arguments = {QStringLiteral("report"),    settings.project,
                   QStringLiteral("--out"),     settings.folder,
                   QStringLiteral("--frames"),  QString::number(settings.frames),
                   QStringLiteral("--samples"), QString::number(settings.samples)};
  return job;
}

ReportDialog::ReportDialog(const QString& project, JobQueue& queue, QWidget* parent)
    : QDialog(parent), project_(project), queue_(queue) {
  setObjectName(QStringLiteral("reportDialog"));
  setWindowTitle(tr("Report"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(aboutLabel(
      tr("One HTML page that needs no other file: the data, every run with its settings, samples, "
         "curves and measures, and a section for each effect that there are runs to show. Runs are "
         "sampled anew, which takes a while; the Jobs page shows how far it is."),
      this));
  auto* form = new QFormLayout;
  layout->addLayout(form);
  folder_ = new QLineEdit(
      freePath(QDir(project).filePath(QStringLiteral("exports/report")), &queue, kPage), this);
  folder_->setObjectName(QStringLiteral("reportFolder"));
  folder_->setAccessibleName(tr("Folder of the page"));
  auto* choose = new QPushButton(tr("Choose…"), this);
  choose->setObjectName(QStringLiteral("reportChoose"));
  choose->setAccessibleName(tr("Choose the folder of the page"));
  choose->setAutoDefault(false);
  auto* row = new QHBoxLayout;
  row->addWidget(folder_, 1);
  row->addWidget(choose);
  form->addRow(tr("Folder"), row);
  const auto number = [this](const char* name, const QString& accessible, int low, int high,
                             int value) {
    auto* made = new QSpinBox(this);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(accessible);
    made->setRange(low, high);
    made->setValue(value);
    return made;
  };
  const ReportSettings usual;
  frames_ = number("reportFrames", tr("Frames of each sample"), 1, 1000, usual.frames);
  form->addRow(tr("Frames of each sample"), frames_);
  samples_ = number("reportSamples", tr("Samples of each run"), 0, 32, usual.samples);
  form->addRow(tr("Samples of each run"), samples_);
  end_ = addDialogEnd(*this, QStringLiteral("report"), tr("Write the report"));
  connect(end_.ok, &QPushButton::clicked, this, &ReportDialog::enqueue);
  connect(folder_, &QLineEdit::textChanged, this, &ReportDialog::check);
  connect(choose, &QPushButton::clicked, this, [this] {
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Folder of the page"), folder_->text());
    if (!chosen.isEmpty()) folder_->setText(chosen);
  });
  check();
}

void ReportDialog::check() {
  const QString folder = folder_->text().trimmed();
  QString problem = queue_.problem();
  if (problem.isEmpty() && !QDir::isAbsolutePath(folder)) {
    problem = tr("Name the folder in full, from the first '/' on.");
  } else if (problem.isEmpty() && QFileInfo::exists(pageIn(folder))) {
    problem = tr("There is a page in this folder already: choose another folder.");
  } else if (problem.isEmpty() && queue_.isPromised(pageIn(folder))) {
    problem = tr("A job in the queue writes into this folder: choose another one.");
  }
  end_.say(problem);
}

void ReportDialog::enqueue() {
  const QString id = queue_.add(reportJob(
      {project_, QDir::cleanPath(folder_->text().trimmed()), frames_->value(), samples_->value()}));
  if (id.isEmpty()) return check();
  Q_EMIT queued(id);
  accept();
}

}  // namespace unroll::ui
