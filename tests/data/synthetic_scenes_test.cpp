#include "data/synthetic_scenes.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

#include "data/store_fixture.h"
#include "data/window_sampler.h"

namespace unroll::data {
namespace {

std::vector<uint8_t> drawn(int64_t label, uint64_t seed, double seconds, int64_t size = 32) {
  std::vector<uint8_t> out(static_cast<size_t>(size * size * 3));
  renderScene(label, seed, seconds, size, out);
  return out;
}

double difference(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += std::abs(static_cast<double>(a[i]) - b[i]);
  return sum / static_cast<double>(a.size());
}

/// How a class moves, averaged over seeds.
struct Motion {
  double amount = 0;  ///< mean absolute difference of pictures 0.16 s apart
  double spread = 0;  ///< share of the pixels that change noticeably
  double shift = 0;   ///< share of the difference that the best translation takes away
};

/// Mean absolute difference of the inner part of `a` and of `b` moved by (dx, dy) pixels.
double differenceMoved(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b, int dx,
                       int dy) {
  double sum = 0;
  int count = 0;
  for (int y = 5; y < 27; ++y) {
    for (int x = 5; x < 27; ++x) {
      for (int c = 0; c < 3; ++c, ++count) {
        const auto from = static_cast<size_t>(((y + dy) * 32 + x + dx) * 3 + c);
        sum +=
            std::abs(static_cast<double>(a[static_cast<size_t>((y * 32 + x) * 3 + c)]) - b[from]);
      }
    }
  }
  return sum / count;
}

Motion motionOf(int64_t label) {
  Motion motion;
  const int seeds = 12;
  for (uint64_t seed = 0; seed < seeds; ++seed) {
    const auto a = drawn(label, seed, 1.0), b = drawn(label, seed, 1.16);
    motion.amount += difference(a, b) / seeds;
    int changed = 0;
    for (size_t i = 0; i < a.size(); i += 3) {
      int most = 0;
      for (size_t c = 0; c < 3; ++c) most = std::max(most, std::abs(a[i + c] - b[i + c]));
      changed += most > 10 ? 1 : 0;
    }
    motion.spread += changed / 1024.0 / seeds;
    const double still = differenceMoved(a, b, 0, 0);
    double best = still;
    for (int dy = -5; dy <= 5; ++dy) {
      for (int dx = -5; dx <= 5; ++dx) best = std::min(best, differenceMoved(a, b, dx, dy));
    }
    motion.shift += (still - best) / std::max(still, 0.01) / seeds;
  }
  return motion;
}

int64_t labelOf(const std::string& name) {
  const auto& names = sceneClasses();
  return std::find(names.begin(), names.end(), name) - names.begin();
}

TEST(SyntheticScenesTest, thereAreEightClasses) {
  EXPECT_EQ(sceneClasses().size(), 8U);
  EXPECT_EQ(std::set<std::string>(sceneClasses().begin(), sceneClasses().end()).size(), 8U);
}

TEST(SyntheticScenesTest, aPictureIsAFunctionOfItsArguments) {
  for (int64_t label = 0; label < 8; ++label) {
    const auto first = drawn(label, 3, 2.5);
    drawn(label, 4, 0);
    EXPECT_EQ(first, drawn(label, 3, 2.5));
    EXPECT_GT(difference(first, drawn(label, 4, 2.5)), 2.0)
        << sceneClasses()[static_cast<size_t>(label)];
  }
}

TEST(SyntheticScenesTest, allSizesShowTheSamePicture) {
  for (int64_t label = 0; label < 8; ++label) {
    const auto small = drawn(label, 9, 1.3, 16);
    for (const int64_t size : {32, 64}) {
      const auto large = drawn(label, 9, 1.3, size);
      std::vector<uint8_t> mean(small.size());
      const int64_t factor = size / 16;
      for (int64_t i = 0; i < 16 * 16 * 3; ++i) {
        const int64_t y = i / 48, x = i / 3 % 16, c = i % 3;
        int64_t sum = 0;
        for (int64_t j = 0; j < factor * factor; ++j) {
          sum += large[static_cast<size_t>(
              ((y * factor + j / factor) * size + x * factor + j % factor) * 3 + c)];
        }
        mean[static_cast<size_t>(i)] = static_cast<uint8_t>(sum / (factor * factor));
      }
      EXPECT_LT(difference(small, mean), 4.0) << sceneClasses()[static_cast<size_t>(label)] << size;
    }
  }
}

TEST(SyntheticScenesTest, picturesHaveContrastAndColour) {
  for (int64_t label = 0; label < 8; ++label) {
    const auto picture = drawn(label, 1, 0.7);
    double sum = 0, squares = 0;
    for (const uint8_t value : picture) {
      sum += value;
      squares += static_cast<double>(value) * value;
    }
    const double mean = sum / static_cast<double>(picture.size());
    const double deviation = std::sqrt(squares / static_cast<double>(picture.size()) - mean * mean);
    EXPECT_GT(deviation, 20) << sceneClasses()[static_cast<size_t>(label)];
  }
}

TEST(SyntheticScenesTest, motionIsSmoothAndNeverEnds) {
  for (int64_t label = 0; label < 8; ++label) {
    const std::string& name = sceneClasses()[static_cast<size_t>(label)];
    for (const double start : {0.0, 100.0, 1e6}) {
      double most = 0, sum = 0;
      for (int i = 0; i < 50; ++i) {
        const double seconds = start + 0.04 * i;
        const double moved = difference(drawn(label, 5, seconds), drawn(label, 5, seconds + 0.04));
        most = std::max(most, moved);
        sum += moved;
      }
      EXPECT_GT(sum / 50, 0.15) << name << " at " << start;
      EXPECT_LT(most, 30) << name << " at " << start;  // no cuts
    }
  }
}

TEST(SyntheticScenesTest, theClassesMoveDifferently) {
  std::vector<Motion> motions;
  for (int64_t label = 0; label < 8; ++label) {
    motions.push_back(motionOf(label));
    std::printf("%-18s amount %5.2f  spread %4.2f  shift %4.2f\n",
                sceneClasses()[static_cast<size_t>(label)].c_str(), motions.back().amount,
                motions.back().spread, motions.back().shift);
  }
  const auto of = [&](const char* name) { return motions[static_cast<size_t>(labelOf(name))]; };
  // Everything moves in a pan, and one translation explains it.
  EXPECT_GT(of("coast-pan").spread, 0.6);
  EXPECT_GT(of("coast-pan").shift, 0.4);
  // A flicker is least, in a small part of the picture, and no translation explains it.
  EXPECT_LT(of("campfire-flicker").spread, 0.25);
  EXPECT_LT(of("campfire-flicker").shift, 0.1);
  // Turning, growing and driving are no translations either.
  for (const char* name : {"windmill-turn", "flower-bloom", "road-drive"}) {
    EXPECT_LT(of(name).shift, 0.25) << name;
  }
  for (const Motion& motion : motions) EXPECT_GT(motion.amount, 0.5);
}

class SyntheticStoreTest : public StoreTest {
 protected:
  std::shared_ptr<const ClipStore> open(const SyntheticOptions& options) {
    const auto made = createSynthetic(folder_, options);
    EXPECT_TRUE(made) << made.error().message;
    auto store = openClipStore(folder_);
    EXPECT_TRUE(store) << store.error().message;
    return *store;
  }
};

TEST_F(SyntheticStoreTest, clipsDoNotDependOnHowManyThereAre) {
  const auto few = open({.seed = 9, .size = 16, .framesPerClip = 6, .clips = 9});
  const auto many = open({.seed = 9, .size = 16, .framesPerClip = 6, .clips = 100});
  EXPECT_EQ(few->clips().size(), 9U);
  EXPECT_EQ(many->clips().size(), 100U);
  EXPECT_EQ(many->classes(), sceneClasses());
  for (int64_t i = 0; i < 9; ++i) {
    EXPECT_EQ(readClip(*few, i), readClip(*many, i));
    EXPECT_EQ(readClip(*few, i), readClip(*few, i));  // from the cache
    EXPECT_EQ(few->clips()[static_cast<size_t>(i)].split,
              many->clips()[static_cast<size_t>(i)].split);
  }
  const auto other = open({.seed = 10, .size = 16, .framesPerClip = 6, .clips = 9});
  EXPECT_NE(readClip(*few, 0), readClip(*other, 0));
  EXPECT_NE(readClip(*many, 0), readClip(*many, 8));  // same class, another scene
}

TEST_F(SyntheticStoreTest, framesAreTheScenesAtTheirTimes) {
  const auto store =
      open({.seed = 2, .size = 16, .frameRate = 10, .framesPerClip = 30, .clips = 8});
  for (int64_t clip = 0; clip < 8; ++clip) {
    std::vector<uint8_t> window(2 * 16 * 16 * 3);
    ASSERT_TRUE(store->read({clip, 3, 2, 20, 16}, window));
    std::vector<uint8_t> expected(16 * 16 * 3);
    const uint64_t seed = streamSeed(2, "scene", static_cast<uint64_t>(clip));
    renderScene(clip, seed, 2.3, 16, expected);
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), window.begin() + 16 * 16 * 3));
  }
}

