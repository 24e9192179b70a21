#include "interrupt.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <string_view>

namespace unroll::cli {
namespace {

sigset_t stopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

void say(std::string_view sentence) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, sentence.data(), sentence.size());
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t signals = stopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A reader that goes away (`unroll runs | head`) is an error to write to, not a reason to die.
  signal(SIGPIPE, SIG_IGN);
  listener_ = std::jthread([this, signals](const std::stop_token& leave) {
    constexpr timespec kPatience{0, 200'000'000};
    while (!leave.stop_requested()) {
      if (sigtimedwait(&signals, nullptr, &kPatience) < 0) continue;
      if (source_.stop_requested()) {
        say("\nLeaving at once.\n");
        _exit(130);
      }
      say("\nStopping cleanly; once more leaves at once.\n");
      source_.request_stop();
    }
  });
}

Interrupt::~Interrupt() {
  listener_.request_stop();
  listener_.join();
}

}  // namespace unroll::cli
