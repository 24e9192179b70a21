#pragma once

#include <QMetaType>

#include "protocol/serve_messages.h"
#include "protocol/trainer_messages.h"

// The engine's messages under the names the window uses. Their texts are UTF-8.
namespace unroll::ui {

using protocol::Failure;
using protocol::PreviewReady;
using protocol::Progress;
using protocol::RunState;
using protocol::SampleReady;
using protocol::SampleRequest;

/// Makes the messages known to queued signals and QSignalSpy; the clients call it.
void registerMessageTypes();

}  // namespace unroll::ui

Q_DECLARE_METATYPE(unroll::protocol::RunState)
Q_DECLARE_METATYPE(unroll::protocol::Progress)
Q_DECLARE_METATYPE(unroll::protocol::Metric)
Q_DECLARE_METATYPE(unroll::protocol::PreviewReady)
Q_DECLARE_METATYPE(unroll::protocol::CheckpointSaved)
Q_DECLARE_METATYPE(unroll::protocol::Failure)
Q_DECLARE_METATYPE(unroll::protocol::SampleReady)
Q_DECLARE_METATYPE(unroll::protocol::StageMeasured)
