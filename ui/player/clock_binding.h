#pragma once

namespace unroll::ui {

class Cursors;
class FrameClock;

/// Lets a page's clock move the window's frame cursor and follow it. A page whose clips are shorter
/// stops at its last frame without pulling the cursor back. Both must outlive the binding, which
/// ends with the clock.
void bindClock(FrameClock& clock, Cursors& cursors);

}  // namespace unroll::ui
