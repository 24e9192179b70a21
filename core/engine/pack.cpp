#include "engine/pack.h"

#include <fmt/format.h>
#include <xxhash.h>

#include "base/file_system.h"
#include "engine/cascade.h"
#include "io/json_file.h"
#include "protocol/recipe_json.h"
#include "train/cascade_nets.h"

namespace unroll::engine {
namespace {

Result<std::string> hashOf(const std::filesystem::path& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return fail(ErrorKind::Unreadable, fmt::format("{} cannot be read.", path.string()));
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> guard(file, &std::fclose);
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(), &XXH3_freeState);
  XXH3_64bits_reset(state.get());
  std::vector<char> buffer(1 << 16);
  while (const size_t length = std::fread(buffer.data(), 1, buffer.size(), file)) {
    XXH3_64bits_update(state.get(), buffer.data(), length);
  }
  return fmt::format("{:016x}", XXH3_64bits_digest(state.get()));
}

}  // namespace

Result<PackSummary> packRun(const PackRequest& request) {
  UNROLL_TRY_ASSIGN(cascade, loadCascade(request.source, 0, "cpu"));
  PackSummary summary;
  summary.file = request.out;
  summary.steps = cascade.steps;
  train::TensorSnapshot snapshot;
  for (size_t index = 0; index < cascade.stages.size(); ++index) {
    const auto& generator = *cascade.stages[index];
    snapshot.add(train::namedState(generator, train::stageName(index) + ".ema."));
    for (const auto& parameter : generator.parameters()) summary.parameters += parameter.numel();
  }
  const io::Json card{{"trained_on", request.data},
                      {"limits", request.limits},
                      {"origin", cascade.origin},
                      {"steps", cascade.steps},
                      {"weights", "averaged generators (EMA) with standing batch-norm statistics"}};
  const io::Metadata metadata{{"format", "unroll-cascade-1"},
                              {"recipe", toJson(cascade.recipe)},
                              {"classes", io::Json(cascade.classes).dump()},
                              {"steps", io::Json(cascade.steps).dump()},
                              {"card", card.dump()}};
  UNROLL_TRY(io::writeSafetensors(realVfs(), request.out, snapshot.views(), metadata));
  std::error_code ignored;
  summary.bytes = static_cast<int64_t>(std::filesystem::file_size(request.out, ignored));
  UNROLL_TRY_ASSIGN(hash, hashOf(request.out));
  summary.hash = hash;
  return summary;
}

}  // namespace unroll::engine
