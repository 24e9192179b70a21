#include "train/augment.h"

#include <algorithm>
#include <cmath>

#include <torch/csrc/autograd/custom_function.h>

#include "train/random_streams.h"

namespace unroll::train {
namespace {

constexpr double kBrightness = 0.5;  // Largest change at full strength.
constexpr double kContrast = 0.5;
constexpr double kSaturation = 1.0;

/// Uniform in [-1, 1), (N).
torch::Tensor drawSigned(at::Generator& generator, int64_t clips) {
  return torch::rand({clips}, generator) * 2 - 1;
}

torch::Tensor drawCells(at::Generator& generator, int64_t low, int64_t high, int64_t clips) {
  return torch::randint(low, high + 1, {2 * clips}, generator, torch::kInt64);
}

std::vector<AugmentPlan::Cell> toCells(const torch::Tensor& drawn) {
  const auto* values = drawn.const_data_ptr<int64_t>();
  std::vector<AugmentPlan::Cell> cells(static_cast<size_t>(drawn.numel() / 2));
  for (size_t i = 0; i < cells.size(); ++i) cells[i] = {values[2 * i], values[2 * i + 1]};
  return cells;
}

/// `clip` (N, C, T, H, W), each moved by its own shift; grey comes in.
torch::Tensor shiftClips(const torch::Tensor& clips, const std::vector<int64_t>& shifts,
                         int64_t sign) {
  torch::Tensor moved = torch::zeros_like(clips);
  const int64_t height = clips.size(3), width = clips.size(4);
  for (int64_t n = 0; n < clips.size(0); ++n) {
    const size_t at = static_cast<size_t>(2 * n);
    const int64_t dx = sign * shifts[at], dy = sign * shifts[at + 1];
    const int64_t rows = height - std::abs(dy), columns = width - std::abs(dx);
    if (rows <= 0 || columns <= 0) continue;
    const auto part = [&](const torch::Tensor& of, int64_t y, int64_t x) {
      return of.select(0, n).narrow(2, y, rows).narrow(3, x, columns);
    };
    part(moved, std::max<int64_t>(dy, 0), std::max<int64_t>(dx, 0))
        .copy_(part(clips, std::max<int64_t>(-dy, 0), std::max<int64_t>(-dx, 0)));
  }
  return moved;
}

class Shift : public torch::autograd::Function<Shift> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context,
                               const torch::Tensor& clips, std::vector<int64_t> shifts) {
    torch::Tensor moved = shiftClips(clips, shifts, 1);
    context->saved_data["shifts"] = std::move(shifts);
    return moved;
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    return {shiftClips(gradients[0], context->saved_data["shifts"].toIntVector(), -1), {}};
  }
};

/// 1 outside the hole of each clip and 0 in it: (N, 1, 1, H, W).
torch::Tensor holeMask(const AugmentPlan& plan, const torch::Tensor& like) {
  const int64_t size = like.size(3), cell = size / plan.cells;
  const auto clips = static_cast<int64_t>(plan.hole.size());
  torch::Tensor mask = torch::ones({clips, 1, 1, size, size}, torch::kFloat32);
  for (int64_t n = 0; n < clips; ++n) {
    const AugmentPlan::Cell& at = plan.hole[static_cast<size_t>(n)];
    const int64_t left = std::max<int64_t>(at.x, 0) * cell, top = std::max<int64_t>(at.y, 0) * cell;
    const int64_t right = std::min(at.x + plan.holeCells, plan.cells) * cell;
    const int64_t bottom = std::min(at.y + plan.holeCells, plan.cells) * cell;
    if (right <= left || bottom <= top) continue;
    mask.select(0, n).narrow(2, top, bottom - top).narrow(3, left, right - left).zero_();
  }
  return mask.to(like.options());
}

}  // namespace

AugmentPlan drawAugmentation(at::Generator& generator, const AugmentOptions& options, int64_t clips,
                             int64_t cells) {
  AugmentPlan plan;
  plan.cells = cells;
  if (options.translation > 0) {
    const auto reach =
        static_cast<int64_t>(std::lround(options.translation * static_cast<double>(cells)));
    plan.shift = toCells(drawCells(generator, -reach, reach, clips));
  }
  if (options.cutout > 0) {
    plan.holeCells = std::max<int64_t>(1, std::lround(options.cutout * static_cast<double>(cells)));
    plan.hole =
        toCells(drawCells(generator, -plan.holeCells / 2, cells - 1 - plan.holeCells / 2, clips));
  }
  if (options.color > 0) {
    plan.brightness = drawSigned(generator, clips) * (kBrightness * options.color);
    plan.saturation = 1 + drawSigned(generator, clips) * (kSaturation * options.color);
    plan.contrast = 1 + drawSigned(generator, clips) * (kContrast * options.color);
  }
  return plan;
}

std::vector<torch::Tensor> augment(const AugmentPlan& plan, std::vector<torch::Tensor> views) {
  if (plan.empty()) return views;
  torch::Tensor mean;  // Of the finest view: contrast turns about it.
  for (torch::Tensor& view : views) {
    if (!view.defined()) continue;
    TORCH_CHECK(view.size(3) % plan.cells == 0, "pictures of ", view.size(3), " on a grid of ",
                plan.cells);
    if (plan.brightness.defined()) {
      const auto column = [&](const torch::Tensor& values) {
        return values.to(view.options()).view({-1, 1, 1, 1, 1});
      };
      const torch::Tensor b = column(plan.brightness), s = column(plan.saturation),
                          c = column(plan.contrast);
      if (!mean.defined()) mean = view.mean({1, 2, 3, 4}, true);
      // contrast(saturation(x + b)), the three written out as one: saturation keeps grey, so the
      // mean moves by b alone.
      const torch::Tensor grey = view.mean(1, true);
      const torch::Tensor rest = torch::addcmul(c * b + (1 - c) * (mean + b), grey, c * (1 - s));
      view = torch::addcmul(rest, view, c * s);
    }
    if (!plan.shift.empty()) {
      const int64_t cell = view.size(3) / plan.cells;
      std::vector<int64_t> shifts;
      for (const AugmentPlan::Cell& shift : plan.shift) {
        shifts.push_back(shift.x * cell);
        shifts.push_back(shift.y * cell);
      }
      view = Shift::apply(view, std::move(shifts));
    }
    if (!plan.hole.empty()) view = view * holeMask(plan, view);
  }
  return views;
}

}  // namespace unroll::train
