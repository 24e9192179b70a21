// Stands in for encoded_files.cpp and encoded_store.cpp where the build has no media library.
#include <fmt/format.h>

#include "data/frame_files.h"

namespace unroll::data {
namespace {

tl::unexpected<Error> refuse(const std::string& dataFolder) {
  return fail(ErrorKind::Unsupported,
              fmt::format("'{}' is an encoded store, which this build cannot use (it was made with "
                          "UNROLL_MEDIA=OFF); import with --store raw or use a full build.",
                          dataFolder));
}

}  // namespace

Result<std::unique_ptr<FrameFiles>> openEncodedFiles(const std::string& dataFolder,
                                                     const StoreIndex&) {
  return refuse(dataFolder);
}

Result<std::shared_ptr<const ClipStore>> openEncodedStore(const std::string& dataFolder,
                                                          StoreIndex) {
  return refuse(dataFolder);
}

}  // namespace unroll::data
