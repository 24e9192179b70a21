#include "data/import_hash.h"

#include <xxhash.h>

#include <atomic>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "base/file_system.h"

namespace unroll::data {
namespace {

constexpr size_t kChunkBytes = size_t{1} << 20;

}  // namespace

Result<std::string> hashFile(const std::string& path, const std::stop_token& stop) {
  auto file = realVfs().open(path, OpenMode::Read);
  if (!file) return tl::unexpected(readError(file.error(), path));
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              &XXH3_freeState);
  XXH3_128bits_reset(state.get());
  std::vector<std::byte> chunk(kChunkBytes);
  uint64_t offset = 0;
  while (true) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "The import was stopped.");
    auto got = (*file)->readAt(offset, chunk);
    if (!got) return tl::unexpected(readError(got.error(), path));
    if (*got == 0) break;
    XXH3_128bits_update(state.get(), chunk.data(), *got);
    offset += *got;
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::vector<Result<std::string>> hashFiles(const std::vector<std::string>& paths, int threads,
                                           const std::stop_token& stop) {
  std::vector<Result<std::string>> hashes(
      paths.size(), Result<std::string>(fail(ErrorKind::Cancelled, "The import was stopped.")));
  std::atomic<size_t> next = 0;
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i) {
      workers.emplace_back([&] {
        for (size_t at = next++; at < paths.size(); at = next++)
          hashes[at] = hashFile(paths[at], stop);
      });
    }
  }
  return hashes;
}

}  // namespace unroll::data
