#include "data/store_writer.h"

#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "base/seeds.h"
#include "data/frame_files.h"
#include "data/store_index.h"

namespace unroll::data {
namespace {

class Writer final : public StoreWriter {
 public:
  Writer(Vfs& vfs, std::string folder, std::unique_ptr<VfsLock> lock, StoreIndex index,
         std::unique_ptr<FrameFiles> files)
      : vfs_(vfs),
        folder_(std::move(folder)),
        lock_(std::move(lock)),
        settings_(index.settings),
        files_(std::move(files)),
        index_(std::move(index)) {
    for (const IndexedClip& clip : index_.clips) sources_.insert(clip.info.sourceId);
    for (const SourceReport& entry : index_.reports) noteRejectedLocked(entry);
    for (size_t i = 0; i < index_.classes.size(); ++i) {
      labels_[index_.classes[i]] = static_cast<int64_t>(i);
    }
  }

  const StoreSettings& settings() const override { return settings_; }
  int64_t frameBytes() const override { return settings_.size * settings_.size * 3; }

  bool containsSource(std::string_view sourceId) const override {
    const std::lock_guard lock(mutex_);
    return sources_.contains(sourceId);
  }

  int64_t classIndex(std::string_view name) override {
    const std::string readable = readableText(std::string(name));
    const std::lock_guard lock(mutex_);
    const auto [entry, isNew] =
        labels_.try_emplace(readable, static_cast<int64_t>(index_.classes.size()));
    if (isNew) index_.classes.push_back(readable);
    return entry->second;
  }

  Result<std::unique_ptr<OpenClip>> beginClip(const ClipInfo& info) override;

  void report(SourceReport report) override {
    const std::lock_guard lock(mutex_);
    noteRejectedLocked(report);
    for (SourceReport& earlier : index_.reports) {
      if (earlier.source == report.source && earlier.sourceId == report.sourceId) {
        earlier = std::move(report);
        return;
      }
    }
    index_.reports.push_back(std::move(report));
  }

  std::vector<SourceReport> reports() const override {
    const std::lock_guard lock(mutex_);
    return index_.reports;
  }

  Result<void> commit() override {
    const std::lock_guard lock(mutex_);
    if (broken_) {
      return fail(ErrorKind::Disk, fmt::format("Writing to '{}' failed before, so what came after "
                                               "was not kept; import again.",
                                               folder_));
    }
    broken_ = true;
    UNROLL_TRY(files_->sync());
    broken_ = false;
    return writeIndex(folder_, index_, vfs_);
  }

  int64_t clipCount() const override {
    const std::lock_guard lock(mutex_);
    return static_cast<int64_t>(index_.clips.size());
  }

  void add(IndexedClip clip) {
    const std::lock_guard lock(mutex_);
    sources_.insert(clip.info.sourceId);
    index_.clips.push_back(std::move(clip));
  }

 private:
  void noteRejectedLocked(const SourceReport& report) {
    if (!report.accepted && !report.sourceId.empty()) sources_.insert(report.sourceId);
  }

  Vfs& vfs_;
  const std::string folder_;
  const std::unique_ptr<VfsLock> lock_;
  const StoreSettings settings_;
  const std::unique_ptr<FrameFiles> files_;
  mutable std::mutex mutex_;  ///< guards all below
  StoreIndex index_;
  std::set<std::string, std::less<>> sources_;
  std::map<std::string, int64_t, std::less<>> labels_;
  bool broken_ = false;  ///< a sync failed: what the kernel still holds is unknown
};

class WriterClip final : public StoreWriter::OpenClip {
 public:
  WriterClip(Writer& writer, ClipInfo info, std::unique_ptr<ClipSink> sink)
      : writer_(writer), info_(std::move(info)), sink_(std::move(sink)) {
    info_.frames = 0;
  }

  Result<void> append(std::span<const uint8_t> frame) override {
    if (sink_ == nullptr || static_cast<int64_t>(frame.size()) != writer_.frameBytes()) {
      return fail(ErrorKind::Internal,
                  fmt::format("A frame of {} bytes was given to a clip that takes {}.",
                              frame.size(), writer_.frameBytes()));
    }
    UNROLL_TRY(sink_->append(frame));
    ++info_.frames;
    return {};
  }

  int64_t frames() const override { return info_.frames; }

  Result<void> end() override {
    if (sink_ == nullptr) return fail(ErrorKind::Internal, "A clip was ended twice.");
    const std::unique_ptr<ClipSink> sink = std::move(sink_);
    if (info_.frames == 0) {
      return fail(ErrorKind::Refused, fmt::format("'{}' has no frames.", info_.source));
    }
    UNROLL_TRY_ASSIGN(place, sink->finish());
    writer_.add(IndexedClip{std::move(info_), std::move(place.file), place.offset});
    return {};
  }

