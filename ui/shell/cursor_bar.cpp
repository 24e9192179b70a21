#include "ui/shell/cursor_bar.h"

#include <limits>

#include <QBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QToolButton>

#include "ui/engine_client/trainer_client.h"
#include "ui/export/job_queue.h"
#include "ui/model/cursors.h"
#include "ui/model/project_model.h"
#include "ui/model/words.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kMost = std::numeric_limits<int>::max();

void put(QSpinBox* box, qint64 value) {
  const QSignalBlocker quiet(box);
  box->setValue(static_cast<int>(std::min<qint64>(value, kMost)));
}

}  // namespace

CursorBar::CursorBar(StudioContext& context, QWidget* parent) : QWidget(parent), context_(context) {
  setObjectName(QStringLiteral("cursorBar"));
  setProperty("role", QStringLiteral("panel"));
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 2, 12, 4);
  row->setSpacing(Theme::kGap);
  step_ = field(tr("Step"), "stepCursor", -1, kMost);
  step_->setSpecialValueText(tr("newest"));
  step_->setToolTip(tr("Training step that all pages show"));
  seed_ = field(tr("Seed"), "seedCursor", 0, kMost);
  seed_->setToolTip(tr("Seed of the sample that all pages show"));
  frame_ = field(tr("Frame"), "frameCursor", 0, kMost);
  frame_->setToolTip(tr("Frame that all clips show"));
  row->addStretch(1);
  memory_ = new QLabel(this);
  memory_->setObjectName(QStringLiteral("memory"));
  disk_ = new QLabel(this);
  disk_->setObjectName(QStringLiteral("disk"));
  jobs_ = new QToolButton(this);
  jobs_->setObjectName(QStringLiteral("jobChip"));
  jobs_->setToolTip(tr("Show the queue"));
  connect(jobs_, &QToolButton::clicked, this, &CursorBar::jobsWanted);
  for (QWidget* widget : {static_cast<QWidget*>(memory_), static_cast<QWidget*>(disk_),
                          static_cast<QWidget*>(jobs_)}) {
    widget->setProperty("role", QStringLiteral("caption"));
    widget->setFont(Theme::captionFont());
    row->addWidget(widget);
  }
  Cursors* cursors = context_.cursors;
  connect(step_, &QSpinBox::valueChanged, cursors,
          [cursors](int value) { cursors->setStep(value); });
  connect(seed_, &QSpinBox::valueChanged, cursors,
          [cursors](int value) { cursors->setSeed(value); });
  connect(frame_, &QSpinBox::valueChanged, cursors,
          [cursors](int value) { cursors->setFrame(value); });
  connect(cursors, &Cursors::stepChanged, this, [this](qint64 value) { put(step_, value); });
  connect(cursors, &Cursors::seedChanged, this, [this](qint64 value) { put(seed_, value); });
  connect(cursors, &Cursors::frameChanged, this, [this](int value) { put(frame_, value); });
  connect(context_.project, &ProjectModel::opened, this, &CursorBar::enableFields);
  connect(context_.project, &ProjectModel::closed, this, &CursorBar::enableFields);
  connect(context_.project, &ProjectModel::diskChanged, this, &CursorBar::showMachine);
  connect(context_.project, &ProjectModel::closed, this, &CursorBar::showMachine);
  connect(context_.trainer, &TrainerClient::progress, this, &CursorBar::showMachine);
  connect(context_.trainer, &TrainerClient::disconnected, this, &CursorBar::showMachine);
  connect(context_.jobs, &JobQueue::summaryChanged, this, &CursorBar::showJobs);
  showJobs();
  put(step_, cursors->step());
  put(seed_, cursors->seed());
  put(frame_, cursors->frame());
  enableFields();
  showMachine();
}

void CursorBar::enableFields() {
  // Without a project there is nothing that a cursor could point at.
  for (QSpinBox* box : {step_, seed_, frame_}) box->setEnabled(context_.project->isOpen());
}

QSpinBox* CursorBar::field(const QString& label, const char* name, int least, int most) {
  auto* text = new QLabel(label, this);
  text->setProperty("role", QStringLiteral("caption"));
  text->setFont(Theme::captionFont());
  auto* box = new QSpinBox(this);
  box->setObjectName(QString::fromLatin1(name));
  box->setAccessibleName(tr("%1 cursor").arg(label));
  box->setRange(least, most);
  box->setGroupSeparatorShown(true);
  box->setKeyboardTracking(false);
  box->setFocusPolicy(Qt::StrongFocus);
  box->setFont(Theme::captionFont());
  box->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("000 000 000 ")) + 16);
  box->setMaximumWidth(box->minimumWidth());
  layout()->addWidget(text);
  layout()->addWidget(box);
  return box;
}

void CursorBar::showJobs() {
  const QString summary = context_.jobs->summary();
  jobs_->setText(summary);
  jobs_->setAccessibleName(summary.isEmpty() ? jobs_->toolTip() : summary);
  jobs_->setVisible(!summary.isEmpty());
}

void CursorBar::showMachine() {
  const auto& progress = context_.trainer->lastProgress();
  memory_->setText(
      context_.trainer->isConnected() && progress && progress->residentBytes > 0
          ? tr("training uses %1").arg(bytesText(static_cast<quint64>(progress->residentBytes)))
          : QString());
  const ProjectModel& project = *context_.project;
  if (!project.isOpen() || !project.freeBytesKnown()) {
    disk_->clear();
    return;
  }
  const quint64 each = project.checkpointBytes();
  disk_->setText(each == 0 ? tr("disk %1 free").arg(bytesText(project.freeBytes()))
                           : tr("disk %1 free (%L2 checkpoints)")
                                 .arg(bytesText(project.freeBytes()))
                                 .arg(project.freeBytes() / each));
}

}  // namespace unroll::ui
