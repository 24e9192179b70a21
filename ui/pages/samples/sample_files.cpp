#include "ui/pages/samples/sample_files.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "media/contact_sheet.h"
#include "ui/model/background.h"

namespace unroll::ui {
namespace {

constexpr int kSheetFrames = 12;

Result<void> writeSheet(const QList<SheetSource>& sources, int scale, const std::string& path) {
  std::vector<std::vector<uint8_t>> kept;
  std::vector<media::SheetRow> rows;
  for (const SheetSource& source : sources) {
    UNROLL_TRY_ASSIGN(clip, readClip(source.clip.path, source.clip.frameRate));
    const int frames = std::min(kSheetFrames, clip->frameCount);
    std::vector<uint8_t> pixels;
    for (int i = 0; i < frames; ++i) {
      const int frame = frames > 1 ? i * (clip->frameCount - 1) / (frames - 1) : 0;
      const std::span<const uint8_t> bytes = clip->frameBytes(frame);
      pixels.insert(pixels.end(), bytes.begin(), bytes.end());
    }
    kept.push_back(std::move(pixels));
    media::SheetRow row;
    row.frames = frames;
    row.width = clip->width;
    row.height = clip->height;
    row.label = source.label.toStdString();
    rows.push_back(row);
  }
  for (size_t i = 0; i < rows.size(); ++i) rows[i].pixels = kept[i];
  media::SheetSettings settings;
  settings.scale = std::max(1, scale);
  return media::saveContactSheet(path, rows, settings);
}

}  // namespace

void saveFramePng(const QImage& image, const QMap<QString, QString>& facts, const QString& path,
                  QObject* context, std::function<void(Result<void>)> done) {
  const auto save = [image, facts, path]() -> Result<void> {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    media::Image out = media::filled(rgb.width(), rgb.height(), {});
    const size_t row = static_cast<size_t>(rgb.width()) * 3;
    for (int y = 0; y < rgb.height(); ++y) {
      std::copy_n(rgb.constScanLine(y), row,
                  out.rgb.begin() + static_cast<std::ptrdiff_t>(row) * y);
    }
    std::map<std::string, std::string> metadata;
    for (auto fact = facts.begin(); fact != facts.end(); ++fact) {
      metadata[fact.key().toStdString()] = fact.value().toStdString();
    }
    return media::savePng(path.toStdString(), out, metadata);
  };
  inBackground(context, save, std::move(done));
}

void saveSampleSheet(const QList<SheetSource>& rows, int scale, const QString& path,
                     QObject* context, std::function<void(Result<void>)> done) {
  inBackground(
      context, [rows, scale, path] { return writeSheet(rows, scale, path.toStdString()); },
      std::move(done));
}

}  // namespace unroll::ui
