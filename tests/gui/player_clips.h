#pragma once

#include <QString>

#include "ui/player/clip.h"
#include "ui/player/pair_record.h"

namespace unroll::ui::test {

/// A clip whose every pixel says which frame it is and where it lies: red = 3 x frame + offset,
/// green = 5 x, blue = 7 y (all modulo 256).
ClipPtr numberedClip(int frames, int size, double frameRate, int offset = 0);
QRgb numberedPixel(int frame, int x, int y, int offset = 0);

/// Stage 1 (half the size, half the rate) and stage 2 of one sample, twelve frames of it.
PairRecord numberedPair(const QString& id = QStringLiteral("sample"));

/// numberedClip as a file. Ends the test program when it cannot be written.
void writeNumberedClip(const QString& path, int frames, int size, int offset = 0);

}  // namespace unroll::ui::test
