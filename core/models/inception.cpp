#include "models/inception.h"

#include <array>
#include <functional>
#include <utility>

#include <fmt/format.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>

#include "nn/clip_axes.h"

namespace unroll::models {
namespace {

constexpr int64_t kPicture = 299;
constexpr int64_t kFramesAtOnce = 16;

using Pair = std::array<int64_t, 2>;
constexpr Pair kOne = {1, 1};
constexpr Pair kThree = {3, 3};
constexpr Pair kFive = {5, 5};
constexpr Pair kWide = {1, 7};
constexpr Pair kHigh = {7, 1};

/// Same: as many pixels as before. Halve: stride 2, no padding. Shrink: stride 1, no padding.
enum class Sides { Same, Halve, Shrink };

torch::Tensor meanAround(const torch::Tensor& x) {
  return at::avg_pool2d(x, kThree, kOne, kOne, /*ceil_mode=*/false, /*count_include_pad=*/false);
}

torch::Tensor maxAround(const torch::Tensor& x) { return at::max_pool2d(x, kThree, kOne, kOne); }

torch::Tensor maxHalved(const torch::Tensor& x) { return at::max_pool2d(x, kThree, {2, 2}); }

}  // namespace

/// Convolution, batch norm, relu.
class Inception::Unit : public torch::nn::Module {
 public:
  Unit(int64_t inputs, int64_t outputs, Pair kernel, Sides sides) {
    torch::nn::Conv2dOptions options(inputs, outputs, kernel);
    options.bias(false).stride(sides == Sides::Halve ? 2 : 1);
    if (sides == Sides::Same) options.padding({kernel[0] / 2, kernel[1] / 2});
    conv_ = register_module("conv", torch::nn::Conv2d(options));
    bn_ = register_module("bn",
                          torch::nn::BatchNorm2d(torch::nn::BatchNormOptions(outputs).eps(1e-3)));
  }

  torch::Tensor forward(const torch::Tensor& x) { return bn_->forward(conv_->forward(x)).relu_(); }

 private:
  torch::nn::Conv2d conv_{nullptr};
  torch::nn::BatchNorm2d bn_{nullptr};
};

/// Branches side by side, joined along the channels.
class Inception::Block : public torch::nn::Module {
 public:
  using Wide = std::function<int64_t(int64_t)>;

  Block(int64_t inputs, Wide wide) : wide_(std::move(wide)), inputs_(inputs) {}
  virtual torch::Tensor forward(const torch::Tensor& x) = 0;

 protected:
  using UnitPtr = std::shared_ptr<Unit>;

  /// Channel counts are those of width 1; no inputs: the block's own.
  UnitPtr unit(const char* name, int64_t inputs, int64_t outputs, Pair kernel = kOne,
               Sides sides = Sides::Same) {
    return register_module(name, std::make_shared<Unit>(wide_(inputs == 0 ? inputs_ : inputs),
                                                        wide_(outputs), kernel, sides));
  }
  static torch::Tensor along(torch::Tensor x, const std::vector<UnitPtr>& units) {
    for (const UnitPtr& unit : units) x = unit->forward(x);
    return x;
  }

 private:
  Wide wide_;
  int64_t inputs_;
};

namespace {

using Block = Inception::Block;

/// At 35 x 35: 1x1, 5x5, two 3x3, pooled.
class BlockA : public Block {
 public:
  BlockA(int64_t inputs, int64_t pooled, const Wide& wide) : Block(inputs, wide) {
    one_ = {unit("branch1x1", 0, 64)};
    five_ = {unit("branch5x5_1", 0, 48), unit("branch5x5_2", 48, 64, kFive)};
    three_ = {unit("branch3x3dbl_1", 0, 64), unit("branch3x3dbl_2", 64, 96, kThree),
              unit("branch3x3dbl_3", 96, 96, kThree)};
    pool_ = {unit("branch_pool", 0, pooled)};
  }
  torch::Tensor forward(const torch::Tensor& x) override {
    return at::cat({along(x, one_), along(x, five_), along(x, three_), along(meanAround(x), pool_)},
                   1);
  }

