#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/image.h"

namespace unroll::media {

/// One row of a contact sheet: a clip, uint8 RGB (frames, height, width, 3), not owned.
struct SheetRow {
  std::span<const uint8_t> pixels;
  int frames = 0;
  int width = 0;
  int height = 0;
  std::string label;  ///< written left of the row; may be empty
};

struct SheetSettings {
  int gap = 2;                ///< pixels between pictures
  int scale = 1;              ///< whole-number nearest enlargement
  int frameStride = 1;        ///< show every n-th frame
  int maxFrames = 0;          ///< most frames across; 0 shows all
  bool frameNumbers = false;  ///< a line above the first row
  Color background{255, 255, 255};
  Color ink{60, 60, 60};
};

/// Frames across, samples down, thin gaps. Rows may differ in size and length.
/// Errors: Refused when there is no row, or a row's size and pixels do not agree.
Result<Image> contactSheet(std::span<const SheetRow> rows, const SheetSettings& settings = {});

/// contactSheet() as a PNG, renamed into place when whole. Errors: as contactSheet(), Disk.
Result<void> saveContactSheet(const std::string& path, std::span<const SheetRow> rows,
                              const SheetSettings& settings = {});

}  // namespace unroll::media
