#include "base/seeds.h"

#include <cmath>
#include <numbers>

namespace unroll {
namespace {

uint64_t mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace

uint64_t streamSeed(uint64_t seed, std::string_view stream, uint64_t index) {
  uint64_t hash = mix(seed);
  for (unsigned char letter : stream) hash = mix(hash ^ letter);
  return mix(hash ^ mix(index));
}

uint64_t Random::next() {
  const uint64_t out = mix(state_);
  state_ += 0x9e3779b97f4a7c15ULL;
  return out;
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double Random::uniform(double low, double high) { return low + (high - low) * uniform(); }

int64_t Random::below(int64_t bound) {
  return static_cast<int64_t>(next() % static_cast<uint64_t>(bound));
}

double Random::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

}  // namespace unroll
