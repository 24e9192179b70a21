#include "data/window_sampler.h"

#include <cmath>
#include <map>
#include <set>

#include "data/store_fixture.h"

namespace unroll::data {
namespace {

/// Clips of given lengths; each byte of a frame is its number, but the left half is one more.
class CountingStore : public ClipStore {
 public:
  explicit CountingStore(std::vector<int64_t> lengths) {
    for (size_t i = 0; i < lengths.size(); ++i) {
      clips_.push_back({"s", "id" + std::to_string(i), static_cast<int64_t>(i) % 2, lengths[i],
                        i % 5 == 4 ? Split::Held : Split::Train});
    }
  }
  int64_t size() const override { return 8; }
  double frameRate() const override { return 25; }
  const std::vector<std::string>& classes() const override { return classes_; }
  const std::vector<ClipInfo>& clips() const override { return clips_; }
  Result<void> read(const WindowRequest& request, std::span<uint8_t> out) const override {
    EXPECT_GE(request.start, 0);
    EXPECT_LT(request.start + (request.frames - 1) * request.stride,
              clips_[static_cast<size_t>(request.clip)].frames);
    size_t at = 0;
    for (int64_t t = 0; t < request.frames; ++t) {
      const auto frame = static_cast<uint8_t>(request.start + t * request.stride);
      for (int64_t i = 0; i < request.size * request.size; ++i) {
        const bool left = i % request.size < request.size / 2;
        for (int c = 0; c < 3; ++c) out[at++] = static_cast<uint8_t>(frame + (left ? 1 : 0));
      }
    }
    return {};
  }