 private:
  Writer& writer_;
  ClipInfo info_;
  std::unique_ptr<ClipSink> sink_;
};

Result<std::unique_ptr<StoreWriter::OpenClip>> Writer::beginClip(const ClipInfo& info) {
  {
    const std::lock_guard lock(mutex_);
    if (info.label < 0 || info.label >= static_cast<int64_t>(index_.classes.size())) {
      return fail(ErrorKind::Internal, fmt::format("A clip has label {} of {} classes.", info.label,
                                                   index_.classes.size()));
    }
  }
  UNROLL_TRY_ASSIGN(sink, files_->begin());
  return std::make_unique<WriterClip>(*this, info, std::move(sink));
}

std::string describe(const StoreSettings& settings) {
  return fmt::format("{} at {}x{}, {} frames per second", name(settings.kind), settings.size,
                     settings.size, settings.frameRate);
}

/// The index to go on from: the one there, or a new one where there is none or it has no clips.
Result<StoreIndex> indexToExtend(Vfs& vfs, const std::string& folder,
                                 const StoreSettings& settings) {
  Result<StoreIndex> there = readIndex(folder, vfs);
  StoreIndex fresh;
  fresh.settings = settings;
  if (!there) {
    if (there.error().kind == ErrorKind::NotFound) return fresh;
    return there;
  }
  const StoreSettings& old = there->settings;
  const bool same = old.kind == settings.kind && old.size == settings.size &&
                    std::abs(old.frameRate - settings.frameRate) < 1e-9;
  if (same) return there;
  if (there->clips.empty() && old.kind != StoreKind::Synthetic) {
    fresh.reports = there->reports;
    return fresh;
  }
  return fail(ErrorKind::Refused,
              fmt::format("The clips in '{}' are {}, not {}; import with the same settings or into "
                          "a new project.",
                          folder, describe(old), describe(settings)));
}

}  // namespace

Split splitOf(std::string_view sourceId, double heldShare) {
  const double place = Random(streamSeed(0, sourceId)).uniform();
  return place < heldShare ? Split::Held : Split::Train;
}

Result<std::unique_ptr<StoreWriter>> StoreWriter::open(const std::string& dataFolder,
                                                       const StoreSettings& settings, Vfs& vfs) {
  UNROLL_TRY(checkSettings(settings.size, settings.frameRate));
  if (settings.kind == StoreKind::Synthetic) {
    return fail(ErrorKind::Internal, "A synthetic store takes no clips.");
  }
  UNROLL_TRY(makeFolders(vfs, dataFolder));
  const std::string lockPath = dataFolder + "/.lock";
  auto lock = vfs.lock(lockPath, fmt::format("import, process {}\n", ::getpid()));
  if (!lock && lock.error().code == EWOULDBLOCK) {
    return fail(ErrorKind::Refused,
                fmt::format("Another import is writing to '{}'; wait for it to end.", dataFolder));
  }
  if (!lock) return tl::unexpected(writeError(vfs, lock.error(), lockPath));
  UNROLL_TRY(removeStaleTemporaries(vfs, dataFolder));
  UNROLL_TRY_ASSIGN(index, indexToExtend(vfs, dataFolder, settings));
  UNROLL_TRY_ASSIGN(files, settings.kind == StoreKind::Raw ? openRawFiles(vfs, dataFolder, index)
                                                           : openEncodedFiles(dataFolder, index));
  return std::make_unique<Writer>(vfs, dataFolder, std::move(*lock), std::move(index),
                                  std::move(files));
}

Result<void> StoreWriter::addClip(const ClipInfo& info, std::span<const uint8_t> pixels) {
  const auto bytes = static_cast<size_t>(frameBytes());
  if (pixels.size() % bytes != 0) {
    return fail(ErrorKind::Internal,
                fmt::format("{} bytes are no whole number of frames of {}.", pixels.size(), bytes));
  }
  UNROLL_TRY_ASSIGN(clip, beginClip(info));
  for (; !pixels.empty(); pixels = pixels.subspan(bytes)) {
    UNROLL_TRY(clip->append(pixels.first(bytes)));
  }
  return clip->end();
}

Result<std::vector<SourceReport>> readReports(const std::string& dataFolder) {
  UNROLL_TRY_ASSIGN(index, readIndex(dataFolder));
  return index.reports;
}

}  // namespace unroll::data
