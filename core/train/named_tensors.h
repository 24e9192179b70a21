#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <torch/nn/module.h>

#include "base/error.h"
#include "io/safetensors.h"

namespace unroll::train {

/// Tensors with the names they have in a checkpoint, in the order of the modules.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// Parameters of `module`, or parameters and buffers; `prefix` comes before each name. What follows
/// it is the reference's state_dict() name.
NamedTensors namedParameters(const torch::nn::Module& module, const std::string& prefix);
NamedTensors namedState(const torch::nn::Module& module, const std::string& prefix);

/// CPU copies that lie still while views of them are written to a file.
class TensorSnapshot {
 public:
  void add(const NamedTensors& tensors);
  void add(std::string name, const torch::Tensor& tensor);
  /// Valid as long as this object lives and nothing is added.
  std::vector<io::TensorView> views() const;

 private:
  NamedTensors tensors_;
};

enum class Extra { Refuse, Ignore };

/// Copies the file's tensors into `tensors` (of the same names, shapes and kinds of number). The
/// whole table is compared before the first one is read. With Extra::Refuse the file may hold
/// nothing else.
///
/// Errors:  Refused: one sentence naming the first tensor that is missing, too many or of another
/// shape.
Result<void> loadTensors(const io::SafetensorsFile& file, const NamedTensors& tensors, Extra extra);

/// Whether the file holds any tensor whose name starts with `prefix`.
bool holds(const io::SafetensorsFile& file, std::string_view prefix);

}  // namespace unroll::train
