#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <QImage>
#include <QObject>
#include <QString>

#include "base/error.h"

namespace unroll::ui {

/// What a clip stands for; decides badge, colour and order.
enum class ClipRole { Stage1, Stage2, Stage3, Stage4, Real };

/// The role of stage `number` (from 1); stages beyond the fourth look like the fourth.
ClipRole stageRole(int number);

/// A whole clip in memory, never changed after it was read: any frame in O(1), forwards and
/// backwards, shared by every view that shows it. Plain value behind ClipPtr; any thread.
struct Clip {
  int frameCount = 0;
  int width = 0;
  int height = 0;
  double frameRate = 25;          ///< frames per second of this clip
  std::vector<std::byte> pixels;  ///< uint8 RGB (frameCount, height, width, 3)

  QSize size() const { return {width, height}; }
  std::span<const uint8_t> bytes() const;
  std::span<const uint8_t> frameBytes(int index) const;

  /// The frame shown while a cursor of `cursorRate` frames per second stands at `cursor`: the
  /// newest one that has begun. A stage of half the rate holds each frame for two. Clamped to the
  /// clip.
  int indexAt(int cursor, double cursorRate) const;
  /// Frames of a cursor of `cursorRate` frames per second that this clip fills.
  int lengthAt(double cursorRate) const;
};
using ClipPtr = std::shared_ptr<const Clip>;

/// Frame `index` as RGB888. The picture reads the clip's memory and keeps the clip alive.
QImage frameImage(const ClipPtr& clip, int index);

/// Reads .npy, uint8 T x H x W x 3. Blocks; any thread.
/// Errors: as io::readNpy; Unsupported when the array is no RGB clip.
Result<ClipPtr> readClip(const QString& path, double frameRate);

/// Reads a clip on a worker thread and calls `done` on the GUI thread, unless `context` is gone by
/// then. Clips read lately come from memory. Threads: GUI.
void loadClip(const QString& path, double frameRate, QObject* context,
              std::function<void(Result<ClipPtr>)> done);

}  // namespace unroll::ui
