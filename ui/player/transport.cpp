#include "ui/player/transport.h"

#include <cmath>

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/player/frame_clock.h"
#include "ui/player/playback_actions.h"
#include "ui/player/timeline.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

QToolButton* buttonFor(QAction* action, const char* name, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setObjectName(QLatin1String(name));
  button->setDefaultAction(action);
  button->setAutoRaise(true);
  button->setIconSize({20, 20});
  const auto describe = [button, action] { button->setAccessibleName(action->text()); };
  QObject::connect(action, &QAction::changed, button, describe);
  describe();
  return button;
}

}  // namespace

Transport::Transport(FrameClock& clock, PlaybackActions& actions, QWidget* parent)
    : QWidget(parent), clock_(clock), counter_(new QLabel(this)), rate_(new QLabel(this)) {
  setObjectName(QStringLiteral("transport"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGap / 2);
  layout->addWidget(buttonFor(actions.first(), "transportFirst", this));
  layout->addWidget(buttonFor(actions.stepBack(), "transportStepBack", this));
  layout->addWidget(buttonFor(actions.play(), "transportPlay", this));
  layout->addWidget(buttonFor(actions.stepForward(), "transportStepForward", this));
  layout->addWidget(buttonFor(actions.last(), "transportLast", this));
  layout->addSpacing(Theme::kGap);
  counter_->setObjectName(QStringLiteral("frameCounter"));
  counter_->setAccessibleDescription(tr("Frame counter"));
  counter_->setFont(Theme::tabularFont());
  layout->addWidget(counter_);
  layout->addSpacing(Theme::kGap);
  rate_->setObjectName(QStringLiteral("frameRate"));
  rate_->setAccessibleDescription(tr("Frames per second"));
  rate_->setFont(Theme::tabularFont());
  layout->addWidget(rate_);
  layout->addWidget(buttonFor(actions.loopMode(), "transportLoop", this));
  auto* timeline = new Timeline(this);
  timeline->setClock(&clock);
  layout->addWidget(timeline, 1);

  connect(&clock_, &FrameClock::frameChanged, this, &Transport::refresh);
  connect(&clock_, &FrameClock::timelineChanged, this, &Transport::refresh);
  connect(&clock_, &FrameClock::settingsChanged, this, &Transport::refresh);
  connect(&clock_, &FrameClock::playingChanged, this, &Transport::refresh);
  connect(&clock_, &FrameClock::achievedRateChanged, this, &Transport::refresh);
  refresh();
}

void Transport::refresh() {
  const int count = clock_.frameCount();
  const int digits = std::max(3, static_cast<int>(QString::number(std::max(0, count - 1)).size()));
  const auto padded = [digits](int number) {
    return QStringLiteral("%1").arg(number, digits, 10, QLatin1Char('0'));
  };
  counter_->setText(count == 0 ? tr("no frames")
                               : padded(clock_.frame()) % QLatin1Char('/') % padded(count - 1));
  counter_->setToolTip(tr("Frame and last frame, counted from 0"));
  const QString asked = QString::number(clock_.requestedRate(), 'g', 4);
  const QString reached =
      clock_.isPlaying() ? QString::number(clock_.achievedRate(), 'f', 1) : tr("paused");
  QString text = tr("%1 fps (%2)").arg(asked, reached);
  if (clock_.speed() != 1) text += tr("  %1x").arg(QString::number(clock_.speed(), 'g', 3));
  rate_->setText(text);
  rate_->setToolTip(tr("Asked for, and reached in the last second. Skipped since play began: %1")
                        .arg(clock_.skippedFrames()));
}

}  // namespace unroll::ui
