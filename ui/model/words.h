#pragma once

#include <QString>

namespace unroll::ui {

/// "45 s", "12 min", "4 h 10 min", "2 d 3 h".
QString durationText(double seconds);

/// "just now", "40 s ago", "12 min ago", …
QString ageText(double unixTime);

/// "212 GB", "9.8 MB"; decimal units.
QString bytesText(quint64 bytes);

/// Unix seconds now.
double unixNow();

}  // namespace unroll::ui
