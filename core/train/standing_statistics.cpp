#include "train/standing_statistics.h"

#include "train/first_stage_window.h"

namespace unroll::train {
namespace {

void forward(models::Generator& generator, const GeneratorBatch& batch) {
  if (batch.piece <= 0 || batch.piece >= batch.frames) {
    generator.forward(batch.z, batch.label, batch.frames, batch.low);
    return;
  }
  models::GeneratorState state;
  forwardInPieces(generator, batch.z, batch.label, batch.frames, batch.piece, state);
}

}  // namespace

Result<void> estimateStandingStatistics(
    models::Generator& generator, int64_t batches,
    const std::function<Result<GeneratorBatch>(int64_t)>& draw) {
  torch::NoGradGuard guard;
  std::vector<torch::nn::BatchNorm2dImpl*> norms;
  for (const auto& module : generator.modules()) {
    if (auto* norm = module->as<torch::nn::BatchNorm2d>()) norms.push_back(norm);
  }
  std::vector<std::optional<double>> momenta;
  for (torch::nn::BatchNorm2dImpl* norm : norms) {
    norm->reset_running_stats();
    momenta.push_back(norm->options.momentum());
    norm->options.momentum(std::nullopt);  // Absent: every batch counts the same.
  }
  generator.train();
  Result<void> done;
  {
    nn::NormScope scope(generator);
    for (int64_t i = 0; i < batches && done; ++i) {
      const Result<GeneratorBatch> batch = draw(i);
      if (batch) {
        forward(generator, *batch);
      } else {
        done = tl::unexpected(batch.error());
      }
    }
  }
  for (size_t i = 0; i < norms.size(); ++i) norms[i]->options.momentum(momenta[i]);
  generator.eval();
  return done;
}

}  // namespace unroll::train
