#include "metrics/clip_source.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "data/import_hash.h"
#include "io/npy.h"
#include "nn/clip_axes.h"
#ifdef UNROLL_HAS_MEDIA
#include "media/decode_child.h"
#include "media/resampler.h"
#endif

namespace unroll::metrics {
namespace {

constexpr const char* kInterrupted = "Measuring was interrupted.";

namespace fs = std::filesystem;

struct Found {
  fs::path path;
  std::string className;
};

bool isArray(const fs::path& path) { return path.extension() == ".npy"; }

std::string classNameOf(const fs::path& top, const fs::path& file) {
  const fs::path relative = file.lexically_relative(top);
  const fs::path parent = relative.parent_path();
  if (!parent.empty()) return parent.begin()->string();
  const fs::path name = top.filename();
  return name.empty() ? top.parent_path().filename().string() : name.string();
}

Result<std::vector<Found>> findFiles(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return fail(ErrorKind::NotFound, fmt::format("There is nothing at '{}'.", path.string()));
  }
  std::vector<Found> found;
  if (fs::is_regular_file(status)) {
    found.push_back({path, path.stem().string()});
    return found;
  }
  for (fs::recursive_directory_iterator
           entry(path, fs::directory_options::skip_permission_denied, error),
       end;
       !error && entry != end; entry.increment(error)) {
    const fs::path name = entry->path().filename();
    if (name.string().starts_with(".") || !entry->is_regular_file(error)) continue;
    // What lies beside samples and videos, as this program and others write it.
    const std::string ending = name.extension().string();
    if (ending == ".json" || ending == ".png" || ending == ".txt" || ending == ".md") continue;
    found.push_back({entry->path(), classNameOf(path, entry->path())});
  }
  if (error) {
    return fail(ErrorKind::Unreadable,
                fmt::format("'{}' cannot be read: {}.", path.string(), error.message()));
  }
  std::ranges::sort(found, {}, &Found::path);
  return found;
}

/// Cuts clips out of frames that come one by one.
class Cutter {
 public:
  Cutter(const ClipCut& cut, ClipOrigin origin, int64_t most, const TakeClip& take)
      : cut_(cut), origin_(std::move(origin)), most_(most), take_(take) {
    hop_ = cut.hop > 0 ? cut.hop : cut.frames;
  }

  bool full() const { return taken_ >= most_; }
  int64_t taken() const { return taken_; }

  Result<void> frame(std::span<const uint8_t> pixels) {
    const int64_t number = seen_++;
    if (full() || number < next_) return {};
    kept_.insert(kept_.end(), pixels.begin(), pixels.end());
    const size_t bytes = pixels.size() * static_cast<size_t>(cut_.frames);
    if (kept_.size() < bytes) return {};
    torch::Tensor clip =
        torch::empty({cut_.frames, cut_.size, cut_.size, 3}, torch::TensorOptions(torch::kUInt8));
    std::memcpy(clip.data_ptr(), kept_.data(), bytes);
    origin_.start = next_;
    ++taken_;
    next_ += hop_;
    const size_t gone =
        std::min(kept_.size(), pixels.size() * static_cast<size_t>(std::min(hop_, cut_.frames)));
    kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(gone));
    return take_(clip, origin_);
  }

 private:
  const ClipCut& cut_;
  ClipOrigin origin_;
  int64_t most_;
  const TakeClip& take_;
  int64_t hop_ = 1, seen_ = 0, next_ = 0, taken_ = 0;
  std::vector<uint8_t> kept_;
};

std::string sentenceEnd(const std::string& text) { return text.ends_with('.') ? "" : "."; }

/// (T, H, W, 3) -> (T, size, size, 3): the centred square, by area or bilinear.
torch::Tensor squared(const torch::Tensor& pictures, int64_t size) {
  const int64_t side = std::min(pictures.size(1), pictures.size(2));
  torch::Tensor x = pictures.narrow(1, (pictures.size(1) - side) / 2, side)
                        .narrow(2, (pictures.size(2) - side) / 2, side);
  if (side != size) {
    x = nn::resizePictures(x.permute({0, 3, 1, 2}).to(torch::kFloat32), size)
            .round_()
            .clamp_(0, 255)
            .to(torch::kUInt8)
            .permute({0, 2, 3, 1});
  }
  return x.contiguous();
}

/// A file of clips, read picture by picture.
struct ArrayFile {
  io::NpyReader reader;
  int64_t clips, frames, height, width;

