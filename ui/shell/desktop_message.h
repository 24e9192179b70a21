#pragma once

#include <QString>

namespace unroll::ui {

/// Shows a sentence by the desktop's own notifications (org.freedesktop.Notifications), so that it
/// is seen while another program has the screen. Nothing happens where there is no desktop. Never
/// waits.
void tellDesktop(const QString& sentence);

}  // namespace unroll::ui
