#pragma once

#include <stop_token>
#include <thread>

namespace unroll::cli {

/// Turns Ctrl-C, a hang-up and a termination signal into a stop request: the first asks for a clean
/// stop, the second leaves at once with code 130. Make it before any other thread: it blocks these
/// signals for the whole process and takes them on a thread of its own, so that no work is done in
/// a signal handler.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::jthread listener_;
};

}  // namespace unroll::cli
