#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"

namespace unroll::engine {

/// One thing that can compute.
struct ComputeDevice {
  std::string name;         ///< "cpu", "cuda"
  std::string description;  ///< processor or GPU name
  int64_t memoryBytes = 0;
};

/// What was found, which one will be used and, if it is the CPU, why.
struct DeviceReport {
  std::vector<ComputeDevice> devices;
  std::string chosen = "cpu";
  std::string reason;     ///< one sentence
  std::string torchVersion;
  int threads = 1;        ///< CPU threads LibTorch will use
};

/// Looks for a GPU: the driver is asked in a child process first, so that a broken driver cannot hang or
/// kill this one; then LibTorch's CUDA half is loaded if it is there. Done once a process.
const DeviceReport& deviceReport();

/// Makes the CPU take numbers below 1.2e-38 for zero, on this thread and on those it starts later. A trained ConvGRU is full of
/// them, and arithmetic on them made a training step twice as slow. Call it before the first computation.
void flushDenormals();

/// "cpu" or "cuda" for "auto", "cpu" or "cuda". Errors: Device when CUDA was asked for and is not there
/// (saying why), Usage for another word.
Result<std::string> chooseDevice(const std::string& wanted);

}  // namespace unroll::engine
