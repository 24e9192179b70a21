#include "ui/export/pack_dialog.h"

#include <QBoxLayout>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

#include "ui/export/export_settings.h"
#include "ui/export/job_queue.h"

namespace unroll::ui {
namespace {

const QString kEnding = QStringLiteral(".safetensors");

}  // namespace

Job packJob(const PackSettings& settings) {
  Job job;
  job.kind = QStringLiteral("pack");
  job.title = PackDialog::tr("packed model of %1").arg(settings.run);
  job.output = settings.file;
  job.arguments = {QStringLiteral("pack"), settings.project,        QStringLiteral("--run"),
                   settings.run,           QStringLiteral("--out"), settings.file};
  if (!settings.data.isEmpty()) job.arguments << QStringLiteral("--data") << settings.data;
  if (!settings.limits.isEmpty()) job.arguments << QStringLiteral("--limits") << settings.limits;
  return job;
}

PackDialog::PackDialog(const QString& project, const QString& run, JobQueue& queue, QWidget* parent)
    : QDialog(parent), project_(project), run_(run), queue_(queue) {
  setObjectName(QStringLiteral("packDialog"));
  setWindowTitle(tr("Packed model of %1").arg(run));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(aboutLabel(
      tr("One file with every stage's averaged weights at their newest checkpoints, the recipe and "
         "a card. Videos are made from it without this project."),
      this));
  auto* form = new QFormLayout;
  layout->addLayout(form);
  file_ = new QLineEdit(
      freePath(QDir(project).filePath(QStringLiteral("exports/") + run + kEnding), &queue), this);
  file_->setObjectName(QStringLiteral("packFile"));
  file_->setAccessibleName(tr("File to write"));
  auto* choose = new QPushButton(tr("Choose…"), this);
  choose->setObjectName(QStringLiteral("packChoose"));
  choose->setAccessibleName(tr("Choose the file"));
  choose->setAutoDefault(false);
  auto* row = new QHBoxLayout;
  row->addWidget(file_, 1);
  row->addWidget(choose);
  form->addRow(tr("File"), row);
  const auto text = [this](const char* name, const QString& accessible, const QString& example) {
    auto* made = new QPlainTextEdit(this);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(accessible);
    made->setPlaceholderText(example);
    made->setTabChangesFocus(true);
    made->setFixedHeight(fontMetrics().lineSpacing() * 4);
    return made;
  };
  data_ = text("packData", tr("What it was trained on, and under which licence"),
               tr("For example: 15 clips of my own, CC BY 4.0"));
  form->addRow(tr("Trained on"), data_);
  limits_ = text("packLimits", tr("What it cannot do"),
                 tr("For example: motion fades after fifty frames"));
  form->addRow(tr("Limits"), limits_);
  end_ = addDialogEnd(*this, QStringLiteral("pack"), tr("Pack the model"));
  connect(end_.ok, &QPushButton::clicked, this, &PackDialog::enqueue);
  connect(file_, &QLineEdit::textChanged, this, &PackDialog::check);
  connect(choose, &QPushButton::clicked, this, [this] {
    const QString chosen = QFileDialog::getSaveFileName(this, tr("Packed model"), file_->text(),
                                                        tr("Packed models (*.safetensors)"));
    if (!chosen.isEmpty()) file_->setText(chosen);
  });
  check();
}

void PackDialog::check() {
  const QString file = file_->text().trimmed();
  QString problem = queue_.problem();
  if (problem.isEmpty() && !(QDir::isAbsolutePath(file) && file.endsWith(kEnding)))
    problem =
        tr("Name the file in full, from the first '/' on, with '%1' at its end.").arg(kEnding);
  if (problem.isEmpty() && (QFileInfo::exists(file) || queue_.isPromised(file)))
    problem = tr("This file is there already, or a job writes it: choose another name.");
  end_.say(problem);
}

void PackDialog::enqueue() {
  const QString id =
      queue_.add(packJob({project_, run_, file_->text().trimmed(), data_->toPlainText().trimmed(),
                          limits_->toPlainText().trimmed()}));
  if (id.isEmpty()) return check();
  Q_EMIT queued(id);
  accept();
}

}  // namespace unroll::ui