 private:
  std::vector<UnitPtr> one_, five_, three_, pool_;
};

/// From 35 x 35 to 17 x 17.
class BlockB : public Block {
 public:
  BlockB(int64_t inputs, const Wide& wide) : Block(inputs, wide) {
    one_ = {unit("branch3x3", 0, 384, kThree, Sides::Halve)};
    two_ = {unit("branch3x3dbl_1", 0, 64), unit("branch3x3dbl_2", 64, 96, kThree),
            unit("branch3x3dbl_3", 96, 96, kThree, Sides::Halve)};
  }
  torch::Tensor forward(const torch::Tensor& x) override {
    return at::cat({along(x, one_), along(x, two_), maxHalved(x)}, 1);
  }

 private:
  std::vector<UnitPtr> one_, two_;
};

/// At 17 x 17: 1x1, 7x7 in two halves, the same twice, pooled.
class BlockC : public Block {
 public:
  BlockC(int64_t inputs, int64_t inner, const Wide& wide) : Block(inputs, wide) {
    one_ = {unit("branch1x1", 0, 192)};
    seven_ = {unit("branch7x7_1", 0, inner), unit("branch7x7_2", inner, inner, kWide),
              unit("branch7x7_3", inner, 192, kHigh)};
    twice_ = {unit("branch7x7dbl_1", 0, inner), unit("branch7x7dbl_2", inner, inner, kHigh),
              unit("branch7x7dbl_3", inner, inner, kWide),
              unit("branch7x7dbl_4", inner, inner, kHigh),
              unit("branch7x7dbl_5", inner, 192, kWide)};
    pool_ = {unit("branch_pool", 0, 192)};
  }
  torch::Tensor forward(const torch::Tensor& x) override {
    return at::cat(
        {along(x, one_), along(x, seven_), along(x, twice_), along(meanAround(x), pool_)}, 1);
  }

 private:
  std::vector<UnitPtr> one_, seven_, twice_, pool_;
};

/// From 17 x 17 to 8 x 8.
class BlockD : public Block {
 public:
  BlockD(int64_t inputs, const Wide& wide) : Block(inputs, wide) {
    three_ = {unit("branch3x3_1", 0, 192), unit("branch3x3_2", 192, 320, kThree, Sides::Halve)};
    seven_ = {unit("branch7x7x3_1", 0, 192), unit("branch7x7x3_2", 192, 192, kWide),
              unit("branch7x7x3_3", 192, 192, kHigh),
              unit("branch7x7x3_4", 192, 192, kThree, Sides::Halve)};
  }
  torch::Tensor forward(const torch::Tensor& x) override {
    return at::cat({along(x, three_), along(x, seven_), maxHalved(x)}, 1);
  }

 private:
  std::vector<UnitPtr> three_, seven_;
};

/// At 8 x 8: 1x1, 3x3 in two directions, the same behind another 3x3, pooled.
class BlockE : public Block {
 public:
  using Pool = torch::Tensor (*)(const torch::Tensor&);

  BlockE(int64_t inputs, Pool pool, const Wide& wide) : Block(inputs, wide), around_(pool) {
    one_ = {unit("branch1x1", 0, 320)};
    three_ = {unit("branch3x3_1", 0, 384)};
    threeWide_ = {unit("branch3x3_2a", 384, 384, {1, 3})};
    threeHigh_ = {unit("branch3x3_2b", 384, 384, {3, 1})};
    twice_ = {unit("branch3x3dbl_1", 0, 448), unit("branch3x3dbl_2", 448, 384, kThree)};
    twiceWide_ = {unit("branch3x3dbl_3a", 384, 384, {1, 3})};
    twiceHigh_ = {unit("branch3x3dbl_3b", 384, 384, {3, 1})};
    pool_ = {unit("branch_pool", 0, 192)};
  }
  torch::Tensor forward(const torch::Tensor& x) override {
    const torch::Tensor three = along(x, three_), twice = along(x, twice_);
    return at::cat({along(x, one_), along(three, threeWide_), along(three, threeHigh_),
                    along(twice, twiceWide_), along(twice, twiceHigh_), along(around_(x), pool_)},
                   1);
  }

