#include "ui/pages/train/stage_strip.h"

#include <algorithm>

#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/model/checkpoints.h"
#include "ui/model/run_model.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

qint64 stepsDone(const RunModel& run, int stage) {
  qint64 done = 0;
  const QString name = stageName(stage);
  for (const Checkpoint& checkpoint : run.checkpoints()) {
    if (checkpoint.stage == name) done = std::max(done, checkpoint.step);
  }
  for (const auto& byStage : run.curves()) {
    const auto curve = byStage.constFind(stage);
    if (curve != byStage.cend() && !curve->steps.isEmpty())
      done = std::max(done, static_cast<qint64>(curve->steps.back()));
  }
  return done;
}

StageStrip::StageStrip(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("stageStrip"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  connect(&Theme::instance(), &Theme::changed, this, &StageStrip::colourButtons);
}

void StageStrip::setRun(const RunModel* run, int chosen) {
  run_ = run;
  chosen_ = chosen;
  if (isVisible()) refresh();
}

void StageStrip::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  refresh();
}

void StageStrip::rebuild(const QList<int>& stages) {
  if (stages == stages_) return;
  qDeleteAll(buttons_);
  buttons_.clear();
  stages_ = stages;
  for (const int stage : stages) {
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("stage%1Button").arg(stage));
    button->setCheckable(true);
    button->setAutoExclusive(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    connect(button, &QToolButton::clicked, this, [this, stage] { Q_EMIT stageChosen(stage); });
    layout()->addWidget(button);
    buttons_.append(button);
  }
  colourButtons();
}

void StageStrip::colourButtons() {
  for (qsizetype i = 0; i < buttons_.size(); ++i) {
    buttons_.at(i)->setStyleSheet(
        QStringLiteral("QToolButton:checked { border-bottom: 2px solid %1; }")
            .arg(Theme::color(Theme::stageRole(std::max(stages_.at(i), 1))).name()));
  }
}

void StageStrip::refresh() {
  QList<int> stages;
  if (run_ != nullptr) {
    for (size_t k = 0; k < run_->recipe().stages.size(); ++k)
      stages.append(static_cast<int>(k) + 1);
    if (stepsDone(*run_, 0) > 0 || !run_->previews(0).isEmpty()) stages.append(0);
  }
  rebuild(stages);
  for (qsizetype i = 0; i < stages.size(); ++i) {
    const int stage = stages.at(i);
    QToolButton* button = buttons_.at(i);
    button->setChecked(stage == chosen_);
    const qint64 done = stepsDone(*run_, stage);
    const qint64 wanted = std::max(done, run_->stepsWanted(stage));
    const QString name = stage == 0 ? tr("Joint") : tr("Stage %1").arg(stage);
    const QString spoken = tr("%1, %L2 of %L3 steps").arg(name).arg(done).arg(wanted);
    if (spoken == button->accessibleName()) continue;
    const QString mark = done >= wanted ? QStringLiteral("✓ ") : QString();
    button->setText(
        QStringLiteral("%1%2  %L3 %").arg(mark, name).arg(wanted > 0 ? 100 * done / wanted : 0));
    button->setToolTip(
        tr("%1: %L2 of %L3 steps; click to see its previews").arg(name).arg(done).arg(wanted));
    button->setAccessibleName(spoken);
  }
}

}  // namespace unroll::ui
