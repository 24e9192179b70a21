#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/file_system.h"
#include "data/frame_files.h"
#include "media/clip_codec.h"

namespace unroll::data {
namespace {

class EncodedFiles;

/// Encodes into a temporary file that finish() gives its name.
class EncodedSink final : public ClipSink {
 public:
  EncodedSink(EncodedFiles& files, std::string temporary, media::ClipEncoder encoder)
      : files_(files), temporary_(std::move(temporary)), encoder_(std::move(encoder)) {}
  EncodedSink(const EncodedSink&) = delete;
  EncodedSink& operator=(const EncodedSink&) = delete;
  ~EncodedSink() override {
    if (!renamed_) ::unlink(temporary_.c_str());
  }

  Result<void> append(std::span<const uint8_t> frame) override { return encoder_.write(frame); }
  Result<ClipPlace> finish() override;

 private:
  EncodedFiles& files_;
  std::string temporary_;
  media::ClipEncoder encoder_;
  bool renamed_ = false;
};

class EncodedFiles final : public FrameFiles {
 public:
  EncodedFiles(std::string folder, const StoreSettings& settings, int64_t number)
      : folder_(std::move(folder)), settings_(settings), number_(number) {}

  Result<std::unique_ptr<ClipSink>> begin() override {
    std::string temporary = fmt::format("{}/clips/.part-{}-{}.mkv", folder_, ::getpid(), part_++);
    const int size = static_cast<int>(settings_.size);
    UNROLL_TRY_ASSIGN(encoder,
                      media::ClipEncoder::open(temporary, size, size, settings_.frameRate));
    return std::make_unique<EncodedSink>(*this, std::move(temporary), std::move(encoder));
  }

  /// The encoder synced each file; here their names are.
  Result<void> sync() override {
    const std::string clips = folder_ + "/clips";
    if (const auto done = realVfs().syncFolder(clips); !done) {
      return tl::unexpected(writeError(realVfs(), done.error(), clips));
    }
    return {};
  }

  std::string nextFile() { return encodedFileName(number_++); }
  const std::string& folder() const { return folder_; }

 private:
  const std::string folder_;
  const StoreSettings settings_;
  std::atomic<int64_t> number_;  ///< of the next clip
  std::atomic<int64_t> part_ = 0;
};

Result<ClipPlace> EncodedSink::finish() {
  UNROLL_TRY(encoder_.finish());
  ClipPlace place{files_.nextFile(), 0};
  const std::string path = files_.folder() + "/" + place.file;
  if (::rename(temporary_.c_str(), path.c_str()) != 0) {
    return tl::unexpected(writeError(realVfs(), {errno}, path));
  }
  renamed_ = true;
  return place;
}

}  // namespace

Result<std::unique_ptr<FrameFiles>> openEncodedFiles(const std::string& dataFolder,
                                                     const StoreIndex& index) {
  std::set<std::string> known;
  int64_t next = 0;
  for (const IndexedClip& clip : index.clips) {
    known.insert(clip.file);
    next = std::max(next, encodedFileNumber(clip.file) + 1);
  }
  UNROLL_TRY(makeFolders(realVfs(), dataFolder + "/clips"));

  std::error_code code;
  std::vector<std::string> stale;
  for (const auto& entry : std::filesystem::directory_iterator(dataFolder + "/clips", code)) {
    const std::string name = entry.path().filename().string();
    const std::string file = "clips/" + name;
    const bool isClip = encodedFileNumber(file) >= 0;
    if (name.starts_with(".part-") || (isClip && !known.contains(file))) {
      stale.push_back(entry.path().string());
    }
  }
  for (const std::string& path : stale) ::unlink(path.c_str());
  return std::make_unique<EncodedFiles>(dataFolder, index.settings, next);
}

}  // namespace unroll::data
