#pragma once

#include <cstdint>
#include <string_view>

namespace unroll {

/// The seed of one named stream of random numbers: initialisation, noise, sampler, augmentation
/// and preview each draw from their own, so that a preview never changes training.
///
///   streamSeed(s, "noise", i) differs from every other (s, stream, i), the same on every machine
uint64_t streamSeed(uint64_t seed, std::string_view stream, uint64_t index = 0);

/// A small counter of random numbers (splitmix64), the same on every machine and compiler, where
/// std's distributions are not. Value type; not safe to share between threads.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t next();
  double uniform();                            ///< [0, 1)
  double uniform(double low, double high);     ///< [low, high)
  int64_t below(int64_t bound);                ///< 0 .. bound-1; bound > 0
  double normal();                             ///< mean 0, deviation 1 (Box-Muller)
  bool chance(double probability) { return uniform() < probability; }

 private:
  uint64_t state_;
};

}  // namespace unroll
