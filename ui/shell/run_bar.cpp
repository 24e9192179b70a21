#include "ui/shell/run_bar.h"

#include <algorithm>

#include <QBoxLayout>
#include <QComboBox>
#include <QDateTime>
#include <QLabel>
#include <QLocale>
#include <QTimer>

#include "ui/engine_client/trainer_client.h"
#include "ui/model/cursors.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/words.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr qint64 kStepsToMeasure = 50;
constexpr double kQuietSeconds = 5;

const char* stateIcon(RunState state) {
  switch (state) {
    case RunState::Running:
      return "play";
    case RunState::Pausing:
    case RunState::Paused:
    case RunState::PausedFreed:
      return "pause";
    case RunState::Saving:
      return "checkpoint";
    case RunState::Finished:
      return "check";
    case RunState::Failed:
      return "error";
    case RunState::Preparing:
      return "speed";
    case RunState::Idle:
    case RunState::Stopping:
      return "stop";
  }
  return "stop";
}

/// Half the distance of the quartiles of the last steps' times, as a share of their median.
double spreadOfSteps(const RunModel& run) {
  const Curve* curve = run.curve(QStringLiteral("time/step"), run.stage());
  if (curve == nullptr || curve->size() < 8) return 0.1;
  QList<double> last = curve->values.last(std::min<qsizetype>(curve->size(), 40));
  std::sort(last.begin(), last.end());
  const double median = last.at(last.size() / 2);
  if (median <= 0) return 0.1;
  return std::clamp((last.at(last.size() * 3 / 4) - last.at(last.size() / 4)) / (2 * median), 0.03,
                    0.5);
}

}  // namespace

QString timeLeftText(double secondsLeft, double spread, double now) {
  const double low = secondsLeft * (1 - spread);
  const double high = secondsLeft * (1 + spread);
  const QDateTime end = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(now + secondsLeft));
  const bool today = secondsLeft < 20 * 3600;
  const QString clock =
      QLocale().toString(end, today ? QStringLiteral("HH:mm") : QStringLiteral("ddd HH:mm"));
  const QString a = durationText(low);
  const QString b = durationText(high);
  return a == b ? RunBar::tr("%1 left, ends %2").arg(a, clock)
                : RunBar::tr("%1 to %2 left, ends about %3").arg(a, b, clock);
}

RunBar::RunBar(StudioContext& context, QWidget* parent) : QWidget(parent), context_(context) {
  setObjectName(QStringLiteral("runBar"));
  setProperty("role", QStringLiteral("panel"));
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 4, 12, 4);
  row->setSpacing(Theme::kGroupGap);
  runs_ = new QComboBox(this);
  runs_->setObjectName(QStringLiteral("runChoice"));
  runs_->setAccessibleName(tr("Run"));
  runs_->setToolTip(tr("The run that all pages show"));
  runs_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  runs_->setMinimumContentsLength(8);
  row->addWidget(runs_);
  const auto label = [this, row](const char* name) {
    auto* made = new QLabel(this);
    made->setObjectName(QString::fromLatin1(name));
    made->setFont(Theme::tabularFont());
    row->addWidget(made);
    return made;
  };
  icon_ = label("runIcon");
  state_ = label("runState");
  QFont bold = state_->font();
  bold.setWeight(QFont::DemiBold);
  state_->setFont(bold);
  steps_ = label("runSteps");
  speed_ = label("runSpeed");
  left_ = label("runLeft");
  silence_ = label("runSilence");
  silence_->setProperty("role", QStringLiteral("error"));
  row->addStretch(1);
  checkpoint_ = label("runCheckpoint");
  connect(runs_, &QComboBox::activated, this,
          [this](int index) { context_.cursors->setRun(runs_->itemText(index)); });
  connect(context_.project, &ProjectModel::runsChanged, this, &RunBar::listRuns);
  connect(context_.project, &ProjectModel::opened, this, &RunBar::listRuns);
  connect(context_.project, &ProjectModel::closed, this, &RunBar::listRuns);
  connect(context_.cursors, &Cursors::runChanged, this, &RunBar::listRuns);
  connect(context_.trainer, &TrainerClient::progress, this, &RunBar::refresh);
  connect(context_.trainer, &TrainerClient::stateChanged, this, &RunBar::refresh);
  auto* timer = new QTimer(this);  // Ages grow by themselves.
  connect(timer, &QTimer::timeout, this, &RunBar::refresh);
  timer->start(1000);
  listRuns();
}

