#include <cmath>
#include <fstream>

#include "data/store_fixture.h"
#include "data/synthetic_scenes.h"
#include "data/window_sampler.h"

namespace unroll::data {
namespace {

#if UNROLL_TEST_MEDIA

class EncodedStoreTest : public StoreTest {
 protected:
  static constexpr int64_t kSize = 32, kFrames = 40;

  static std::vector<uint8_t> scene(int64_t label, int64_t frames = kFrames) {
    std::vector<uint8_t> all(static_cast<size_t>(frames * kSize * kSize * 3));
    for (int64_t t = 0; t < frames; ++t) {
      renderScene(
          label, 7, static_cast<double>(t) / 25.0, kSize,
          std::span(all).subspan(static_cast<size_t>(t * kSize * kSize * 3), kSize * kSize * 3));
    }
    return all;
  }

  void makeScenes(int clips) {
    auto writer = StoreWriter::open(folder_, {StoreKind::Encoded, kSize, 25});
    ASSERT_TRUE(writer) << writer.error().message;
    for (int i = 0; i < clips; ++i) {
      const int64_t label = (*writer)->classIndex(sceneClasses()[static_cast<size_t>(i)]);
      const auto added = (*writer)->addClip(info(std::to_string(i), label), scene(i));
      ASSERT_TRUE(added) << added.error().message;
    }
    ASSERT_TRUE((*writer)->commit());
  }

  static double meanDifference(std::span<const uint8_t> a, std::span<const uint8_t> b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += std::abs(static_cast<double>(a[i]) - b[i]);
    return sum / static_cast<double>(a.size());
  }
};

TEST_F(EncodedStoreTest, everyFrameIsThereAndNearlyTheSame) {
  makeScenes(3);
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store) << store.error().message;
  for (int64_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*store)->clips()[static_cast<size_t>(i)].frames, kFrames);
    EXPECT_LT(meanDifference(readClip(**store, i), scene(i)), 4.0);
  }
}

TEST_F(EncodedStoreTest, anyWindowEqualsThePartOfTheWhole) {
  makeScenes(2);
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store);
  const size_t frameBytes = kSize * kSize * 3;
  const std::vector<uint8_t> whole = readClip(**store, 1);
  Random random(4);
  for (int i = 0; i < 60; ++i) {
    const int64_t frames = 1 + random.below(8), stride = 1 + random.below(4);
    const int64_t start = random.below(kFrames - (frames - 1) * stride);
    std::vector<uint8_t> window(static_cast<size_t>(frames) * frameBytes);
    const auto done = (*store)->read({1, start, frames, stride, kSize}, window);
    ASSERT_TRUE(done) << done.error().message;
    for (int64_t t = 0; t < frames; ++t) {
      const auto from = static_cast<size_t>(start + t * stride) * frameBytes;
      ASSERT_TRUE(std::equal(
          whole.begin() + static_cast<std::ptrdiff_t>(from),
          whole.begin() + static_cast<std::ptrdiff_t>(from + frameBytes),
          window.begin() + static_cast<std::ptrdiff_t>(static_cast<size_t>(t) * frameBytes)))
          << "frame " << start + t * stride;
    }
  }
}

TEST_F(EncodedStoreTest, loadersWithOneAndFourThreadsAgree) {
  makeScenes(4);
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store);
  WindowSpec spec;
  spec.batch = 4;
  spec.frames = 6;
  spec.stride = 3;
  spec.size = 16;
  const auto sampler = WindowSampler::create(*store, spec);
  ASSERT_TRUE(sampler);
  WindowLoader one(*sampler, 0, 1), four(*sampler, 0, 4);
  for (int i = 0; i < 20; ++i) {
    const auto a = one.next(), b = four.next();
    ASSERT_TRUE(a && b);
    EXPECT_EQ(a->pixels, b->pixels);
  }
}

TEST_F(EncodedStoreTest, anInterruptionLosesOnlyWhatWasNotCommitted) {
  makeScenes(2);
  {
    auto writer = StoreWriter::open(folder_, {StoreKind::Encoded, kSize, 25});
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->addClip(info("lost", 0), scene(2)));
    auto open = (*writer)->beginClip(info("open", 0));
    ASSERT_TRUE(open);
    ASSERT_TRUE((*open)->append(scene(0, 1)));
  }
  std::ofstream(folder_ + "/clips/.part-1-1.mkv") << "left over";
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/clips/000002.mkv"));
  auto writer = StoreWriter::open(folder_, {StoreKind::Encoded, kSize, 25});
  ASSERT_TRUE(writer) << writer.error().message;
  int files = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(folder_ + "/clips")) {
    ++files;
  }
  EXPECT_EQ(files, 2);
  ASSERT_TRUE((*writer)->addClip(info("again", 0), scene(3)));
  ASSERT_TRUE((*writer)->commit());
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store);
  ASSERT_EQ((*store)->clips().size(), 3U);
  EXPECT_LT(meanDifference(readClip(**store, 2), scene(3)), 4.0);
}

TEST_F(EncodedStoreTest, damagedFilesAreRefusedNotCrashedOn) {
  makeScenes(1);
  const std::string path = folder_ + "/clips/000000.mkv";
  std::ifstream file(path, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  Random random(8);
  int refused = 0;
  for (int i = 0; i < 150; ++i) {
    std::string bad = good;
    if (i % 3 == 0) {
      bad.resize(static_cast<size_t>(random.below(static_cast<int64_t>(good.size()))));
    } else {
      for (int flips = 0; flips < 4; ++flips) {
        const auto at = static_cast<size_t>(random.below(static_cast<int64_t>(good.size())));
        bad[at] = static_cast<char>(bad[at] ^ (1 << random.below(8)));
      }
    }
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bad;
    const auto store = openClipStore(folder_);
    if (!store) {
      ++refused;
      continue;
    }
    std::vector<uint8_t> out(12 * kSize * kSize * 3);
    const auto done = (*store)->read({0, 20, 12, 1, kSize}, out);
    if (done) continue;
    ++refused;
    EXPECT_NE(done.error().message.find("000000.mkv"), std::string::npos) << done.error().message;
  }
  EXPECT_GT(refused, 20);
  std::filesystem::remove(path);
  const auto store = openClipStore(folder_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::Corrupt);
}

#else

TEST_F(StoreTest, anEncodedStoreIsRefusedInASentenceWithoutMedia) {
  const auto writer = StoreWriter::open(folder_, {StoreKind::Encoded, 16, 25});
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().kind, ErrorKind::Unsupported);
  EXPECT_NE(writer.error().message.find("UNROLL_MEDIA"), std::string::npos);

  std::filesystem::create_directories(folder_);
  std::ofstream(folder_ + "/clips.json")
      << R"({"version": 1, "kind": "encoded", "size": 16, "frameRate": 25, "classes": ["a"],
             "clips": [{"source": "a", "sourceId": "a", "label": 0, "frames": 5, "split": "train",
                        "file": "clips/000000.mkv"}], "reports": []})";
  const auto store = openClipStore(folder_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::Unsupported) << store.error().message;
}

#endif

}  // namespace
}  // namespace unroll::data
