#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "base/file_system.h"
#include "io/event_log.h"
#include "protocol/trainer_messages.h"
#include "ui/model/run_data.h"

namespace unroll::ui {

/// One thing that events.jsonl says, in order.
struct RunChange {
  enum class Kind { Scalar, Resumed, State, Failed, Log, Preview, Spectrum, Checkpoint };
  Kind kind = Kind::Scalar;
  int stage = 0;
  qint64 step = -1;  ///< -1: not said
  qint64 steps = 0;  ///< of a state: how many are asked for in all; 0: not said
  double time = 0;
  double value = 0;
  QString text;         ///< curve's name, training's name, sentence or file
  QString failureKind;  ///< of a failure: unroll::name(ErrorKind)
  protocol::RunState state = protocol::RunState::Idle;
  Preview preview;
  Spectrum spectrum;
};

/// What was found in a run's folder since the last look.
struct RunNews {
  QList<RunChange> changes;
  std::optional<QList<Checkpoint>> checkpoints;  ///< all there are, when they may have changed
  bool whole = true;                             ///< false: more follows at once
};

/// Reads one run's folder while it grows. Lives on the project's reading thread.
class RunFollower : public QObject {
  Q_OBJECT
 public:
  explicit RunFollower(const QString& folder);

  /// Emits news() in pieces that the GUI thread takes in a few milliseconds each.
  void look();

 Q_SIGNALS:
  void news(const unroll::ui::RunNews& news);
  void unreadable(const QString& sentence);  ///< once, until it can be read again

 private:
  QString folder_;
  io::EventReader reader_;
  bool looked_ = false;
  int looksSinceList_ = 0;
  QString complaint_;  ///< why the last look failed; empty: it did not
};

}  // namespace unroll::ui

Q_DECLARE_METATYPE(unroll::ui::RunNews)
