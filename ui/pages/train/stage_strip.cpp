#include "ui/pages/train/stage_strip.h"

#include <algorithm>

#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/model/run_model.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

qint64 stepsDone(const RunModel& run, int stage) {
  qint64 done = 0;
  const QString name = stage == 0 ? QStringLiteral("joint") : QStringLiteral("stage%1").arg(stage);
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
}

void StageStrip::setRun(const RunModel* run, int chosen) {
  QList<int> stages;
  if (run != nullptr) {
    for (size_t k = 0; k < run->recipe().stages.size(); ++k) stages.append(static_cast<int>(k) + 1);
    if (stepsDone(*run, 0) > 0 || !run->previews(0).isEmpty()) stages.append(0);
  }
  if (stages.size() != buttons_.size()) {
    qDeleteAll(buttons_);
    buttons_.clear();
    for (const int stage : std::as_const(stages)) {
      auto* button = new QToolButton(this);
      button->setObjectName(QStringLiteral("stage%1Button").arg(stage));
      button->setCheckable(true);
      button->setAutoExclusive(true);
      button->setToolButtonStyle(Qt::ToolButtonTextOnly);
      connect(button, &QToolButton::clicked, this, [this, stage] { Q_EMIT stageChosen(stage); });
      layout()->addWidget(button);
      buttons_.append(button);
    }
  }
  for (qsizetype i = 0; i < stages.size(); ++i) {
    const int stage = stages.at(i);
    QToolButton* button = buttons_.at(i);
    const qint64 done = stepsDone(*run, stage);
    const size_t index = static_cast<size_t>(std::max(stage, 1)) - 1;
    const qint64 wanted = std::max<qint64>(done, run->recipe().stages[index].steps);
    const QString name = stage == 0 ? tr("Joint") : tr("Stage %1").arg(stage);
    const QString mark = done >= wanted ? QStringLiteral("✓ ") : QString();
    button->setText(
        QStringLiteral("%1%2  %L3 %").arg(mark, name).arg(wanted > 0 ? 100 * done / wanted : 0));
    button->setToolTip(
        tr("%1: %L2 of %L3 steps; click to see its previews").arg(name).arg(done).arg(wanted));
    button->setAccessibleName(tr("%1, %L2 of %L3 steps").arg(name).arg(done).arg(wanted));
    button->setChecked(stage == chosen);
    button->setStyleSheet(QStringLiteral("QToolButton:checked { border-bottom: 2px solid %1; }")
                              .arg(Theme::color(Theme::stageRole(std::max(stage, 1))).name()));
  }
}

}  // namespace unroll::ui
