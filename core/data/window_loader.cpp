#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/window_sampler.h"

namespace unroll::data {

struct WindowLoader::State {
  State(WindowSampler from, int64_t first, int64_t aheadOf)
      : sampler(std::move(from)), ahead(aheadOf), toRead(first), toHandOut(first) {}

  /// What each loader thread does: claims the next index, reads it, puts it down.
  void work() {
    std::unique_lock lock(mutex);
    while (true) {
      room.wait(lock, [this] { return closed || toRead < toHandOut + ahead; });
      if (closed) return;
      const int64_t index = toRead++;
      lock.unlock();
      Result<Batch> batch = read(index);
      lock.lock();
      ready.emplace(index, std::move(batch));
      filled.notify_all();
    }
  }

  /// No exception may leave a thread.
  Result<Batch> read(int64_t index) const {
    try {
      return sampler.batch(index);
    } catch (const std::bad_alloc&) {
      return fail(ErrorKind::OutOfMemory,
                  fmt::format("There is no memory for batch {} of the data.", index));
    } catch (const std::exception& error) {
      return fail(ErrorKind::Internal,
                  fmt::format("Reading batch {} of the data failed: {}.", index, error.what()));
    }
  }

  const WindowSampler sampler;
  const int64_t ahead;
  std::mutex mutex;  ///< guards all below but the threads
  std::condition_variable room, filled;
  int64_t toRead;
  int64_t toHandOut;
  std::map<int64_t, Result<Batch>> ready;
  double waited = 0;
  bool closed = false;
  std::vector<std::thread> threads;
};

WindowLoader::WindowLoader(WindowSampler sampler, int64_t firstIndex, int threads, int ahead)
    : state_(std::make_unique<State>(std::move(sampler), firstIndex, std::max(ahead, 1))) {
  for (int i = 0; i < std::max(threads, 1); ++i) {
    state_->threads.emplace_back([state = state_.get()] { state->work(); });
  }
}

WindowLoader::~WindowLoader() {
  close();
  for (std::thread& thread : state_->threads) thread.join();
}

Result<Batch> WindowLoader::next() {
  using Clock = std::chrono::steady_clock;
  std::unique_lock lock(state_->mutex);
  const int64_t index = state_->toHandOut;
  const auto start = Clock::now();
  state_->filled.wait(lock, [&] { return state_->closed || state_->ready.contains(index); });
  state_->waited += std::chrono::duration<double>(Clock::now() - start).count();
  const auto found = state_->ready.find(index);
  if (state_->closed || found == state_->ready.end()) {
    return fail(ErrorKind::Cancelled, "Reading the data was stopped.");
  }
  Result<Batch> batch = std::move(found->second);
  state_->ready.erase(found);
  ++state_->toHandOut;
  state_->room.notify_one();
  return batch;
}

void WindowLoader::close() {
  const std::lock_guard lock(state_->mutex);
  state_->closed = true;
  state_->room.notify_all();
  state_->filled.notify_all();
}

double WindowLoader::secondsWaited() const {
  const std::lock_guard lock(state_->mutex);
  return state_->waited;
}

}  // namespace unroll::data