TEST_F(SyntheticStoreTest, everyClassTrainsAndSomeScenesAreHeld) {
  const auto store = open({.size = 8, .framesPerClip = 20, .clips = 400, .heldShare = 0.1});
  const WindowSummary summary = describeWindows(*store, 12, 1);
  EXPECT_GT(summary.all.held, 15);
  EXPECT_LT(summary.all.held, 65);
  for (const WindowSummary::Part& part : summary.classes) EXPECT_EQ(part.clips, 50);
  const auto all = open({.size = 8, .framesPerClip = 20, .clips = 8, .heldShare = 1});
  EXPECT_EQ(describeWindows(*all, 12, 1).all.held, 0);
}

TEST_F(SyntheticStoreTest, wrongOptionsAreUsageErrors) {
  for (const SyntheticOptions& wrong : {SyntheticOptions{.scenes = "moving-scene"},
                                        {.size = 4},
                                        {.size = 2000},
                                        {.frameRate = 0},
                                        {.framesPerClip = 0},
                                        {.clips = 0},
                                        {.clips = 100'000'000},
                                        {.heldShare = 2},
                                        {.heldShare = -1}}) {
    const auto made = createSynthetic(folder_, wrong);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::Usage);
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/clips.json"));
}

TEST_F(SyntheticStoreTest, footageAndScenesDoNotOverwriteEachOther) {
  makeStore(16, 1);
  const auto made = createSynthetic(folder_, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::Refused);
  std::filesystem::remove_all(folder_);
  ASSERT_TRUE(createSynthetic(folder_, {}));
  EXPECT_TRUE(createSynthetic(folder_, {.seed = 5}));
  const auto writer = StoreWriter::open(folder_, {});
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().kind, ErrorKind::Refused);
}

}  // namespace
}  // namespace unroll::data
