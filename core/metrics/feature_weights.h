#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/error.h"
#include "models/feature_net.h"

namespace unroll::metrics {

/// A feature network with its weights, and who it is.
struct LoadedFeatures {
  std::shared_ptr<models::FeatureNet> network;  ///< float32, CPU, eval mode
  models::FeatureNetInfo info;
  std::string hash;  ///< xxh3-64 of the weights file, hexadecimal
};

/// Loads `nameOrFile`: "small" (comes with the program), "i3d", "c3d" or "inception"
/// (NAME.safetensors in `weightsFolder`), or a safetensors file, whose network is told by the names
/// of its tensors; "NAME:FILE" when it has to be that one.
///
/// Errors: NotFound, saying how to get the weights; Refused when the tensors are of no known
///         network, of another than the one named, or of other shapes; Corrupt. Another network is
///         never taken instead.
Result<LoadedFeatures> loadFeatures(const std::string& nameOrFile,
                                    const std::filesystem::path& weightsFolder);

}  // namespace unroll::metrics
