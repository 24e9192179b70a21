#include "ui/engine_client/messages.h"

namespace unroll::ui {

void registerMessageTypes() {
  qRegisterMetaType<protocol::RunState>();
  qRegisterMetaType<protocol::Progress>();
  qRegisterMetaType<protocol::Metric>();
  qRegisterMetaType<protocol::PreviewReady>();
  qRegisterMetaType<protocol::CheckpointSaved>();
  qRegisterMetaType<protocol::Failure>();
  qRegisterMetaType<protocol::SampleReady>();
  qRegisterMetaType<protocol::StageMeasured>();
}

}  // namespace unroll::ui
