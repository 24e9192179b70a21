#include "ui/pages/train/time_slider.h"

#include <algorithm>

#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QToolButton>

#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kPlayMs = 400;

}  // namespace

TimeSlider::TimeSlider(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("timeSlider"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Theme::kGap);
  auto* title = new QLabel(tr("Training time"), this);
  title->setProperty("role", QStringLiteral("caption"));
  row->addWidget(title);
  slider_ = new QSlider(Qt::Horizontal, this);
  slider_->setObjectName(QStringLiteral("trainingTime"));
  slider_->setAccessibleName(tr("Training time"));
  slider_->setTickPosition(QSlider::TicksBelow);
  slider_->setPageStep(1);
  row->addWidget(slider_, 1);
  label_ = new QLabel(this);
  label_->setObjectName(QStringLiteral("trainingTimeLabel"));
  label_->setFont(Theme::tabularFont());
  row->addWidget(label_);
  liveButton_ = new QToolButton(this);
  liveButton_->setObjectName(QStringLiteral("live"));
  liveButton_->setText(tr("Live"));
  liveButton_->setIcon(Theme::icon("live"));
  liveButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  liveButton_->setAccessibleName(tr("Live: stay at the newest preview"));
  liveButton_->setToolTip(tr("Stay at the newest preview"));
  liveButton_->setCheckable(true);
  row->addWidget(liveButton_);
  connect(slider_, &QSlider::valueChanged, this, &TimeSlider::choose);
  connect(liveButton_, &QToolButton::clicked, this, [this] { Q_EMIT stepChosen(-1); });
  timer_.setInterval(kPlayMs);
  connect(&timer_, &QTimer::timeout, this, [this] {
    const int next = slider_->value() + direction_;
    if (next < 0 || next > slider_->maximum()) {
      play(0);
      return;
    }
    slider_->setValue(next);
  });
  const auto action = [this](const char* name, const QString& text, const QKeySequence& keys,
                             int direction) {
    auto* made = new QAction(text, this);
    made->setObjectName(QString::fromLatin1(name));
    made->setShortcut(keys);
    made->setProperty("menu", QStringLiteral("Train"));
    connect(made, &QAction::triggered, this, [this, direction] { play(direction); });
    actions_.append(made);
  };
  action("trainingBack", tr("Play Training Time Backwards"), QKeySequence(Qt::ALT | Qt::Key_J), -1);
  action("trainingStop", tr("Stop Training Time"), QKeySequence(Qt::ALT | Qt::Key_K), 0);
  action("trainingOn", tr("Play Training Time"), QKeySequence(Qt::ALT | Qt::Key_L), 1);
  const auto step = [this](const char* name, const QString& text, const QKeySequence& keys,
                           int by) {
    auto* made = new QAction(text, this);
    made->setObjectName(QString::fromLatin1(name));
    made->setShortcut(keys);
    made->setProperty("menu", QStringLiteral("Train"));
    connect(made, &QAction::triggered, this, [this, by] {
      play(0);
      slider_->setValue(slider_->value() + by);
    });
    actions_.append(made);
  };
  step("previousStep", tr("Previous Kept Step"), QKeySequence(Qt::Key_PageUp), -1);
  step("nextStep", tr("Next Kept Step"), QKeySequence(Qt::Key_PageDown), 1);
  refresh();
}

void TimeSlider::play(int direction) {
  direction_ = direction;
  if (direction == 0) {
    timer_.stop();
  } else {
    timer_.start();
  }
}

void TimeSlider::setSteps(const QList<qint64>& steps) {
  if (steps == steps_) return;
  const qint64 before = step();
  steps_ = steps;
  const QSignalBlocker quiet(slider_);
  slider_->setRange(0, static_cast<int>(std::max<qsizetype>(steps_.size() - 1, 0)));
  if (live_) {
    slider_->setValue(slider_->maximum());
  } else {
    setStep(before);
  }
  refresh();
}

void TimeSlider::setStep(qint64 step) {
  live_ = step < 0;
  const QSignalBlocker quiet(slider_);
  if (live_) {
    slider_->setValue(slider_->maximum());
  } else {
    // The newest record made by then; a step before the first record shows the first.
    const auto after = std::upper_bound(steps_.cbegin(), steps_.cend(), step);
    slider_->setValue(static_cast<int>(std::max<qsizetype>(after - steps_.cbegin() - 1, 0)));
  }
  refresh();
}

qint64 TimeSlider::step() const {
  return steps_.isEmpty() ? -1 : steps_.value(slider_->value(), -1);
}

void TimeSlider::choose(int index) {
  live_ = false;
  refresh();
  Q_EMIT stepChosen(steps_.value(index, -1));
}

void TimeSlider::refresh() {
  slider_->setEnabled(steps_.size() > 1);
  slider_->setTickPosition(steps_.size() > 1 ? QSlider::TicksBelow : QSlider::NoTicks);
  liveButton_->setChecked(live_);
  label_->setText(steps_.isEmpty() ? tr("no preview yet") : tr("step %L1").arg(step()));
  slider_->setAccessibleDescription(label_->text());
  slider_->setToolTip(label_->text());
}

}  // namespace unroll::ui