  static Result<ArrayFile> open(const fs::path& path) {
    UNROLL_TRY_ASSIGN(reader, io::NpyReader::open(realVfs(), path));
    const std::vector<int64_t> shape = reader.shape();
    const size_t rank = shape.size();
    if (reader.type() != io::NpyType::Uint8 || (rank != 4 && rank != 5) || shape.back() != 3 ||
        reader.byteCount() == 0) {
      return fail(
          ErrorKind::Refused,
          fmt::format("'{}' is no array of clips: uint8 with the axes (frames, height, width, 3), "
                      "or (clips, frames, height, width, 3), is wanted.",
                      path.string()));
    }
    return ArrayFile{std::move(reader), rank == 4 ? 1 : shape[0], shape[rank - 4], shape[rank - 3],
                     shape[rank - 2]};
  }

  /// Frame `t` of clip `n`, (1, height, width, 3).
  Result<torch::Tensor> picture(int64_t n, int64_t t) {
    torch::Tensor pixels = torch::empty({1, height, width, 3}, torch::TensorOptions(torch::kUInt8));
    const auto bytes = static_cast<size_t>(pixels.numel());
    UNROLL_TRY(reader.read(static_cast<uint64_t>(n * frames + t) * bytes,
                           {static_cast<std::byte*>(pixels.data_ptr()), bytes}));
    return pixels;
  }
};

Result<void> cutArray(const Found& file, const ClipCut& cut, int64_t most, const TakeClip& take,
                      const std::stop_token& stop) {
  UNROLL_TRY_ASSIGN(array, ArrayFile::open(file.path));
  int64_t taken = 0;
  for (int64_t n = 0; n < array.clips && taken < most; ++n) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, kInterrupted);
    Cutter cutter(cut, {file.path.string(), file.className, 0}, most - taken, take);
    for (int64_t t = 0; t < array.frames && !cutter.full(); ++t) {
      UNROLL_TRY_ASSIGN(pixels, array.picture(n, t));
      const torch::Tensor picture = squared(pixels, cut.size);
      UNROLL_TRY(
          cutter.frame({picture.const_data_ptr<uint8_t>(), static_cast<size_t>(picture.numel())}));
    }
    taken += cutter.taken();
  }
  return {};
}

#ifdef UNROLL_HAS_MEDIA

/// Reads videos, in a process of its own where one is named.
class VideoCutter {
 public:
  explicit VideoCutter(const ClipCut& cut) : cut_(cut) {
    if (!cut.workerProgram.empty()) {
      child_ = std::make_unique<media::DecodeChild>(
          media::DecodeChildSettings{.program = cut.workerProgram});
    }
  }

  Result<void> cut(const Found& file, int64_t most, const TakeClip& take,
                   const std::stop_token& stop) {
    Cutter cutter(cut_, {file.path.string(), file.className, 0}, most, take);
    const int64_t hop = cut_.hop > 0 ? cut_.hop : cut_.frames;
    const int64_t frames = (most - 1) * hop + cut_.frames;
    const auto frame = [&](std::span<const uint8_t> pixels) { return cutter.frame(pixels); };
    // A little more than the last frame wanted, so that rounding loses none.
    const double end = (static_cast<double>(frames) + 1) / cut_.frameRate;
    if (child_) {
      media::DecodeRequest request{.path = file.path.string(),
                                   .size = static_cast<int>(cut_.size),
                                   .frameRate = cut_.frameRate,
                                   .endSeconds = end};
      UNROLL_TRY(child_->decode(request, frame, stop));
    } else {
      UNROLL_TRY_ASSIGN(reader, media::VideoReader::open(file.path.string()));
      media::ResampleSettings settings;
      settings.size = static_cast<int>(cut_.size);
      settings.frameRate = cut_.frameRate;
      settings.endSeconds = end;
      UNROLL_TRY(media::resample(reader, settings, frame));
    }
    return {};
  }

 private:
  const ClipCut& cut_;
  std::unique_ptr<media::DecodeChild> child_;
};

#else

class VideoCutter {
 public:
  explicit VideoCutter(const ClipCut&) {}
  Result<void> cut(const Found& file, int64_t, const TakeClip&, const std::stop_token&) {
    return fail(
        ErrorKind::Unsupported,
        fmt::format("'{}' is no .npy array, and this build reads no videos.", file.path.string()));
  }
};

#endif

}  // namespace

