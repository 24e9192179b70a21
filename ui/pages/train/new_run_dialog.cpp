#include "ui/pages/train/new_run_dialog.h"

#include <algorithm>
#include <limits>

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QThread>

#include "io/project.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/setting_rows.h"

namespace unroll::ui {
namespace {

QString freeName(const ProjectModel& project) {
  if (project.runNames().isEmpty()) return QStringLiteral("first");
  // The second run is run-2.
  const QString base = QStringLiteral("run");
  return freeRunName(base, project.runNames() << base);
}

}  // namespace

NewRunDialog::NewRunDialog(StudioContext& context, const QString& name, size_t stages,
                           QWidget* parent)
    : QDialog(parent), context_(context) {
  setObjectName(QStringLiteral("newRunDialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* layout = new QVBoxLayout(this);
  form_ = new QFormLayout;
  layout->addLayout(form_);
  name_ = new QLineEdit(name, this);
  name_->setObjectName(QStringLiteral("runName"));
  name_->setAccessibleName(tr("Name of the run"));
  name_->selectAll();
  form_->addRow(tr("Name"), name_);
  stage_ = new QComboBox(this);
  stage_->setObjectName(QStringLiteral("runStages"));
  stage_->setAccessibleName(tr("What is trained"));
  stage_->addItem(tr("All stages, one after the other"), QStringLiteral("all"));
  for (size_t k = 1; k <= stages; ++k)
    stage_->addItem(tr("Stage %1 only").arg(k), QString::number(k));
  if (stages > 1) stage_->addItem(tr("All stages at once (joint)"), QStringLiteral("joint"));
  form_->addRow(tr("Train"), stage_);
  threads_ = new QSpinBox(this);
  threads_->setObjectName(QStringLiteral("runThreads"));
  threads_->setAccessibleName(tr("CPU threads"));
  threads_->setRange(0, 1024);
  threads_->setSpecialValueText(tr("one a core (%1)").arg(QThread::idealThreadCount()));
  form_->addRow(tr("CPU threads"), threads_);
  end_ = addDialogEnd(*this, QStringLiteral("run"), tr("Start training"));
  connect(end_.ok, &QPushButton::clicked, this, &NewRunDialog::start);
  connect(name_, &QLineEdit::textChanged, this, &NewRunDialog::check);
  check();
}

NewRunDialog::NewRunDialog(StudioContext& context, const QString& from, QWidget* parent)
    : NewRunDialog(context, freeName(*context.project), context.project->recipe().stages.size(),
                   parent) {
  setWindowTitle(from.isEmpty() ? tr("New run") : tr("Branch from a checkpoint"));
  addBeginnings(from);
}

NewRunDialog::NewRunDialog(StudioContext& context, const RunInfo& like, const QString& stage,
                           QWidget* parent)
    : NewRunDialog(context, freeRunName(like.name, context.project->runNames()),
                   like.recipe.stages.size(), parent) {
  setWindowTitle(tr("Duplicate the run %1").arg(like.name));
  stage_->setCurrentIndex(std::max(0, stage_->findData(stage)));
  // A branch begins where it did, with whatever it changed there.
  const RunInfo* parentRun = context.project->runInfo(like.parent.section(QLatin1Char('@'), 0, 0));
  if (parentRun == nullptr) {
    like_.recipe = like.folder + QStringLiteral("/recipe.json");
  } else {
    like_.from = like.parent;
    like_.settings = settingsThatMake(like.recipe, parentRun->recipe);
    like_.settings.removeIf(
        [](const QString& word) { return word.startsWith(QLatin1String("seed=")); });
  }
  auto* about =
      new QLabel(like_.from.isEmpty() ? tr("With the recipe of %1, from nothing.").arg(like.name)
                 : like_.from.endsWith(QLatin1String("@latest"))
                     ? tr("With the recipe of %1, from the newest networks of %2; those may have "
                          "been trained on since %1 began.")
                           .arg(like.name, parentRun->name)
                     : tr("With the recipe of %1, from %2 as it did.").arg(like.name, like_.from),
                 this);
  about->setObjectName(QStringLiteral("runLike"));
  about->setWordWrap(true);
  form_->insertRow(1, tr("Begin"), about);
  seed_ = new QSpinBox(this);
  seed_->setObjectName(QStringLiteral("runSeed"));
  seed_->setAccessibleName(tr("Seed of all random numbers"));
  seed_->setRange(0, std::numeric_limits<int>::max());
  seed_->setValue(static_cast<int>(std::min<int64_t>(like.recipe.seed, seed_->maximum() - 1) + 1));
  seed_->setToolTip(
      tr("%1 was trained with %2: the same seed makes the same networks again, another one shows "
         "how much is chance.")
          .arg(like.name)
          .arg(like.recipe.seed));
  form_->addRow(tr("Seed"), seed_);
}

void NewRunDialog::addBeginnings(const QString& from) {
  from_ = new QComboBox(this);
  from_->setObjectName(QStringLiteral("runFrom"));
  from_->setAccessibleName(tr("Where the run begins"));
  from_->addItem(tr("From nothing"), QString());
  if (!from.isEmpty()) from_->addItem(tr("From %1").arg(from), from);
  for (const QString& run : context_.project->runNames()) {
    from_->addItem(tr("From the newest networks of %1").arg(run),
                   QString(run + QStringLiteral("@latest")));
    if (context_.project->recipe().stages.size() > 1)
      from_->addItem(tr("Only the stages below, from %1").arg(run), run);
  }
  if (!from.isEmpty()) from_->setCurrentIndex(1);
  form_->insertRow(2, tr("Begin"), from_);
}

void NewRunDialog::check() {
  const QString name = name_->text().trimmed();
  QString problem;
  if (const auto fine = io::checkRunName(name.toStdString()); !fine) {
    problem = QString::fromStdString(fine.error().message);
  } else if (context_.project->runInfo(name) != nullptr) {
    problem = tr("There is a run '%1' already: choose another name.").arg(name);
  }
  end_.say(problem);
}

void NewRunDialog::start() {
  TrainingStart start = like_;
  start.project = context_.project->path();
  start.run = name_->text().trimmed();
  start.stage = stage_->currentData().toString();
  if (from_ != nullptr) start.from = from_->currentData().toString();
  if (seed_ != nullptr) start.settings << QStringLiteral("seed=%1").arg(seed_->value());
  start.threads = threads_->value();
  Q_EMIT wanted(start);
  accept();
}

}  // namespace unroll::ui
