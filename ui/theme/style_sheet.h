#pragma once

#include <QString>

namespace unroll::ui {

/// The application's style sheet in the colours of the theme that is on: focus ring, bars, cards.
QString styleSheet();

}  // namespace unroll::ui
