#include "ui/shell/guide_panel.h"

#include <algorithm>
#include <array>

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/export/job_queue.h"
#include "ui/model/cursors.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

enum Step { Open, Import, Train, Watch, Look, Export, All };

/// What a step says, and what its button does.
struct Words {
  QString text, button, page, action;
};

Words wordsOf(int step) {
  const auto data = QStringLiteral("data");
  const auto train = QStringLiteral("train");
  const auto samples = QStringLiteral("samples");
  switch (step) {
    case Open:
      return {
          GuidePanel::tr("A project is a folder with clips, runs and exports. The sample project "
                         "holds made-up scenes; File > New Project makes one for videos of "
                         "your own."),
          GuidePanel::tr("Open the sample project"),
          {},
          QStringLiteral("openSampleAction")};
    case Import:
      return {GuidePanel::tr("The networks learn from short clips. Choose a folder of videos; "
                             "folders inside it become classes. Videos can also be dropped here."),
              GuidePanel::tr("Import videos…"), data, QStringLiteral("importFolder")};
    case Train:
      return {GuidePanel::tr("Each stage is trained in turn: the first makes small, short clips, "
                             "the next refines them. Training goes on when this window is closed."),
              GuidePanel::tr("Start training…"), train, QStringLiteral("startTraining")};
    case Watch:
      return {GuidePanel::tr("Previews of the same seeds appear while it learns: noise at first, "
                             "then colours, then shapes. The slider below them goes back in "
                             "training time."),
              GuidePanel::tr("Show the previews"),
              train,
              {}};
    case Look:
      return {GuidePanel::tr("Once there is a checkpoint, the Samples page makes new clips from "
                             "any seed, stage 1 beside stage 2. W wipes between them, D shows "
                             "what the second changed."),
              GuidePanel::tr("Show the samples"),
              samples,
              {}};
    case Export:
      return {GuidePanel::tr("A video may be far longer than the clips it was trained on. Choose "
                             "the length in the export dialog; the Jobs page does the rest."),
              GuidePanel::tr("Export a video…"), samples, QStringLiteral("actionExportVideo")};
    default:
      return {GuidePanel::tr("That was all. F1 lists the keys, Ctrl+K finds any action, and the "
                             "Compare page shows what a change in the recipe does."),
              {},
              {},
              {}};
  }
}

}  // namespace

int GuidePanel::steps() { return All; }

GuidePanel::GuidePanel(StudioContext& context, QWidget* parent)
    : QWidget(parent), context_(context) {
  setObjectName(QStringLiteral("guidePanel"));
  setProperty("role", QStringLiteral("card"));
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(Theme::kGroupGap, Theme::kGap, Theme::kGap, Theme::kGap);
  row->setSpacing(Theme::kGroupGap);
  count_ = new QLabel(this);
  count_->setObjectName(QStringLiteral("guideCount"));
  count_->setFont(Theme::titleFont());
  row->addWidget(count_);
  text_ = new QLabel(this);
  text_->setObjectName(QStringLiteral("guideText"));
  text_->setWordWrap(true);
  row->addWidget(text_, 1);
  button_ = new QPushButton(this);
  button_->setObjectName(QStringLiteral("guideButton"));
  row->addWidget(button_);
  auto* close = new QToolButton(this);
  close->setObjectName(QStringLiteral("guideClose"));
  close->setAccessibleName(tr("Close the guide"));
  close->setToolTip(tr("Close; Help > Guided First Run brings it back"));
  close->setIcon(Theme::icon("close"));
  row->addWidget(close);
  connect(close, &QToolButton::clicked, this, &GuidePanel::closed);
  connect(button_, &QPushButton::clicked, this, [this] {
    const Words words = wordsOf(step_);
    Q_EMIT wanted(words.page, words.action);
  });
  const ProjectModel* project = context_.project;
  connect(project, &ProjectModel::opened, this, &GuidePanel::followRun);
  connect(project, &ProjectModel::closed, this, &GuidePanel::followRun);
  connect(project, &ProjectModel::dataChanged, this, &GuidePanel::refresh);
  connect(project, &ProjectModel::runsChanged, this, &GuidePanel::followRun);
  connect(context_.cursors, &Cursors::runChanged, this, &GuidePanel::followRun);
  connect(context_.jobs, &JobQueue::jobEnded, this, &GuidePanel::refresh);
  followRun();
}

void GuidePanel::pageShown(const QString& key) {
  seen_.insert(key);
  refresh();
}

void GuidePanel::followRun() {
  RunModel* run = context_.project->run(context_.cursors->run());
  if (run != run_) {
    if (run_ != nullptr) run_->disconnect(this);
    run_ = run;
    if (run_ != nullptr) {
      connect(run_, &RunModel::previewsChanged, this, &GuidePanel::refresh);
      connect(run_, &RunModel::checkpointsChanged, this, &GuidePanel::refresh);
    }
  }
  refresh();
}

bool GuidePanel::isDone(int step) const {
  const ProjectModel& project = *context_.project;
  if (!project.isOpen()) return false;
  switch (step) {
    case Open:
      return true;
    case Import:
      return project.hasData();
    case Train:
      return !project.runNames().isEmpty();
    case Watch:
      return run_ != nullptr && !run_->previewStages().isEmpty() &&
             seen_.contains(QStringLiteral("train"));
    case Look:
      return run_ != nullptr && !run_->checkpoints().isEmpty() &&
             seen_.contains(QStringLiteral("samples"));
    default: {
      const QList<Job>& jobs = context_.jobs->jobs();
      return std::any_of(jobs.begin(), jobs.end(), [](const Job& job) {
        return job.kind == QLatin1String("export") && job.state == JobState::Done;
      });
    }
  }
}

void GuidePanel::refresh() {
  int step = 0;
  while (step < All && isDone(step)) ++step;
  if (step == step_) return;
  step_ = step;
  const Words words = wordsOf(step);
  count_->setText(step == All ? tr("Done") : tr("%1 of %2").arg(step + 1).arg(int(All)));
  text_->setText(words.text);
  button_->setText(words.button);
  button_->setAccessibleName(words.button);
  button_->setVisible(!words.button.isEmpty());
  setAccessibleName(tr("Guided first run: %1").arg(words.text));
}

}  // namespace unroll::ui