 private:
  Pool around_;
  std::vector<UnitPtr> one_, three_, threeWide_, threeHigh_, twice_, twiceWide_, twiceHigh_, pool_;
};

}  // namespace

Inception::Inception(InceptionSpec spec) : spec_(spec) {
  const auto wide = [width = spec_.width](int64_t channels) {
    return static_cast<int64_t>(static_cast<double>(channels) * width);
  };
  const auto stem = [&](const char* name, int64_t inputs, int64_t outputs, Pair kernel,
                        Sides sides) {
    const int64_t from = inputs == 3 ? 3 : wide(inputs);
    stem_.push_back(
        register_module(name, std::make_shared<Unit>(from, wide(outputs), kernel, sides)));
  };
  stem("Conv2d_1a_3x3", 3, 32, kThree, Sides::Halve);
  stem("Conv2d_2a_3x3", 32, 32, kThree, Sides::Shrink);
  stem("Conv2d_2b_3x3", 32, 64, kThree, Sides::Same);
  stem("Conv2d_3b_1x1", 64, 80, kOne, Sides::Same);
  stem("Conv2d_4a_3x3", 80, 192, kThree, Sides::Shrink);
  const auto add = [&](const char* name, std::shared_ptr<Block> block) {
    blocks_.push_back(register_module(name, std::move(block)));
  };
  add("Mixed_5b", std::make_shared<BlockA>(192, 32, wide));
  add("Mixed_5c", std::make_shared<BlockA>(256, 64, wide));
  add("Mixed_5d", std::make_shared<BlockA>(288, 64, wide));
  add("Mixed_6a", std::make_shared<BlockB>(288, wide));
  add("Mixed_6b", std::make_shared<BlockC>(768, 128, wide));
  add("Mixed_6c", std::make_shared<BlockC>(768, 160, wide));
  add("Mixed_6d", std::make_shared<BlockC>(768, 160, wide));
  add("Mixed_6e", std::make_shared<BlockC>(768, 192, wide));
  add("Mixed_7a", std::make_shared<BlockD>(768, wide));
  add("Mixed_7b", std::make_shared<BlockE>(1280, &meanAround, wide));
  add("Mixed_7c", std::make_shared<BlockE>(2048, &maxAround, wide));
  fc_ = register_module("fc", torch::nn::Linear(wide(2048), spec_.classes));
  eval();
}

FeatureNetInfo Inception::info() const {
  return {.name = "inception",
          .features = fmt::format("{} numbers of every frame", fc_->options.in_features()),
          .resize = "bilinear to 299x299",
          .width = fc_->options.in_features(),
          .classes = spec_.classes,
          .minFrames = 1,
          .perFrame = true};
}

torch::Tensor Inception::forward(const torch::Tensor& frames) {
  TORCH_CHECK(frames.dim() == 4 && frames.size(2) == kPicture && frames.size(3) == kPicture,
              "Inception takes (N, 3, 299, 299), not ", frames.sizes());
  torch::Tensor x = frames;
  for (size_t i = 0; i < 3; ++i) x = stem_[i]->forward(x);
  x = maxHalved(x);
  for (size_t i = 3; i < 5; ++i) x = stem_[i]->forward(x);
  x = maxHalved(x);
  for (const std::shared_ptr<Block>& block : blocks_) x = block->forward(x);
  return x.mean({2, 3});
}

ClipFeatures Inception::extract(const torch::Tensor& clips) {
  const torch::Tensor frames = nn::fold(clips);
  std::vector<torch::Tensor> parts;
  for (const torch::Tensor& some : frames.split(kFramesAtOnce)) {
    const bool fits = some.size(2) == kPicture && some.size(3) == kPicture;
    parts.push_back(forward(fits ? some
                                 : at::upsample_bilinear2d(some.contiguous(), {kPicture, kPicture},
                                                           /*align_corners=*/false)));
  }
  const torch::Tensor features = at::cat(parts);
  return {features, features.matmul(fc_->weight.t())};
}

}  // namespace unroll::models