 private:
  std::vector<std::string> classes_ = {"even", "odd"};
  std::vector<ClipInfo> clips_;
};

WindowSpec spec() {
  WindowSpec made;
  made.batch = 3;
  made.frames = 5;
  made.stride = 2;
  made.size = 4;
  made.seed = 17;
  return made;
}

TEST(WindowSamplerTest, aBatchIsAFunctionOfSeedAndIndex) {
  const auto store = std::make_shared<CountingStore>(std::vector<int64_t>(40, 60));
  WindowSpec wanted = spec();
  wanted.flip = 0.5;
  const auto one = WindowSampler::create(store, wanted), two = WindowSampler::create(store, wanted);
  ASSERT_TRUE(one && two);
  for (const int64_t index : {0, 1, 5, 1000, 123456789}) {
    const auto first = one->batch(index), second = two->batch(index);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->pixels, second->pixels);
    EXPECT_EQ(first->labels, second->labels);
    EXPECT_EQ(first->pixels.size(), 3U * 5 * 4 * 4 * 3);
    EXPECT_EQ(first->index, index);
  }
  wanted.seed = 18;
  const auto other = WindowSampler::create(store, wanted);
  ASSERT_TRUE(other);
  EXPECT_NE(other->batch(0)->pixels, one->batch(0)->pixels);
  EXPECT_NE(one->batch(0)->pixels, one->batch(1)->pixels);
}

TEST(WindowSamplerTest, anEpochVisitsEachClipByTheRootOfItsLength) {
  // Span 9: two clips too short, one just long enough, one of 90 frames, one held.
  for (const std::vector<int64_t>& lengths :
       {std::vector<int64_t>{9, 90, 8, 3, 500, 30}, std::vector<int64_t>(300, 12),
        std::vector<int64_t>{9}}) {
    const auto store = std::make_shared<CountingStore>(lengths);
    const auto sampler = WindowSampler::create(store, spec());
    ASSERT_TRUE(sampler) << sampler.error().message;
    std::map<int64_t, int64_t> expected;
    for (size_t i = 0; i < lengths.size(); ++i) {
      if (lengths[i] >= 9 && i % 5 != 4) {
        expected[static_cast<int64_t>(i)] = std::lround(4 * std::sqrt(lengths[i] / 9.0));
      }
    }
    EXPECT_EQ(sampler->usableClips(), static_cast<int64_t>(expected.size()));
    std::vector<int64_t> orders[3];
    for (int64_t epoch = 0; epoch < 3; ++epoch) {
      std::map<int64_t, int64_t> visits;
      for (int64_t i = 0; i < sampler->windowsPerEpoch(); ++i) {
        const auto draw = sampler->draw(epoch * sampler->windowsPerEpoch() + i);
        ++visits[draw.window.clip];
        orders[epoch].push_back(draw.window.clip);
      }
      EXPECT_EQ(visits, expected);
    }
    if (lengths.size() > 6) {
      EXPECT_NE(orders[0], orders[1]);
      EXPECT_NE(orders[1], orders[2]);
    }
  }
}

TEST(WindowSamplerTest, theOrderOfAnEpochIsWellMixed) {
  const auto store = std::make_shared<CountingStore>(std::vector<int64_t>(1000, 9));
  const auto sampler = WindowSampler::create(store, spec());
  ASSERT_TRUE(sampler);
  const int64_t count = sampler->windowsPerEpoch();
  double sum = 0;
  int neighbours = 0;
  for (int64_t i = 1; i < count; ++i) {
    const int64_t here = sampler->draw(i).window.clip, before = sampler->draw(i - 1).window.clip;
    neighbours += std::abs(here - before) == 1 ? 1 : 0;
    sum += static_cast<double>(std::abs(here - before));
  }
  EXPECT_LT(neighbours, 12);                               // 2 expected
  EXPECT_NEAR(sum / static_cast<double>(count), 333, 30);  // a third of the range
}

TEST(WindowSamplerTest, everyStartComesUp) {
  const auto store = std::make_shared<CountingStore>(std::vector<int64_t>{20});
  const auto sampler = WindowSampler::create(store, spec());
  ASSERT_TRUE(sampler);
  std::map<int64_t, int> starts;
  for (int64_t i = 0; i < 6000; ++i) ++starts[sampler->draw(i).window.start];
  ASSERT_EQ(starts.size(), 12U);
  for (const auto& [start, count] : starts) EXPECT_NEAR(count, 500, 120) << start;
}

TEST(WindowSamplerTest, mirroringSwapsLeftAndRightOfWholeWindows) {
  const auto store = std::make_shared<CountingStore>(std::vector<int64_t>(10, 30));
  WindowSpec wanted = spec();
  int mirrored = 0;
  for (const double flip : {0.0, 0.5, 1.0}) {
    wanted.flip = flip;
    const auto sampler = WindowSampler::create(store, wanted);
    ASSERT_TRUE(sampler);
    mirrored = 0;
    for (int64_t i = 0; i < 100; ++i) {
      const auto batch = sampler->batch(i);
      ASSERT_TRUE(batch);
      for (int64_t n = 0; n < 3; ++n) {
        const auto draw = sampler->draw(3 * i + n);
        mirrored += draw.mirrored ? 1 : 0;
        for (size_t t = 0; t < 5; ++t) {
          const size_t at = (static_cast<size_t>(n) * 5 + t) * 4 * 4 * 3;
          const int64_t frame = draw.window.start + 2 * static_cast<int64_t>(t);
          EXPECT_EQ(batch->pixels[at], frame + (draw.mirrored ? 0 : 1));
          EXPECT_EQ(batch->pixels[at + 3 * 3], frame + (draw.mirrored ? 1 : 0));
        }
      }
    }
    EXPECT_NEAR(mirrored, 300 * flip, 45);
  }
}

TEST(WindowSamplerTest, labelsAreThoseOfTheClips) {
  const auto store = std::make_shared<CountingStore>(std::vector<int64_t>(10, 30));
  const auto sampler = WindowSampler::create(store, spec());
  ASSERT_TRUE(sampler);
  for (int64_t i = 0; i < 20; ++i) {
    const auto batch = sampler->batch(i);
    ASSERT_TRUE(batch);
    for (int64_t n = 0; n < 3; ++n) {
      EXPECT_EQ(batch->labels[static_cast<size_t>(n)], sampler->draw(3 * i + n).window.clip % 2);
    }
  }
}

TEST(WindowSamplerTest, refusalsSayWhatIsNeeded) {
  const auto store = std::make_shared<CountingStore>(std::vector<int64_t>{8, 5});
  const auto tooShort = WindowSampler::create(store, spec());
  ASSERT_FALSE(tooShort);
  EXPECT_EQ(tooShort.error().kind, ErrorKind::Refused);
  EXPECT_NE(tooShort.error().message.find("need 9 frames"), std::string::npos);
  EXPECT_NE(tooShort.error().message.find("longest clip has 8"), std::string::npos);
  WindowSpec held = spec();
  held.split = Split::Held;
  held.frames = 1;
  EXPECT_FALSE(WindowSampler::create(store, held));
  WindowSpec odd = spec();
  odd.frames = 1;
  odd.size = 3;
  EXPECT_FALSE(WindowSampler::create(store, odd));
  odd.size = 16;
  EXPECT_FALSE(WindowSampler::create(store, odd));
  odd.size = 8;
  odd.batch = 0;
  EXPECT_FALSE(WindowSampler::create(store, odd));
}

TEST(DescribeWindowsTest, countsByClassAndSplit) {
  const CountingStore store({9, 90, 8, 3, 500, 30});
  const WindowSummary summary = describeWindows(store, 5, 2);
  EXPECT_EQ(summary.span, 9);
  EXPECT_EQ(summary.all.clips, 6);
  EXPECT_EQ(summary.all.usable, 4);
  EXPECT_EQ(summary.all.held, 1);
  EXPECT_EQ(summary.all.frames, 640);
  EXPECT_EQ(summary.all.windows, 1 + 82 + 22);
  EXPECT_EQ(summary.all.heldWindows, 492);
  ASSERT_EQ(summary.classes.size(), 2U);
  EXPECT_EQ(summary.classes[0].name, "even");
  EXPECT_EQ(summary.classes[0].windows, 1);
  EXPECT_EQ(summary.classes[1].windows, 82 + 22);
}

}  // namespace
}  // namespace unroll::data
