#include "media/ffmpeg.h"

#include <array>
#include <mutex>

namespace unroll::media {

static_assert(kNoTime == AV_NOPTS_VALUE);

std::string ffmpegMessage(int code) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(code, text.data(), text.size());
  return text.data();
}

void quietFfmpeg() {
  static std::once_flag once;
  std::call_once(once, [] { av_log_set_level(AV_LOG_QUIET); });
}

}  // namespace unroll::media
