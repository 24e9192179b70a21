#include "data/clip_store.h"

#include <fmt/format.h>

#include "data/frame_files.h"
#include "data/store_index.h"

namespace unroll::data {

Result<void> checkRequest(const ClipStore& store, const WindowRequest& request, size_t outBytes) {
  const bool clipFits =
      request.clip >= 0 && request.clip < static_cast<int64_t>(store.clips().size());
  const bool sizeFits =
      request.size > 0 && request.size <= store.size() && store.size() % request.size == 0;
  if (clipFits && sizeFits && request.frames > 0 && request.stride > 0 && request.start >= 0) {
    const int64_t last = request.start + (request.frames - 1) * request.stride;
    const int64_t bytes = request.frames * request.size * request.size * 3;
    if (last < store.clips()[static_cast<size_t>(request.clip)].frames &&
        static_cast<int64_t>(outBytes) == bytes) {
      return {};
    }
  }
  return fail(
      ErrorKind::Internal,
      fmt::format("A window of {} frames from {} by {} at size {} does not fit clip {} of a "
                  "store of {} clips at size {}, or a buffer of {} bytes.",
                  request.frames, request.start, request.stride, request.size, request.clip,
                  store.clips().size(), store.size(), outBytes));
}

Result<std::shared_ptr<const ClipStore>> openClipStore(const std::string& dataFolder) {
  Result<StoreIndex> index = readIndex(dataFolder);
  const bool nothing = index ? index->settings.kind != StoreKind::Synthetic && index->clips.empty()
                             : index.error().kind == ErrorKind::NotFound;
  if (nothing) {
    return fail(ErrorKind::NotFound,
                fmt::format("There are no clips in '{}'; import some videos first.", dataFolder));
  }
  if (!index) return tl::unexpected(std::move(index).error());
  switch (index->settings.kind) {
    case StoreKind::Raw:
      return openRawStore(dataFolder, std::move(*index));
    case StoreKind::Encoded:
      return openEncodedStore(dataFolder, std::move(*index));
    case StoreKind::Synthetic:
      break;
  }
  return openSyntheticStore(index->synthetic);
}

}  // namespace unroll::data
