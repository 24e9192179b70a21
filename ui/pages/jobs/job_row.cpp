#include "ui/pages/jobs/job_row.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/export/job_binding.h"
#include "ui/model/words.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
QString jobDetail(const Job& job) {
  QStringList parts;
  const bool frames = job.kind == QLatin1String("export");
  if (job.total > 0 && job.isActive() && job.started > 0) {
    parts.append(
        (frames ? JobRow::tr("frame %1/%2") : JobRow::tr("%1/%2")).arg(job.done).arg(job.total));
  } else if (job.total > 0) {
    parts.append(frames ? JobRow::tr("%n frames", nullptr, static_cast<int>(job.total))
                        : QString::number(job.total));
  }
  if (job.bytes > 0) parts.append(bytesText(static_cast<quint64>(job.bytes)));
  if (job.state == JobState::Running) {
    parts.append(job.secondsLeft >= 0 ? JobRow::tr("%1 left").arg(durationText(job.secondsLeft))
                                      : JobRow::tr("measuring"));
  }
  if (job.state == JobState::Done && job.ended > job.started && job.started > 0) {
    parts.append(JobRow::tr("took %1").arg(durationText(job.ended - job.started)));
  }
  return parts.join(QStringLiteral("   "));
}

JobRow::JobRow(const QString& id, QWidget* parent)
    : QFrame(parent),
      id_(id),
      title_(new QLabel(this)),
      state_(new QLabel(this)),
      detail_(new QLabel(this)),
      bar_(new QProgressBar(this)) {
  setObjectName(QStringLiteral("jobRow"));
  setFrameShape(QFrame::StyledPanel);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(Theme::kGap, Theme::kGap, Theme::kGap, Theme::kGap);
  layout->setSpacing(Theme::kGap / 2);
  auto* texts = new QVBoxLayout;
  texts->setSpacing(2);
  auto* heading = new QHBoxLayout;
  QFont bold = title_->font();
  bold.setWeight(QFont::DemiBold);
  title_->setFont(bold);
  title_->setObjectName(QStringLiteral("jobTitle"));
  title_->setAccessibleName(tr("Job"));
  state_->setObjectName(QStringLiteral("jobState"));
  state_->setAccessibleName(tr("State of the job"));
  heading->addWidget(title_);
  heading->addSpacing(Theme::kGap);
  heading->addWidget(state_, 1);
  texts->addLayout(heading);
  bar_->setObjectName(QStringLiteral("jobProgress"));
  bar_->setAccessibleName(tr("Progress"));
  bar_->setTextVisible(false);
  texts->addWidget(bar_);
  detail_->setObjectName(QStringLiteral("jobDetail"));
  detail_->setAccessibleName(tr("Progress in numbers"));
  detail_->setFont(Theme::tabularFont());
  detail_->setWordWrap(true);
  texts->addWidget(detail_);
  layout->addLayout(texts, 1);

  play_ = button("jobPlay", "play", tr("Play"));
  folder_ = button("jobShow", "folder", tr("Show in folder"));
  pause_ = button("jobPause", "pause", tr("Pause"));
  resume_ = button("jobResume", "play", tr("Go on"));
  up_ = button("jobUp", "up", tr("Earlier"));
  down_ = button("jobDown", "down", tr("Later"));
  retry_ = button("jobRetry", "retry", tr("Try again"));
  log_ = button("jobLog", "log", tr("What the engine said"));
  cancel_ = button("jobCancel", "stop", tr("Cancel; what is written so far is removed"));
  remove_ = button("jobRemove", "close", tr("Take off the list; the file stays"));
  for (QToolButton* one :
       {play_, folder_, pause_, resume_, up_, down_, retry_, log_, cancel_, remove_}) {
    layout->addWidget(one);
  }
  connect(play_, &QToolButton::clicked, this, &JobRow::playAsked);
  connect(folder_, &QToolButton::clicked, this, &JobRow::folderAsked);
  connect(pause_, &QToolButton::clicked, this, &JobRow::pauseAsked);
  connect(resume_, &QToolButton::clicked, this, &JobRow::resumeAsked);
  connect(up_, &QToolButton::clicked, this, [this] { Q_EMIT moveAsked(-1); });
  connect(down_, &QToolButton::clicked, this, [this] { Q_EMIT moveAsked(1); });
  connect(retry_, &QToolButton::clicked, this, &JobRow::retryAsked);
  connect(log_, &QToolButton::clicked, this, &JobRow::logAsked);
  connect(cancel_, &QToolButton::clicked, this, &JobRow::cancelAsked);
  connect(remove_, &QToolButton::clicked, this, &JobRow::removeAsked);
}

QToolButton* JobRow::button(const char* name, const char* icon, const QString& text) {
  auto* made = new QToolButton(this);
  made->setObjectName(QLatin1String(name));
  made->setAccessibleName(text);
  made->setToolTip(text);
  made->setIcon(Theme::icon(icon));
  made->setIconSize({20, 20});
  made->setAutoRaise(true);
  return made;
}

void JobRow::showJob(const Job& job, bool first, bool last) {
  title_->setText(job.title);
  title_->setToolTip(job.output);
  state_->setText(jobStateText(job.state));
  QString detail = jobDetail(job);
  if (!job.error.isEmpty()) detail = job.error;
  if (job.state == JobState::Done && !job.note.isEmpty())
    detail += QStringLiteral("   ") % job.note;
  detail_->setText(detail);
  bar_->setVisible(job.isActive());
  // A range of none lets the bar say that the length is not known yet.
  const bool measured = job.total > 0 || job.state != JobState::Running;
  bar_->setRange(0, measured ? 1000 : 0);
  bar_->setValue(job.total > 0 ? static_cast<int>(1000 * job.done / job.total) : 0);
  const bool waits =
      job.state == JobState::Waiting || (job.state == JobState::Paused && job.started == 0);
  const bool done = job.state == JobState::Done && QFileInfo::exists(job.output);
  const QString word = openingWord(job);
  play_->setVisible(done && !word.isEmpty());
  play_->setAccessibleName(word);
  play_->setToolTip(word);
  folder_->setVisible(done);
  pause_->setVisible(job.state == JobState::Running || job.state == JobState::Waiting);
  resume_->setVisible(job.state == JobState::Paused);
  up_->setVisible(waits && !first);
  down_->setVisible(waits && !last);
  retry_->setVisible(job.state == JobState::Failed || job.state == JobState::Cancelled);
  log_->setVisible(!job.log.isEmpty());
  cancel_->setVisible(job.isActive());
  remove_->setVisible(!job.isActive());
  setAccessibleName(tr("%1, %2, %3").arg(job.title, jobStateText(job.state), detail));
}

}  // namespace unroll::ui
