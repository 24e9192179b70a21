#include "metrics/pictures.h"

namespace unroll::metrics {

torch::Tensor toUnitClips(const torch::Tensor& pictures) {
  const torch::Tensor clips = pictures.dim() == 4 ? pictures.unsqueeze(0) : pictures;
  return clips.permute({0, 4, 1, 2, 3}).to(torch::kFloat32).contiguous().div_(127.5).sub_(1);
}

torch::Tensor toBytes(const torch::Tensor& values) {
  return values.detach()
      .to(torch::kFloat32)
      .add(1.0)
      .mul_(127.5)
      .round_()
      .clamp_(0, 255)
      .to(torch::kUInt8)
      .to(torch::kCPU);
}

torch::Tensor toPictures(const torch::Tensor& clips) {
  return toBytes(clips).permute({0, 2, 3, 4, 1}).contiguous();
}

}  // namespace unroll::metrics
