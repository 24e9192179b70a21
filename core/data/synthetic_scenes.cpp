#include "data/synthetic_scenes.h"

#include <cstddef>

#include "data/scene_paint.h"

namespace unroll::data {
namespace {

struct SceneKind {
  const char* name;
  void (*draw)(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out);
};

constexpr SceneKind kScenes[] = {
    {"balloon-drift", scene::drawBalloon},     {"windmill-turn", scene::drawWindmill},
    {"flower-bloom", scene::drawFlower},       {"ball-bounce", scene::drawBall},
    {"coast-pan", scene::drawCoast},           {"road-drive", scene::drawRoad},
    {"campfire-flicker", scene::drawCampfire}, {"fish-cross", scene::drawFish},
};

}  // namespace

const std::vector<std::string>& sceneClasses() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const SceneKind& kind : kScenes) list.emplace_back(kind.name);
    return list;
  }();
  return names;
}

void renderScene(int64_t label, uint64_t seed, double seconds, int64_t size,
                 std::span<uint8_t> out) {
  kScenes[static_cast<size_t>(label)].draw(streamSeed(seed, "scene", static_cast<uint64_t>(label)),
                                           seconds, size, out);
}

}  // namespace unroll::data