Result<ClipReport> readClips(const fs::path& path, const ClipCut& cut, const TakeClip& take,
                             const FileProgress& progress, const std::stop_token& stop) {
  UNROLL_TRY_ASSIGN(files, findFiles(path));
  if (files.empty()) {
    return fail(ErrorKind::Refused,
                fmt::format("There are no videos or .npy arrays in '{}'.", path.string()));
  }
  ClipReport report;
  VideoCutter videos(cut);
  const auto total = static_cast<int64_t>(files.size());
  bool ownError = false;  // What `take` refuses ends the work; what a file refuses does not.
  int64_t got = 0;        // Clips of the file at hand, counted as they come: it may break off.
  const TakeClip guarded = [&](const torch::Tensor& clip,
                               const ClipOrigin& origin) -> Result<void> {
    Result<void> taken = take(clip, origin);
    ownError = !taken;
    if (taken) ++got;
    return taken;
  };
  for (int64_t i = 0; i < total && report.clips < cut.maxClips; ++i) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, kInterrupted);
    const Found& file = files[static_cast<size_t>(i)];
    const int64_t share = (cut.maxClips + total - 1) / total;
    const int64_t most = std::min(share, cut.maxClips - report.clips);
    got = 0;
    const Result<void> taken = isArray(file.path) ? cutArray(file, cut, most, guarded, stop)
                                                  : videos.cut(file, most, guarded, stop);
    report.clips += got;
    if (got > 0) ++report.files;
    if (!taken && (ownError || taken.error().kind == ErrorKind::Cancelled)) {
      return tl::unexpected(taken.error());
    }
    if (!taken) {
      report.rejected.push_back(taken.error().message + sentenceEnd(taken.error().message));
    } else if (got == 0) {
      report.rejected.push_back(
          fmt::format("'{}' has fewer than {} frames.", file.path.string(), cut.frames));
    }
    if (progress) progress(i + 1, total);
  }
  if (report.clips == 0) {
    return fail(ErrorKind::Refused, fmt::format("No clip could be cut from '{}': {}", path.string(),
                                                report.rejected.front()));
  }
  return report;
}

Result<std::vector<std::pair<std::string, std::string>>> clipContents(const fs::path& path,
                                                                      const std::stop_token& stop) {
  UNROLL_TRY_ASSIGN(files, findFiles(path));
  std::vector<std::pair<std::string, std::string>> contents;
  for (const Found& file : files) {
    const auto hash = data::hashFile(file.path.string(), stop);
    if (!hash && hash.error().kind == ErrorKind::Cancelled) {
      return fail(ErrorKind::Cancelled, kInterrupted);
    }
    // A file that cannot be read is left out by readClips too, and says why there.
    contents.emplace_back(file.path.lexically_relative(path).string(), hash ? *hash : "unreadable");
  }
  return contents;
}

Result<int64_t> firstPictureSize(const fs::path& path) {
  UNROLL_TRY_ASSIGN(files, findFiles(path));
  std::string why = "it is empty";
  for (const Found& file : files) {
    if (isArray(file.path)) {
      const auto array = ArrayFile::open(file.path);
      if (array) return std::min(array->height, array->width);
      why = array.error().message;
      continue;
    }
#ifdef UNROLL_HAS_MEDIA
    const auto reader = media::VideoReader::open(file.path.string());
    if (reader) return std::min(reader->info().width, reader->info().height);
    why = reader.error().message;
#else
    why = "this build reads no videos";
#endif
  }
  return fail(ErrorKind::Refused, fmt::format("No picture could be read from '{}': {}{}",
                                              path.string(), why, sentenceEnd(why)));
}

Result<ClipReport> readStoreClips(const data::ClipStore& store, const StoreCut& cut,
                                  const TakeClip& take, const std::stop_token& stop) {
  const int64_t span = (cut.frames - 1) * cut.stride + 1;
  std::vector<std::pair<size_t, int64_t>> windows;
  for (size_t i = 0; i < store.clips().size(); ++i) {
    const data::ClipInfo& clip = store.clips()[i];
    if (std::ranges::find(cut.splits, clip.split) == cut.splits.end()) continue;
    for (int64_t start = 0; start + span <= clip.frames; start += span)
      windows.emplace_back(i, start);
  }
  if (windows.empty()) {
    return fail(ErrorKind::Refused,
                fmt::format("No clip of the data has {} frames; import longer videos.", span));
  }
  const auto total = static_cast<int64_t>(windows.size());
  const int64_t wanted = std::min(total, cut.maxClips);
  ClipReport report;
  std::vector<bool> used(store.clips().size(), false);
  for (int64_t n = 0; n < wanted; ++n) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, kInterrupted);
    const auto [index, start] = windows[static_cast<size_t>(n * total / wanted)];
    const data::ClipInfo& info = store.clips()[index];
    torch::Tensor clip =
        torch::empty({cut.frames, cut.size, cut.size, 3}, torch::TensorOptions(torch::kUInt8));
    UNROLL_TRY(store.read({.clip = static_cast<int64_t>(index),
                           .start = start,
                           .frames = cut.frames,
                           .stride = cut.stride,
                           .size = cut.size},
                          {clip.data_ptr<uint8_t>(), static_cast<size_t>(clip.numel())}));
    UNROLL_TRY(take(clip, {info.source, store.classes()[static_cast<size_t>(info.label)], start}));
    used[index] = true;
    ++report.clips;
  }
  report.files = std::ranges::count(used, true);
  return report;
}

}  // namespace unroll::metrics
