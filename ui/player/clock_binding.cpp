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
  const auto follow = [&clock, &cursors, following] {
    *following = true;
    if (cursors.frame() != clock.frame()) clock.setFrame(cursors.frame());
    *following = false;
  };
  QObject::connect(&cursors, &Cursors::frameChanged, &clock, follow);
  // The cursor may have been set, by a restored session say, before there was a clip to move.
  QObject::connect(&clock, &FrameClock::timelineChanged, &clock, follow);
  follow();
}

}  // namespace unroll::ui
