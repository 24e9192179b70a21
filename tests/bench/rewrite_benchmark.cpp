// Times each faster form beside the plain form it replaces, forward and backward, at the shapes of 'stage 1, 32x32, ch 16,
// batch 8' and its critics. Prints a table; the equality of the two forms is tests/models/rewrite_test.cpp's business.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>

#include "nn/clip_axes.h"
#include "nn/conv_gru.h"
#include "nn/fused_conv.h"
#include "nn/norm_relu.h"
#include "nn/separable_conv3d.h"

namespace unroll {
namespace {

using torch::Tensor;

constexpr int64_t kClips = 8, kFrames = 12;
constexpr int kRuns = 9;

Tensor random(torch::IntArrayRef shape, at::MemoryFormat format = at::MemoryFormat::Contiguous) {
  return torch::randn(shape).contiguous(format).requires_grad_(true);
}

/// Least seconds of one forward and backward pass.
double least(const std::function<Tensor()>& forward) {
  double best = 1e9;
  for (int run = 0; run < kRuns; ++run) {
    const auto begun = std::chrono::steady_clock::now();
    forward().sum().backward();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  }
  return best;
}

void row(const std::string& name, const std::function<Tensor()>& plain, const std::function<Tensor()>& fast) {
  const double before = least(plain), after = least(fast);
  std::printf("| %s | %.2f ms | %.2f ms | %.2f |\n", name.c_str(), before * 1e3, after * 1e3, before / after);
  std::fflush(stdout);
}

void compareConvolutions() {
  constexpr auto kLast = at::MemoryFormat::ChannelsLast;
  const Tensor x = random({kClips * kFrames, 64, 16, 16}, kLast), w = random({64, 64, 3, 3}), b = random({64});
  const Tensor contiguous = random({kClips * kFrames, 64, 16, 16});
  row("x2 then 3x3 as transposed 4x4", [&] { return torch::conv2d(nn::upsampleNearest(x), w, b, 1, 1); },
      [&] { return nn::upsampleThenConv(x, w, b); });
  row("3x3 in channels-last memory", [&] { return torch::conv2d(contiguous, w, b, 1, 1); },
      [&] { return torch::conv2d(x, w, b, 1, 1); });
  const Tensor picture = random({2 * kClips * 8, 16, 32, 32}, kLast), v = random({16, 16, 3, 3}), c = random({16});
  row("3x3 then 2x2 pooling as strided 4x4",
      [&] { return torch::avg_pool2d(torch::conv2d(picture, v, c, 1, 1), 2); }, [&] { return nn::convThenPool(picture, v, c); });
  const Tensor clip = random({2 * kClips, 16, kFrames, 16, 16}, at::MemoryFormat::ChannelsLast3d);
  const Tensor cube = random({16, 16, 3, 3, 3});
  row("3x3x3 then 2x2x2 pooling as strided 4x4x4",
      [&] { return torch::avg_pool3d(torch::conv3d(clip, cube, c, 1, 1), 2); }, [&] { return nn::convThenPool(clip, cube, c); });
  const Tensor point = random({64, 64, 1, 1});
  row("1x1 shortcut on the small side of x2", [&] { return torch::conv2d(nn::upsampleNearest(x), point, b); },
      [&] { return nn::upsampleNearest(torch::conv2d(x, point, b)); });
}

void compareNorm() {
  torch::nn::BatchNorm2d norm(torch::nn::BatchNormOptions(64).affine(false));
  const Tensor x = random({kClips * kFrames, 64, 16, 16}, at::MemoryFormat::ChannelsLast);
  const Tensor scale = random({kClips, 64}), shift = random({kClips, 64});
  const auto perPixel = [](const Tensor& values) { return values.unsqueeze(-1).unsqueeze(-1); };
  row("batch norm, gain, bias, relu in one function",
      [&] {
        const Tensor y = norm->forward(x).unflatten(0, {-1, kClips});
        return torch::relu(y * perPixel(scale) + perPixel(shift));
      },
      [&] { return nn::normScaleRelu(*norm, x, scale, shift); });
}

void compareUnits() {
  const Tensor clip = random({kClips, 64, kFrames, 16, 16});
  const auto input = [&] {
    nn::TemporalUnit::Input made;
    made.features = nn::toTimeMajor(clip);
    made.clips = kClips;
    made.frames = kFrames;
    return made;
  };
  nn::ConvGru gru(64, 64);
  row("ConvGRU: joined gates, own backward pass",
      [&] {
        Tensor h = torch::zeros({kClips, 64, 16, 16});
        std::vector<Tensor> out;
        for (const Tensor& frame : clip.unbind(2)) {
          const Tensor both = torch::cat({frame, h}, 1);
          const Tensor r = torch::sigmoid(gru.reset->forward(both)), u = torch::sigmoid(gru.update->forward(both));
          const Tensor k = torch::relu(gru.candidate->forward(torch::cat({frame, r * h}, 1)));
          h = u * h + (1 - u) * k;
          out.push_back(h);
        }
        return torch::stack(out, 2);
      },
      [&] {
        Tensor state;
        return gru.forward(input(), state);
      });
  nn::SeparableConv3d separable(64, 64);
  row("separable 3-D as two 2-D convolutions, time-major",
      [&] { return separable.temporal->forward(torch::relu(separable.spatial->forward(clip))); },
      [&] {
        Tensor state;
        return separable.forward(input(), state);
      });
}

}  // namespace
}  // namespace unroll

int main() {
  at::set_num_threads(2);
  torch::manual_seed(1);
  std::puts("| rewrite | plain | fast | ratio |\n|---|---|---|---|");
  unroll::compareConvolutions();
  unroll::compareNorm();
  unroll::compareUnits();
  return 0;
}
