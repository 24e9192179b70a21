#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace unroll::nn {

/// Clips are (N, C, T, H, W). Inside the generators frames are laid out *time-major*, (T*N, C, H, W) in
/// channels-last memory: frame t of all clips is then one contiguous slice, and a convolution over
/// time is a 2-D convolution over the view (1, C, T, N*H*W).

/// (N, C, T, H, W) -> (N*T, C, H, W), clip by clip.
at::Tensor fold(const at::Tensor& clip);

/// (N*T, C, H, W) -> (N, C, T, H, W).
at::Tensor unfold(const at::Tensor& frames, int64_t clips);

/// (N, C, T, H, W) -> (T*N, C, H, W) in channels-last memory, frame by frame.
at::Tensor toTimeMajor(const at::Tensor& clip);

/// (T*N, C, H, W) -> (N, C, T, H, W), a view.
at::Tensor fromTimeMajor(const at::Tensor& frames, int64_t clips);

/// Each frame of time-major `frames` shown `times` times: (T*N, ...) -> (T*times*N, ...).
at::Tensor repeatFrames(const at::Tensor& frames, int64_t clips, int64_t times);

/// `times` frames for each of time-major `frames`, going over into the next one in equal parts; those
/// of the last frame equal it: (T*N, ...) -> (T*times*N, ...).
at::Tensor interpolateFrames(const at::Tensor& frames, int64_t clips, int64_t times);

/// Nearest x2 in H and W.
at::Tensor upsampleNearest(const at::Tensor& frames);

/// Pictures (M, C, h, h) brought to size x size: area average when shrinking, bilinear
/// (align_corners = false) when growing.
at::Tensor resizePictures(const at::Tensor& pictures, int64_t size);

/// Every `stride`-th frame of (N, C, T, H, W), area-averaged to size x size: what the stage below must make.
at::Tensor coarse(const at::Tensor& clip, int64_t size, int64_t stride);

}  // namespace unroll::nn
