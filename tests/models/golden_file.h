#pragma once

#include <string>
#include <vector>

#include <torch/nn/module.h>
#include <torch/types.h>

#include "io/safetensors.h"

namespace unroll::test {

/// One file of stored inputs (`in.`), weights (`w.`) and outputs (`out.`, `after.`) of the reference, from the folder in
/// UNROLL_GOLDEN (default: tests/golden). Each read marks a tensor; `unread()` names those nobody asked for.
class GoldenFile {
 public:
  /// Throws std::runtime_error when the file is missing: a golden test never skips.
  explicit GoldenFile(const std::string& name);

  torch::Tensor read(const std::string& name);

  /// Copies every `prefix`-named tensor into the parameter or buffer of the same name, and throws unless
  /// both sides have exactly the same names and shapes.
  void load(torch::nn::Module& module, const std::string& prefix = "w.");

  /// Names of `module` whose values differ from the file's by more than `tolerance`, with the first
  /// differing index.
  std::vector<std::string> differences(const torch::nn::Module& module, const std::string& prefix, double tolerance);

  std::vector<std::string> unread() const;

 private:
  io::SafetensorsFile file_;
  std::vector<std::string> read_;
};

/// "" when `actual` is within `tolerance` of `expected` everywhere (relative to max(1, |expected|)), else the first index that is not.
std::string difference(const torch::Tensor& actual, const torch::Tensor& expected, double tolerance);

}  // namespace unroll::test
