#include "ui/export/report_dialog.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include "ui/export/job_queue.h"

namespace unroll::ui {
namespace {

QString pageIn(const QString& folder) {
  return QDir(folder).filePath(QStringLiteral("index.html"));
}

/// PROJECT/exports/report, or with a number that is free on the disk and in the queue.
QString freeFolder(const QString& project, const JobQueue& queue) {
  const QString base = QDir(project).filePath(QStringLiteral("exports/report"));
  QString folder = base;
  for (int number = 2; QFileInfo::exists(folder) || queue.isPromised(pageIn(folder)); ++number)
    folder = QStringLiteral("%1-%2").arg(base).arg(number);
  return folder;
}

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
  auto* about = new QLabel(
      tr("One HTML page that needs no other file: the data, every run with its settings, samples, "
         "curves and measures, and a section for each effect that there are runs to show. Runs are "
         "sampled anew, which takes a while; the Jobs page shows how far it is."),
      this);
  about->setWordWrap(true);
  about->setProperty("role", QStringLiteral("caption"));
  about->setMinimumWidth(fontMetrics().averageCharWidth() * 70);
  layout->addWidget(about);
  auto* form = new QFormLayout;
  layout->addLayout(form);
  folder_ = new QLineEdit(freeFolder(project, queue), this);
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
  problem_ = new QLabel(this);
  problem_->setObjectName(QStringLiteral("reportProblem"));
  problem_->setProperty("role", QStringLiteral("error"));
  problem_->setWordWrap(true);
  layout->addWidget(problem_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("reportCancel"));
  ok_ = new QPushButton(tr("Write the report"), this);
  ok_->setObjectName(QStringLiteral("reportStart"));
  ok_->setAccessibleName(ok_->text());
  ok_->setProperty("primary", true);
  ok_->setDefault(true);
  buttons->addButton(ok_, QDialogButtonBox::AcceptRole);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, &ReportDialog::enqueue);
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
  problem_->setText(problem);
  problem_->setVisible(!problem.isEmpty());
  ok_->setEnabled(problem.isEmpty());
}

void ReportDialog::enqueue() {
  const QString id = queue_.add(reportJob(
      {project_, QDir::cleanPath(folder_->text().trimmed()), frames_->value(), samples_->value()}));
  if (id.isEmpty()) return check();
  Q_EMIT queued(id);
  accept();
}

}  // namespace unroll::ui
