#include "ui/player/clock_binding.h"

#include <memory>

#include "ui/model/cursors.h"
#include "ui/player/frame_clock.h"

namespace unroll::ui {

void bindClock(FrameClock& clock, Cursors& cursors) {
  const auto following = std::make_shared<bool>(false);
  QObject::connect(&clock, &FrameClock::frameChanged, &cursors, [&cursors, following](int frame) {
    if (!*following) cursors.setFrame(frame);
  });
  QObject::connect(&cursors, &Cursors::frameChanged, &clock, [&clock, following](int frame) {
    *following = true;
    if (frame != clock.frame()) clock.setFrame(frame);
    *following = false;
  });
  clock.setFrame(cursors.frame());
}

}  // namespace unroll::ui
