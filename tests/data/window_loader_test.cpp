#include <atomic>
#include <chrono>
#include <thread>

#include "data/store_fixture.h"
#include "data/synthetic_scenes.h"
#include "data/window_sampler.h"

namespace unroll::data {
namespace {

/// Answers slowly and out of step, and refuses one clip.
class SlowStore : public ClipStore {
 public:
  explicit SlowStore(int64_t badClip = -1, int milliseconds = 1)
      : badClip_(badClip), milliseconds_(milliseconds) {
    for (int64_t i = 0; i < 16; ++i) clips_.push_back({"s", std::to_string(i), 0, 4, Split::Train});
  }
  int64_t size() const override { return 8; }
  double frameRate() const override { return 25; }
  const std::vector<std::string>& classes() const override { return classes_; }
  const std::vector<ClipInfo>& clips() const override { return clips_; }
  Result<void> read(const WindowRequest& request, std::span<uint8_t> out) const override {
    const int64_t turn = reads++;
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds_ * (turn % 3)));
    if (request.clip == badClip_) return fail(ErrorKind::Corrupt, "This clip is damaged.");
    for (uint8_t& byte : out) byte = static_cast<uint8_t>(request.clip);
    return {};
  }

  mutable std::atomic<int64_t> reads = 0;

 private:
  int64_t badClip_;
  int milliseconds_;
  std::vector<std::string> classes_ = {"all"};
  std::vector<ClipInfo> clips_;
};

WindowSampler samplerOf(std::shared_ptr<const ClipStore> store, int64_t batch = 2) {
  WindowSpec spec;
  spec.batch = batch;
  spec.frames = 4;
  spec.size = 8;
  spec.seed = 5;
  auto sampler = WindowSampler::create(std::move(store), spec);
  EXPECT_TRUE(sampler);
  return *std::move(sampler);
}

TEST(WindowLoaderTest, theOrderIsTheSameWhateverTheNumberOfThreads) {
  const auto store = std::make_shared<SlowStore>();
  const WindowSampler sampler = samplerOf(store);
  for (const int threads : {1, 2, 4}) {
    WindowLoader loader(sampler, 7, threads, 3);
    for (int64_t i = 7; i < 47; ++i) {
      const auto batch = loader.next();
      const auto plain = sampler.batch(i);
      ASSERT_TRUE(batch && plain);
      EXPECT_EQ(batch->index, i);
      EXPECT_EQ(batch->pixels, plain->pixels);
      EXPECT_EQ(batch->labels, plain->labels);
    }
    EXPECT_GT(loader.secondsWaited(), 0);
  }
}

TEST(WindowLoaderTest, noMoreThanAheadBatchesAreRead) {
  const auto store = std::make_shared<SlowStore>(-1, 0);
  WindowLoader loader(samplerOf(store), 0, 4, 3);
  for (int i = 0; i < 200 && store->reads < 6; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  EXPECT_EQ(store->reads, 6);  // three batches of two windows
}

TEST(WindowLoaderTest, anErrorComesInItsPlaceAndReadingGoesOn) {
  const auto store = std::make_shared<SlowStore>(3);
  const WindowSampler sampler = samplerOf(store);
  WindowLoader loader(sampler, 0, 4, 4);
  int errors = 0;
  for (int64_t i = 0; i < 32; ++i) {
    const bool bad =
        sampler.draw(2 * i).window.clip == 3 || sampler.draw(2 * i + 1).window.clip == 3;
    const auto batch = loader.next();
    EXPECT_EQ(!batch, bad) << i;
    if (!batch) {
      ++errors;
      EXPECT_EQ(batch.error().kind, ErrorKind::Corrupt);
    }
  }
  EXPECT_GT(errors, 0);
}

TEST(WindowLoaderTest, closingWakesAWaitingReader) {
  WindowLoader loader(samplerOf(std::make_shared<SlowStore>(-1, 100), 8), 0, 1, 1);
  std::thread closer([&loader] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    loader.close();
  });
  Result<Batch> batch = loader.next();
  while (batch) batch = loader.next();
  EXPECT_EQ(batch.error().kind, ErrorKind::Cancelled);
  closer.join();
  EXPECT_FALSE(loader.next());
}

TEST(WindowLoaderTest, manyLoadersComeAndGo) {
  for (int i = 0; i < 50; ++i) {
    WindowLoader loader(samplerOf(std::make_shared<SlowStore>(-1, 0)), i, 1 + i % 4, 1 + i % 3);
    if (i % 2 == 0) {
      EXPECT_TRUE(loader.next());
    }
  }
}

TEST_F(StoreTest, fourThreadsReadTheSameFromRawAndSyntheticStores) {
  makeStore(16, 6);
  ASSERT_TRUE(createSynthetic(root_ + "/scenes", {.size = 16, .framesPerClip = 20, .clips = 16}));
  for (const std::string& folder : {folder_, root_ + "/scenes"}) {
    const auto store = openClipStore(folder);
    ASSERT_TRUE(store);
    const WindowSampler sampler = samplerOf(*store);
    WindowLoader one(sampler, 0, 1), four(sampler, 0, 4);
    for (int64_t i = 0; i < 40; ++i) {
      const auto a = one.next(), b = four.next();
      ASSERT_TRUE(a && b);
      EXPECT_EQ(a->pixels, b->pixels);
    }
  }
}

}  // namespace
}  // namespace unroll::data
