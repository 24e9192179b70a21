#include "ui/pages/train/new_run_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QThread>

#include "io/project.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

QString freeName(const ProjectModel& project) {
  if (project.runNames().isEmpty()) return QStringLiteral("first");
  for (int i = 2;; ++i) {
    const QString name = QStringLiteral("run-%1").arg(i);
    if (project.runInfo(name) == nullptr) return name;
  }
}

}  // namespace

NewRunDialog::NewRunDialog(StudioContext& context, const QString& from, QWidget* parent)
    : QDialog(parent), context_(context) {
  setObjectName(QStringLiteral("newRunDialog"));
  setWindowTitle(from.isEmpty() ? tr("New run") : tr("Branch from a checkpoint"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* layout = new QVBoxLayout(this);
  auto* form = new QFormLayout;
  layout->addLayout(form);
  name_ = new QLineEdit(freeName(*context_.project), this);
  name_->setObjectName(QStringLiteral("runName"));
  name_->setAccessibleName(tr("Name of the run"));
  name_->selectAll();
  form->addRow(tr("Name"), name_);
  stage_ = new QComboBox(this);
  stage_->setObjectName(QStringLiteral("runStages"));
  stage_->setAccessibleName(tr("What is trained"));
  stage_->addItem(tr("All stages, one after the other"), QStringLiteral("all"));
  const size_t stages = context_.project->recipe().stages.size();
  for (size_t k = 1; k <= stages; ++k)
    stage_->addItem(tr("Stage %1 only").arg(k), QString::number(k));
  if (stages > 1) stage_->addItem(tr("All stages at once (joint)"), QStringLiteral("joint"));
  form->addRow(tr("Train"), stage_);
  from_ = new QComboBox(this);
  from_->setObjectName(QStringLiteral("runFrom"));
  from_->setAccessibleName(tr("Where the run begins"));
  from_->addItem(tr("From nothing"), QString());
  if (!from.isEmpty()) from_->addItem(tr("From %1").arg(from), from);
  for (const QString& run : context_.project->runNames()) {
    from_->addItem(tr("From the newest networks of %1").arg(run),
                   QString(run + QStringLiteral("@latest")));
    if (stages > 1) from_->addItem(tr("Only the stages below, from %1").arg(run), run);
  }
  if (!from.isEmpty()) from_->setCurrentIndex(1);
  form->addRow(tr("Begin"), from_);
  threads_ = new QSpinBox(this);
  threads_->setObjectName(QStringLiteral("runThreads"));
  threads_->setAccessibleName(tr("CPU threads"));
  threads_->setRange(0, 1024);
  threads_->setSpecialValueText(tr("one a core (%1)").arg(QThread::idealThreadCount()));
  form->addRow(tr("CPU threads"), threads_);
  problem_ = new QLabel(this);
  problem_->setObjectName(QStringLiteral("runProblem"));
  problem_->setProperty("role", QStringLiteral("error"));
  problem_->setWordWrap(true);
  layout->addWidget(problem_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("cancelRun"));
  ok_ = new QPushButton(tr("Start training"), this);
  ok_->setObjectName(QStringLiteral("startRun"));
  ok_->setAccessibleName(ok_->text());
  ok_->setProperty("primary", true);
  ok_->setDefault(true);
  buttons->addButton(ok_, QDialogButtonBox::AcceptRole);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(ok_, &QPushButton::clicked, this, &NewRunDialog::start);
  connect(name_, &QLineEdit::textChanged, this, &NewRunDialog::check);
  check();
}

void NewRunDialog::check() {
  const QString name = name_->text().trimmed();
  QString problem;
  if (const auto fine = io::checkRunName(name.toStdString()); !fine) {
    problem = QString::fromStdString(fine.error().message);
  } else if (context_.project->runInfo(name) != nullptr) {
    problem = tr("There is a run '%1' already: choose another name.").arg(name);
  }
  problem_->setText(problem);
  problem_->setVisible(!problem.isEmpty());
  ok_->setEnabled(problem.isEmpty());
}

void NewRunDialog::start() {
  TrainingStart start;
  start.project = context_.project->path();
  start.run = name_->text().trimmed();
  start.stage = stage_->currentData().toString();
  start.from = from_->currentData().toString();
  start.threads = threads_->value();
  Q_EMIT wanted(start);
  accept();
}

}  // namespace unroll::ui
