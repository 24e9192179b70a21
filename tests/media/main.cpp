#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include "media/decode_child.h"

namespace {

/// Bad workers for the tests of DecodeChild, asked for by UNROLL_TEST_WORKER.
void misbehave(std::string_view how) {
  if (how == "abort") std::abort();
  if (how == "kill") ::kill(::getpid(), SIGKILL);
  if (how == "leave") std::_Exit(7);
  if (how == "hang") ::sleep(600);
  if (how == "nonsense") {
    const std::vector<char> bytes(4096, '\x7f');
    (void)!::write(STDOUT_FILENO, bytes.data(), bytes.size());
    ::sleep(600);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == unroll::media::kDecodeWorkerArgument) {
    const char* how = std::getenv("UNROLL_TEST_WORKER");
    if (how != nullptr) misbehave(how);
    return unroll::media::decodeWorkerMain(argc, argv);
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
