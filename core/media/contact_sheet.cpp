#include "media/contact_sheet.h"

#include <fmt/format.h>

#include <algorithm>

namespace unroll::media {

namespace {

constexpr int kTextHeight = 14;
constexpr int kMaxSide = 32'768;

int shownFrames(const SheetRow& row, const SheetSettings& settings) {
  const int stride = std::max(1, settings.frameStride);
  const int frames = (row.frames + stride - 1) / stride;
  return settings.maxFrames > 0 ? std::min(frames, settings.maxFrames) : frames;
}

Result<void> check(std::span<const SheetRow> rows) {
  if (rows.empty()) return fail(ErrorKind::Refused, "A contact sheet needs at least one clip.");
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    const auto bytes = static_cast<size_t>(std::max(0, row.frames)) *
                       static_cast<size_t>(std::max(0, row.width)) *
                       static_cast<size_t>(std::max(0, row.height)) * 3;
    if (bytes == 0 || row.pixels.size() != bytes) {
      return fail(
          ErrorKind::Refused,
          fmt::format("Row {} of the contact sheet has {} bytes, not the {} of {} frames of "
                      "{}x{}.",
                      i + 1, row.pixels.size(), bytes, row.frames, row.width, row.height));
    }
  }
  return {};
}

}  // namespace

Result<Image> contactSheet(std::span<const SheetRow> rows, const SheetSettings& settings) {
  UNROLL_TRY(check(rows));
  const int scale = std::max(1, settings.scale);
  const int gap = std::max(0, settings.gap);
  int cellWidth = 0;
  int columns = 0;
  int labels = 0;
  int height = settings.frameNumbers ? kTextHeight + 2 * gap : gap;
  for (const auto& row : rows) {
    cellWidth = std::max(cellWidth, row.width * scale);
    columns = std::max(columns, shownFrames(row, settings));
    if (!row.label.empty()) {
      labels = std::max(labels, labelWidth(row.label, kTextHeight) + 2 * gap + 4);
    }
    height += row.height * scale + gap;
  }
  const int64_t width = int64_t{labels} + gap + int64_t{columns} * (cellWidth + gap);
  if (width > kMaxSide || height > kMaxSide) {
    return fail(ErrorKind::Refused,
                fmt::format("The contact sheet would be {}x{}; show fewer frames or samples.",
                            width, height));
  }
  Image sheet = filled(static_cast<int>(width), height, settings.background);
  const int left = labels + gap;
  if (settings.frameNumbers) {
    for (int column = 0; column < columns; ++column) {
      const auto number = std::to_string(column * std::max(1, settings.frameStride));
      const int at = left + column * (cellWidth + gap) +
                     std::max(0, (cellWidth - labelWidth(number, kTextHeight)) / 2);
      drawLabel(sheet, number, at, gap, kTextHeight, settings.ink);
    }
  }
  int y = settings.frameNumbers ? kTextHeight + 2 * gap : gap;
  for (const auto& row : rows) {
    const auto bytes = row.pixels.size() / static_cast<size_t>(row.frames);
    if (!row.label.empty()) {
      drawLabel(sheet, row.label, gap + 2, y + (row.height * scale - kTextHeight) / 2, kTextHeight,
                settings.ink);
    }
    for (int column = 0; column < shownFrames(row, settings); ++column) {
      const auto frame =
          static_cast<size_t>(column) * static_cast<size_t>(std::max(1, settings.frameStride));
      const auto picture = toImage(row.pixels.subspan(frame * bytes, bytes), row.width, row.height);
      paste(sheet, enlarge(picture, scale), left + column * (cellWidth + gap), y);
    }
    y += row.height * scale + gap;
  }
  return sheet;
}

Result<void> saveContactSheet(const std::string& path, std::span<const SheetRow> rows,
                              const SheetSettings& settings) {
  UNROLL_TRY_ASSIGN(sheet, contactSheet(rows, settings));
  return savePng(path, sheet);
}

}  // namespace unroll::media
