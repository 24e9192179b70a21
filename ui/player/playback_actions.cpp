#include "ui/player/playback_actions.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QInputDialog>
#include <QKeyEvent>

#include "ui/model/words.h"
#include "ui/player/frame_clock.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

bool worksAlone(const QWidget* focus, int key) {
  if (qobject_cast<const QAbstractButton*>(focus)) return key == Qt::Key_Space;
  if (!qobject_cast<const QAbstractSlider*>(focus) && !qobject_cast<const QComboBox*>(focus) &&
      !qobject_cast<const QAbstractSpinBox*>(focus)) {
    return false;
  }
  switch (key) {
    case Qt::Key_Space:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
      return true;
    default:
      return false;
  }
}

}  // namespace

QString loopModeText(const FrameClock& clock) {
  switch (clock.loopMode()) {
    case LoopMode::Loop:
      return PlaybackActions::tr("Loop");
    case LoopMode::Once:
      return PlaybackActions::tr("Once");
    case LoopMode::PingPong:
      return PlaybackActions::tr("There and back");
  }
  return {};
}

template <typename Slot>
QAction* PlaybackActions::add(const char* name, const QString& text,
                              const QList<QKeySequence>& keys, Slot slot) {
  auto* action = new QAction(text, this);
  action->setObjectName(QLatin1String(name));
  action->setShortcuts(keys);
  action->setProperty("menu", QStringLiteral("Playback"));
  explainKeys(*action);
  connect(action, &QAction::triggered, this, slot);
  all_.append(action);
  return action;
}

PlaybackActions::PlaybackActions(FrameClock& clock, QWidget* parent)
    : QObject(parent), clock_(clock), parent_(parent) {
  play_ = add("actionPlay", tr("Play"), {Qt::Key_Space}, [this] { clock_.togglePlay(); });
  add("actionShuttleBack", tr("Play Backwards, Again for Faster"), {Qt::Key_J},
      [this] { clock_.shuttleBack(); });
  add("actionShuttleStop", tr("Stop the Shuttle"), {Qt::Key_K}, [this] { clock_.shuttleStop(); });
  add("actionShuttleForward", tr("Play Forwards, Again for Faster"), {Qt::Key_L},
      [this] { clock_.shuttleForward(); });
  addSteps();
  first_ =
      add("actionFirstFrame", tr("First Frame"), {Qt::Key_Home}, [this] { clock_.goToStart(); });
  last_ = add("actionLastFrame", tr("Last Frame"), {Qt::Key_End}, [this] { clock_.goToEnd(); });
  add("actionGoToFrame", tr("Go to Frame…"), {Qt::CTRL | Qt::Key_G}, [this] { askFrame(); });
  setIn_ = add("actionSetIn", tr("Set In Point"), {Qt::Key_I}, [this] { clock_.setIn(); });
  setOut_ = add("actionSetOut", tr("Set Out Point"), {Qt::Key_O}, [this] { clock_.setOut(); });
  clearRange_ =
      add("actionClearRange", tr("Clear In and Out"), {Qt::Key_P}, [this] { clock_.clearRange(); });
  add("actionSlower", tr("Slower"), {Qt::Key_BracketLeft}, [this] { clock_.slower(); });
  add("actionFaster", tr("Faster"), {Qt::Key_BracketRight}, [this] { clock_.faster(); });
  add("actionNormalSpeed", tr("Normal Speed"), {Qt::Key_Backspace}, [this] { clock_.setSpeed(1); });
  loopMode_ =
      add("actionLoopMode", tr("Loop Mode"), {Qt::Key_R}, [this] { clock_.cycleLoopMode(); });

  first_->setIcon(Theme::icon("first"));
  last_->setIcon(Theme::icon("last"));
  stepBack_->setIcon(Theme::icon("step-back"));
  stepForward_->setIcon(Theme::icon("step-forward"));
  connect(&clock_, &FrameClock::playingChanged, this, &PlaybackActions::refresh);
  connect(&clock_, &FrameClock::settingsChanged, this, &PlaybackActions::refresh);
  connect(&clock_, &FrameClock::timelineChanged, this, &PlaybackActions::refresh);
  refresh();
  QCoreApplication::instance()->installEventFilter(this);
}

void PlaybackActions::addSteps() {
  const auto steps = [this](int frames) { return [this, frames] { clock_.step(frames); }; };
  stepBack_ = add("actionStepBack", tr("Previous Frame"), {Qt::Key_Left, Qt::Key_Comma}, steps(-1));
  stepForward_ =
      add("actionStepForward", tr("Next Frame"), {Qt::Key_Right, Qt::Key_Period}, steps(1));
  add("actionStepBack10", tr("10 Frames Back"), {Qt::SHIFT | Qt::Key_Left}, steps(-10));
  add("actionStepForward10", tr("10 Frames On"), {Qt::SHIFT | Qt::Key_Right}, steps(10));
  add("actionStepBack100", tr("100 Frames Back"), {Qt::CTRL | Qt::Key_Left}, steps(-100));
  add("actionStepForward100", tr("100 Frames On"), {Qt::CTRL | Qt::Key_Right}, steps(100));
}

void PlaybackActions::refresh() {
  const bool playing = clock_.isPlaying();
  play_->setText(playing ? tr("Pause Playback") : tr("Play"));
  play_->setIcon(Theme::icon(playing ? "pause" : "play"));
  const char* icon = clock_.loopMode() == LoopMode::Loop   ? "loop"
                     : clock_.loopMode() == LoopMode::Once ? "once"
                                                           : "pingpong";
  loopMode_->setIcon(Theme::icon(icon));
  loopMode_->setText(tr("Loop Mode: %1").arg(loopModeText(clock_)));
  clearRange_->setEnabled(clock_.hasRange());
  for (QAction* action : all_) {
    if (action != loopMode_ && action != clearRange_) action->setEnabled(clock_.frameCount() > 1);
  }
}

void PlaybackActions::askFrame() {
  bool accepted = false;
  const int frame = QInputDialog::getInt(parent_, tr("Go to Frame"),
                                         tr("Frame, from 0 to %1:").arg(clock_.frameCount() - 1),
                                         clock_.frame(), 0, clock_.frameCount() - 1, 1, &accepted);
  if (!accepted) return;
  clock_.pause();
  clock_.setFrame(frame);
}

bool PlaybackActions::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool plain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && worksAlone(qobject_cast<QWidget*>(watched), key->key())) {
      event->accept();
      return true;
    }
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace unroll::ui
