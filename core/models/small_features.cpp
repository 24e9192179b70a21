#include "models/small_features.h"

#include <algorithm>
#include <array>
#include <string>

#include <omp.h>

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>

#include "models/small_features_cpu.h"
#include "nn/clip_axes.h"

namespace unroll::models {
namespace {

struct Layer {
  int64_t outputs;
  std::array<int64_t, 3> kernel, stride, padding;
};
constexpr std::array<Layer, 4> kLayers = {{{24, {1, 6, 6}, {1, 4, 4}, {0, 1, 1}},
                                           {32, {3, 3, 3}, {1, 2, 2}, {1, 1, 1}},
                                           {64, {3, 3, 3}, {2, 2, 2}, {1, 1, 1}},
                                           {96, {3, 3, 3}, {2, 1, 1}, {1, 1, 1}}}};
constexpr int64_t kWidth = 32 + 64 + 96;
constexpr int64_t kFewestFrames = 4;
constexpr double kDifference = 4;  // Changes are small beside the pictures.
constexpr int64_t kTogether =
    4;  // Clips of one pass; fewer cost more calls, more fall out of the cache.

/// oneDNN chooses its loops by the number of threads it may use, and with them the last bits: one.
class OneThread {
 public:
  OneThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

/// Clips at the size the network looks at.
torch::Tensor atPictureSize(const torch::Tensor& clips) {
  TORCH_CHECK(clips.dim() == 5 && clips.size(2) >= kFewestFrames,
              "features-small takes (N, 3, T >= 4, H, W), not ", clips.sizes());
  if (clips.size(3) == SmallFeatures::kPicture) return clips;
  return nn::unfold(nn::resizePictures(nn::fold(clips).contiguous(), SmallFeatures::kPicture),
                    clips.size(0));
}

}  // namespace

SmallFeatures::SmallFeatures() {
  int64_t inputs = 6;  // Colours, and how they change.
  for (size_t i = 0; i < kLayers.size(); ++i) {
    const Layer& layer = kLayers[i];
    const std::string number = std::to_string(i + 1);
    convs_.push_back(register_module(
        "conv" + number,
        torch::nn::Conv3d(torch::nn::Conv3dOptions(inputs, layer.outputs, layer.kernel)
                              .stride(layer.stride)
                              .padding(layer.padding)
                              .bias(false))));
    norms_.push_back(register_module("norm" + number, torch::nn::BatchNorm3d(layer.outputs)));
    inputs = layer.outputs;
  }
  const FeatureTasks tasks;
  const std::array<std::pair<const char*, int64_t>, 6> heads = {{{"scene", tasks.scene},
                                                                 {"speed", tasks.speed},
                                                                 {"order", tasks.order},
                                                                 {"frozen", tasks.frozen},
                                                                 {"blur", tasks.blur},
                                                                 {"noise", tasks.noise}}};
  for (const auto& [name, classes] : heads) {
    heads_.push_back(register_module(name, torch::nn::Linear(kWidth, classes)));
  }
  centre_ = register_buffer("centre", torch::zeros({kWidth}));
  scale_ = register_buffer("scale", torch::ones({kWidth}));
  eval();
}

FeatureNetInfo SmallFeatures::info() const {
  return {.name = "features-small",
          .features = "192 means of three layers",
          .resize = "to 64x64: area average from larger, bilinear from smaller pictures",
          .width = kWidth,
          .classes = FeatureTasks().scene,
          .minFrames = kFewestFrames};
}

torch::Tensor SmallFeatures::rawFeatures(const torch::Tensor& clips) {
  torch::Tensor x = atPictureSize(clips);
  const int64_t frames = x.size(2);
  torch::Tensor change = (x.narrow(2, 1, frames - 1) - x.narrow(2, 0, frames - 1)) * kDifference;
  // The first frame has no change of its own and takes the next one's.
  change = at::cat({change.narrow(2, 0, 1), change}, 2);
  x = at::cat({x, change}, 1);
  std::vector<torch::Tensor> means;
  for (size_t i = 0; i < convs_.size(); ++i) {
    x = torch::relu(norms_[i]->forward(convs_[i]->forward(x)));
    if (i > 0) means.push_back(x.mean({2, 3, 4}));
  }
  return at::cat(means, 1);
}

void SmallFeatures::fold() {
  std::vector<uint64_t> madeOf;
  for (size_t i = 0; i < convs_.size(); ++i) {
    for (const torch::Tensor& tensor : {convs_[i]->weight, norms_[i]->weight, norms_[i]->bias,
                                        norms_[i]->running_mean, norms_[i]->running_var}) {
      madeOf.push_back(reinterpret_cast<uintptr_t>(tensor.const_data_ptr()));
      madeOf.push_back(tensor._version());
    }
  }
  if (madeOf == folded_.madeOf) return;
  folded_ = {std::move(madeOf), {}, {}};
  for (size_t i = 0; i < convs_.size(); ++i) {
    const torch::nn::BatchNorm3d& norm = norms_[i];
    const auto doubles = [](const torch::Tensor& x) { return x.to(torch::kFloat64); };
    const torch::Tensor gain =
        doubles(norm->weight) / (doubles(norm->running_var) + norm->options.eps()).sqrt();
    torch::Tensor weight = doubles(convs_[i]->weight) * gain.view({-1, 1, 1, 1, 1});
    const torch::Tensor bias = doubles(norm->bias) - doubles(norm->running_mean) * gain;
    const auto dtype = convs_[i]->weight.dtype();
    if (i == 0) {
      weight = weight.squeeze(2);  // It looks at one frame: a convolution of pictures.
      weight = at::cat({weight.narrow(1, 0, 3), weight.narrow(1, 3, 3) * kDifference});
    }
    folded_.weights.push_back(weight.to(dtype).contiguous(
        i == 0 ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::ChannelsLast3d));
    folded_.biases.push_back(bias.to(dtype));
  }
}

torch::Tensor SmallFeatures::foldedFeatures(const torch::Tensor& clips) const {
  const torch::Tensor x = atPictureSize(clips).permute({0, 2, 3, 4, 1}).contiguous();
  const int64_t count = x.size(0), frames = x.size(1);
  const Layer& first = kLayers[0];
  const torch::Tensor pq =
      at::conv2d(x.flatten(0, 1).permute({0, 3, 1, 2}), folded_.weights[0], {},
                 {first.stride[1], first.stride[2]}, {first.padding[1], first.padding[2]})
          .permute({0, 2, 3, 1})
          .contiguous();
  torch::Tensor y =
      torch::empty({count, frames, pq.size(1), pq.size(2), first.outputs}, pq.options());
  AT_DISPATCH_FLOATING_TYPES(y.scalar_type(), "features-small", [&] {
    for (int64_t n = 0; n < count; ++n) {
      pictureAndChange(frames, pq.size(1) * pq.size(2), first.outputs,
                       pq[n * frames].const_data_ptr<scalar_t>(),
                       folded_.biases[0].const_data_ptr<scalar_t>(), y[n].data_ptr<scalar_t>());
    }
  });
  y = y.permute({0, 4, 1, 2, 3});
  std::vector<torch::Tensor> means;
  for (size_t i = 1; i < convs_.size(); ++i) {
    const Layer& layer = kLayers[i];
    y = at::conv3d(y, folded_.weights[i], folded_.biases[i], layer.stride, layer.padding).relu_();
    means.push_back(y.mean({2, 3, 4}));
  }
  return at::cat(means, 1);
}

ClipFeatures SmallFeatures::extract(const torch::Tensor& clips) {
  torch::NoGradGuard guard;
  fold();
  const int64_t count = clips.size(0);
  torch::Tensor raw = torch::empty({count, kWidth}, clips.options());
  at::parallel_for(0, (count + kTogether - 1) / kTogether, 1, [&](int64_t begin, int64_t end) {
    const torch::NoGradGuard ofThisThread;
    const OneThread alone;
    for (int64_t part = begin; part < end; ++part) {
      const int64_t first = part * kTogether, some = std::min(kTogether, count - first);
      torch::Tensor x = clips.narrow(0, first, some);
      // Always as many clips: other loops, with other last bits, are chosen for fewer.
      if (some < kTogether) {
        x = at::cat({x, x.narrow(0, 0, 1).expand({kTogether - some, -1, -1, -1, -1})});
      }
      raw.narrow(0, first, some).copy_(foldedFeatures(x).narrow(0, 0, some));
    }
  });
  return {(raw - centre_) / scale_, heads_[0]->forward(raw)};
}

std::vector<torch::Tensor> SmallFeatures::answers(const torch::Tensor& clips) {
  const torch::Tensor raw = rawFeatures(clips);
  std::vector<torch::Tensor> logits;
  for (torch::nn::Linear& head : heads_) logits.push_back(head->forward(raw));
  return logits;
}

void SmallFeatures::setScale(const torch::Tensor& raw) {
  torch::NoGradGuard guard;
  const torch::Tensor deviation = raw.std(0, /*unbiased=*/false);
  centre_.copy_(raw.mean(0));
  // A number that hardly varies is not blown up to the size of the others.
  scale_.copy_(deviation.clamp_min(0.1 * deviation.median().item<double>() + 1e-6));
}

}  // namespace unroll::models
