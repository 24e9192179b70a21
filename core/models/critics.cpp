#include "models/critics.h"

#include "models/widths.h"
#include "nn/clip_axes.h"

namespace unroll::models {
namespace {

torch::Tensor sumPerClip(const torch::Tensor& scores, int64_t clips) { return scores.view({clips, -1}).sum(1); }

torch::Tensor halve(const torch::Tensor& clip) { return torch::avg_pool3d(clip, {1, 2, 2}); }

/// Each frame less the one before it, times `gain`; 0 at the first frame.
torch::Tensor motion(const torch::Tensor& clip, double gain) {
  const torch::Tensor moved = clip.diff(1, 2) * gain;
  return torch::constant_pad_nd(moved, {0, 0, 0, 0, 1, 0});
}

}  // namespace

SpatialCritic::SpatialCritic(CriticSpec spec) {
  blocks = register_module("blocks", torch::nn::ModuleList());
  int64_t inputs = 3;
  for (int64_t width : criticWidths(spec.size)) {
    const nn::CriticBlockOptions options{inputs, width * spec.ch, true, 2, blocks->is_empty()};
    blocks->push_back(std::make_shared<nn::CriticBlock>(options));
    inputs = width * spec.ch;
  }
  blocks->push_back(std::make_shared<nn::CriticBlock>(nn::CriticBlockOptions{inputs, inputs, false}));
  head = register_module("head", std::make_shared<nn::Head>(inputs, spec.classes));
}

torch::Tensor SpatialCritic::forward(const torch::Tensor& clip, const torch::Tensor& label) {
  torch::Tensor x = nn::fold(clip).contiguous(at::MemoryFormat::ChannelsLast);
  for (const auto& block : *blocks) x = block->as<nn::CriticBlock>()->forward(x);
  return sumPerClip(head->forward(x, label), clip.size(0));
}

TemporalCritic::TemporalCritic(CriticSpec spec) : TemporalCritic(spec, spec.motionGain > 0 ? 6 : 3) {}

TemporalCritic::TemporalCritic(CriticSpec spec, int64_t inputs)
    : pooled_(spec.pooled), motionGain_(spec.motionGain) {
  const std::vector<int64_t>& widths = criticWidths(pooled_ ? spec.size / 2 : spec.size);
  blocks3d = register_module("blocks3d", torch::nn::ModuleList());
  blocks2d = register_module("blocks2d", torch::nn::ModuleList());
  for (size_t level = 0; level < widths.size(); ++level) {
    const int64_t outputs = widths[level] * spec.ch;
    const bool cubic = level < 2;
    auto block = std::make_shared<nn::CriticBlock>(
        nn::CriticBlockOptions{inputs, outputs, true, cubic ? 3 : 2, level == 0});
    (cubic ? blocks3d : blocks2d)->push_back(block);
    inputs = outputs;
  }
  blocks2d->push_back(std::make_shared<nn::CriticBlock>(nn::CriticBlockOptions{inputs, inputs, false}));
  head = register_module("head", std::make_shared<nn::Head>(inputs, spec.classes));
}

torch::Tensor TemporalCritic::forward(const torch::Tensor& clip, const torch::Tensor& label) {
  const torch::Tensor seen = pooled_ ? halve(clip) : clip;
  return score(motionGain_ > 0 ? torch::cat({seen, motion(seen, motionGain_)}, 1) : seen, label);
}

torch::Tensor TemporalCritic::score(const torch::Tensor& seen, const torch::Tensor& label) {
  const int64_t clips = seen.size(0);
  torch::Tensor x = seen.contiguous(at::MemoryFormat::ChannelsLast3d);
  for (const auto& block : *blocks3d) x = block->as<nn::CriticBlock>()->forward(x);
  x = nn::fold(x).contiguous(at::MemoryFormat::ChannelsLast);
  for (const auto& block : *blocks2d) x = block->as<nn::CriticBlock>()->forward(x);
  return sumPerClip(head->forward(x, label), clips);
}

MatchingCritic::MatchingCritic(CriticSpec spec) : TemporalCritic(spec, 6) {}

torch::Tensor MatchingCritic::forward(const torch::Tensor& low, const torch::Tensor& clip,
                                      const torch::Tensor& label) {
  const torch::Tensor fine = halve(clip);
  const int64_t clips = clip.size(0), size = fine.size(3);
  const torch::Tensor pictures = nn::resizePictures(nn::fold(low), size);
  const torch::Tensor shown =
      nn::unfold(pictures, clips).repeat_interleave(clip.size(2) / low.size(2), 2);
  return score(torch::cat({fine, shown}, 1), label);
}

}  // namespace unroll::models
