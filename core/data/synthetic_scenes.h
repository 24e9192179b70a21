#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace unroll::data {

/// The kinds of motion of the built-in scenes; the label of a scene is its index here.
///
///   balloon-drift translation     windmill-turn rotation     flower-bloom scaling
///   ball-bounce bouncing          coast-pan camera pan over a texture
///   road-drive perspective        campfire-flicker low motion at night
///   fish-cross two objects crossing
const std::vector<std::string>& sceneClasses();

/// Draws the scene (`label`, `seed`) at `seconds`, by area supersampling. A pure function of its
/// arguments, so any frame rate and any length can be made; scenes never end.
///
/// Shapes:  out uint8 RGB (size, size, 3); size 8..1024; label an index into sceneClasses().
/// Threads: any thread.
/// Cost:    0.2 to 0.5 ms at 32x32, twice that at 64x64, eight times at 128x128, one thread.
void renderScene(int64_t label, uint64_t seed, double seconds, int64_t size,
                 std::span<uint8_t> out);

/// A data set of built-in scenes, kept as these few numbers in clips.json.
struct SyntheticOptions {
  std::string scenes = "moving-scenes";  ///< the only set there is so far
  uint64_t seed = 1;
  int64_t size = 64;            ///< height = width, 8..1024
  double frameRate = 25;        ///< frames per second, 0.1..1000
  int64_t framesPerClip = 100;  ///< 1..1,000,000
  int64_t clips = 400;          ///< 1..10,000,000; clip i is the same whatever this is
  double heldShare = 0.1;       ///< of the clips, kept out of training; 0..1

  bool operator==(const SyntheticOptions&) const = default;
};

/// Writes clips.json of a synthetic store into `dataFolder` (made when missing). An earlier
/// synthetic store is replaced. Errors: Usage for a value out of range or an unknown set of
/// scenes; Refused when imported footage is there; Disk.
Result<void> createSynthetic(const std::string& dataFolder, const SyntheticOptions& options);

}  // namespace unroll::data
