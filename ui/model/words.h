#pragma once

#include <QString>

class QAction;

namespace unroll::ui {

/// "45 s", "12 min", "4 h 10 min", "2 d 3 h".
QString durationText(double seconds);

/// "just now", "40 s ago", "12 min ago", …
QString ageText(double unixTime);

/// "1.9 s": the length of a clip.
QString lengthText(double seconds);

/// "212 GB", "9.8 MB"; decimal units.
QString bytesText(quint64 bytes);

/// Keeps the tool tip of an action at "Play  (Space)": what it is called, or `about`, and its first
/// keys, which the person may change. Once for each action.
void explainKeys(QAction& action, const QString& about = {});

/// Unix seconds now.
double unixNow();

}  // namespace unroll::ui
