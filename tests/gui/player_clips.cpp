#include "gui/player_clips.h"

#include <QDir>
#include <QFileInfo>

#include "io/npy.h"

namespace unroll::ui::test {

QRgb numberedPixel(int frame, int x, int y, int offset) {
  return qRgb((3 * frame + offset) % 256, 5 * x % 256, 7 * y % 256);
}

ClipPtr numberedClip(int frames, int size, double frameRate, int offset) {
  auto clip = std::make_shared<Clip>();
  clip->frameRate = frameRate;
  clip->frameCount = frames;
  clip->width = clip->height = size;
  for (int frame = 0; frame < frames; ++frame) {
    for (int y = 0; y < size; ++y) {
      for (int x = 0; x < size; ++x) {
        const QRgb pixel = numberedPixel(frame, x, y, offset);
        for (const int part : {qRed(pixel), qGreen(pixel), qBlue(pixel)})
          clip->pixels.push_back(static_cast<std::byte>(part));
      }
    }
  }
  return clip;
}

PairRecord numberedPair(const QString& id) {
  PairRecord record;
  record.id = id;
  record.title = id;
  record.parts = {{ClipRole::Stage1, {}, numberedClip(6, 4, 12.5, 100), {}},
                  {ClipRole::Stage2, {}, numberedClip(12, 8, 25), {}}};
  return record;
}

void writeNumberedClip(const QString& path, int frames, int size, int offset) {
  QDir().mkpath(QFileInfo(path).absolutePath());
  const ClipPtr clip = numberedClip(frames, size, 25, offset);
  const auto written =
      io::writeNpy(realVfs(), path.toStdString(), clip->bytes(), {frames, size, size, 3});
  if (!written) qFatal("%s", written.error().message.c_str());
}

}  // namespace unroll::ui::test
