#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace unroll::media {

/// A picture, uint8 RGB, rows from the top. Plain value; any thread.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> rgb;  ///< (height, width, 3)

  bool operator==(const Image&) const = default;
};

struct Color {
  uint8_t red = 0;
  uint8_t green = 0;
  uint8_t blue = 0;
};

/// A picture of one colour.
Image filled(int width, int height, Color color);

/// Copies `picture` (height, width, 3) into an Image.
Image toImage(std::span<const uint8_t> picture, int width, int height);

/// Each pixel becomes factor x factor pixels. factor >= 1.
Image enlarge(const Image& image, int factor);

/// Area-averaged when it shrinks, bicubic when it grows. Shapes: any -> (height, width, 3).
Image resize(const Image& image, int width, int height);

/// The largest centred square.
Image centerSquare(const Image& image);

/// Copies `source` into `target` with its top left corner at (x, y); what does not fit is left out.
void paste(Image& target, const Image& source, int x, int y);

/// Pictures in a row, centred on the tallest, `gap` pixels of `background` between them.
Image sideBySide(std::span<const Image> images, int gap = 0, Color background = {});

/// Pictures in rows of `columns`, each cell as large as the largest picture, `gap` between cells.
Image grid(std::span<const Image> images, int columns, int gap = 0, Color background = {});

/// Writes ASCII `text` with its top left corner at (x, y), `height` pixels high; other characters
/// become question marks.
void drawLabel(Image& image, const std::string& text, int x, int y, int height, Color color);

/// The width in pixels that drawLabel takes.
int labelWidth(const std::string& text, int height);

/// A PNG file in memory. `metadata` becomes iTXt chunks (keys 1 to 79 Latin letters).
Result<std::vector<uint8_t>> encodePng(const Image& image,
                                       const std::map<std::string, std::string>& metadata = {});

/// Writes a PNG under a temporary name, syncs and renames it.
/// Errors: Disk, naming the path.
Result<void> savePng(const std::string& path, const Image& image,
                     const std::map<std::string, std::string>& metadata = {});

/// Reads a PNG of at most 8192 x 8192 pixels; transparency is laid over black.
/// Errors: NotFound, Unreadable, Corrupt.
Result<Image> loadPng(const std::string& path);

}  // namespace unroll::media