void RunBar::listRuns() {
  const QStringList names = context_.project->runNames();
  const QSignalBlocker quiet(runs_);
  runs_->clear();
  runs_->addItems(names);
  runs_->setCurrentIndex(static_cast<int>(names.indexOf(context_.cursors->run())));
  runs_->setVisible(!names.isEmpty());
  followRun();
}

void RunBar::followRun() {
  RunModel* run = context_.project->run(context_.cursors->run());
  if (run != run_) {
    if (run_ != nullptr) run_->disconnect(this);
    run_ = run;
    if (run_ != nullptr) {
      connect(run_, &RunModel::stateChanged, this, &RunBar::refresh);
      connect(run_, &RunModel::checkpointsChanged, this, &RunBar::refresh);
    }
  }
  refresh();
}

QString RunBar::timeLeft() const {
  const auto& progress = context_.trainer->lastProgress();
  if (!progress || progress->state != RunState::Running) return {};
  if (progress->stepsMeasured < kStepsToMeasure) return tr("time left: measuring");
  return timeLeftText(std::max(progress->secondsLeftInAll, progress->secondsLeft),
                      spreadOfSteps(*run_), unixNow());
}

void RunBar::refresh() {
  const bool known = run_ != nullptr;
  for (QLabel* label : {icon_, state_, steps_, speed_, left_, silence_, checkpoint_})
    label->setVisible(known);
  if (!known) {
    state_->setVisible(true);
    state_->setText(context_.project->isOpen() ? tr("No run yet") : tr("No project"));
    return;
  }
  // A run that was just started has a trainer before the pages follow it.
  const bool connected = context_.trainer->speaksFor(run_->folder());
  const RunState state = connected ? context_.trainer->state() : run_->state();
  icon_->setPixmap((state == RunState::Failed ? Theme::icon("error", Role::Error)
                                              : Theme::icon(stateIcon(state)))
                       .pixmap(QSize(16, 16), devicePixelRatioF()));
  state_->setText(connected ? runStateText(state) : run_->stateText());
  const auto& progress = context_.trainer->lastProgress();
  const bool live = connected && progress.has_value();
  const int stage = live ? static_cast<int>(progress->stage) : run_->stage();
  const qint64 step = live ? progress->step : run_->step();
  const qint64 told = live ? progress->steps : 0;
  const qint64 steps = told > 0 ? told : run_->stepsWanted(stage);
  const QString where = stage == 0 ? tr("joint") : tr("stage %1").arg(stage);
  steps_->setText(tr("%1, step %L2 / %L3").arg(where).arg(step).arg(std::max(step, steps)));
  const bool running = live && state == RunState::Running && progress->secondsPerStep > 0;
  speed_->setText(!running ? QString()
                  : progress->secondsPerStep < 1
                      ? tr("%L1 it/s").arg(1 / progress->secondsPerStep, 0, 'f', 1)
                      : tr("%L1 s/it").arg(progress->secondsPerStep, 0, 'f', 1));
  speed_->setVisible(running);
  left_->setText(timeLeft());
  left_->setVisible(!left_->text().isEmpty());
  const double quiet = context_.trainer->silentSeconds();
  const bool silent = connected && state == RunState::Running && quiet > kQuietSeconds;
  silence_->setText(silent ? tr("no news for %1").arg(durationText(quiet)) : QString());
  silence_->setVisible(silent);
  const Checkpoint* checkpoint = run_->lastCheckpoint();
  checkpoint_->setText(checkpoint == nullptr ? tr("no checkpoint yet")
                                             : tr("checkpoint %1").arg(ageText(checkpoint->saved)));
  checkpoint_->setToolTip(checkpoint == nullptr ? QString() : checkpoint->path);
  setAccessibleName(text());
}

QString RunBar::text() const {
  QStringList parts;
  for (const QLabel* label : {state_, steps_, speed_, left_, silence_, checkpoint_}) {
    if (label->isVisibleTo(this) && !label->text().isEmpty()) parts.append(label->text());
  }
  return parts.join(QStringLiteral(", "));
}

}  // namespace unroll::ui
