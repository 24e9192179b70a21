#include <exception>
#include <string>
#include <vector>

#ifdef UNROLL_HAS_MEDIA
#include <string_view>

#include "media/decode_child.h"
#endif
#include "program.h"

int main(int argc, char** argv) {
#ifdef UNROLL_HAS_MEDIA
  if (argc > 1 && std::string_view(argv[1]) == unroll::media::kDecodeWorkerArgument) {
    return unroll::media::decodeWorkerMain(argc, argv);
  }
#endif
  try {
    return unroll::cli::runProgram(
        std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  } catch (const std::exception&) {
    return 1;  // Nothing is left that could still be said.
  }
}
