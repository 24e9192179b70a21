#include "ui/pages/samples/real_clip.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/clip_store.h"
#include "ui/model/background.h"

namespace unroll::ui {
namespace {

Result<ClipPtr> readRealClip(const RealClipRequest& request) {
  UNROLL_TRY_ASSIGN(store, data::openClipStore(request.dataFolder.toStdString()));
  if (request.size < 1 || store->size() % request.size != 0) {
    return fail(ErrorKind::Refused, fmt::format("The data's frames of {} pixels cannot be shown at "
                                                "{} pixels: import it at the cascade's size.",
                                                store->size(), request.size));
  }
  std::vector<int64_t> fitting;
  for (size_t index = 0; index < store->clips().size(); ++index) {
    const data::ClipInfo& clip = store->clips()[index];
    if ((request.label < 0 || clip.label == request.label) && clip.frames > 0) {
      fitting.push_back(static_cast<int64_t>(index));
    }
  }
  if (fitting.empty()) {
    return fail(ErrorKind::NotFound,
                "The data has no clip of this class: import one to compare with.");
  }
  const int64_t chosen = fitting[request.seed % fitting.size()];
  const int64_t there = store->clips()[static_cast<size_t>(chosen)].frames;
  auto clip = std::make_shared<Clip>();
  clip->frameCount =
      static_cast<int>(std::min<int64_t>(request.frames, (there - 1) / request.stride + 1));
  clip->width = clip->height = request.size;
  clip->frameRate = request.frameRate;
  clip->pixels.resize(static_cast<size_t>(clip->frameCount) * static_cast<size_t>(request.size) *
                      static_cast<size_t>(request.size) * 3);
  const data::WindowRequest window{chosen, 0, clip->frameCount, request.stride, request.size};
  UNROLL_TRY(store->read(window, {static_cast<uint8_t*>(static_cast<void*>(clip->pixels.data())),
                                  clip->pixels.size()}));
  return ClipPtr(std::move(clip));
}

}  // namespace

void loadRealClip(const RealClipRequest& request, QObject* context,
                  std::function<void(Result<ClipPtr>)> done) {
  inBackground(
      context, [request] { return readRealClip(request); }, std::move(done));
}

}  // namespace unroll::ui
