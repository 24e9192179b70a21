#pragma once

#include <QString>

#include "protocol/trainer_messages.h"

namespace unroll::ui {

/// Whether a trainer is at work in this state, so that its silent end is a failure.
bool isAtWork(protocol::RunState state);

/// "Running", "Paused (memory free)", … for the person.
QString runStateText(protocol::RunState state);

}  // namespace unroll::ui
