#include "metrics/statistics_cache.h"

#include <fstream>

#include <gtest/gtest.h>

#include "base/file_system.h"
#include "base/scratch_folder.h"
#include "io/npy.h"
#include "metrics/measure_sets.h"
#include "metrics/real_sets.h"

namespace unroll::metrics {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kFrames = 5, kSize = 16, kClips = 12;
const MeasureChoice kChoice = MeasureChoice::of({"psd", "motion"});

/// A store of noise that counts how often it is read.
class CountingStore : public data::ClipStore {
 public:
  CountingStore() {
    for (int64_t i = 0; i < kClips; ++i) {
      clips_.push_back({"noise", "id" + std::to_string(i), i % 2, 2 * kFrames,
                        i < 9 ? data::Split::Train : data::Split::Held});
    }
  }
  int64_t size() const override { return kSize; }
  double frameRate() const override { return 12; }
  const std::vector<std::string>& classes() const override { return classes_; }
  const std::vector<data::ClipInfo>& clips() const override { return clips_; }
  Result<void> read(const data::WindowRequest& request, std::span<uint8_t> out) const override {
    ++reads;
    for (size_t i = 0; i < out.size(); ++i) {
      const auto k = static_cast<uint64_t>(request.clip * 31 + request.start * 7) + i;
      out[i] = static_cast<uint8_t>((k * 2654435761u) >> 13);
    }
    return {};
  }
  mutable int reads = 0;

 private:
  std::vector<std::string> classes_ = {"a", "b"};
  std::vector<data::ClipInfo> clips_;
};

struct StatisticsCacheTest : ::testing::Test {
  StatisticsCacheTest() {
    fs::create_directories(data);
    std::ofstream(data / "clips.json") << "{\"a store\": 1}";
    std::ofstream(data / "frames-00000.bin") << "frames";
  }
  Result<RealSet> ask(const StoreCut& wanted, const RealLook& how) {
    StatisticsCache cache(folder);
    auto set = realStoreSet(store, data, wanted, how, cache);
    remembered = cache.remembered() == 1;
    notes = cache.takeNotes();
    return set;
  }
  size_t files() const {
    size_t count = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }

  test::ScratchFolder scratch;
  const fs::path data = scratch.path() / "data", folder = scratch.path() / "cache";
  const StoreCut cut{.frames = kFrames, .stride = 1, .size = kSize, .maxClips = 10};
  const RealLook look{nullptr, kChoice, /*still=*/true};
  CountingStore store;
  bool remembered = false;
  std::vector<std::string> notes;
};

void expectSame(const ClipMeasures& one, const ClipMeasures& two) {
  EXPECT_EQ(one.count(), two.count());
  EXPECT_EQ(one.classNames(), two.classNames());
  const auto a = one.tables(), b = two.tables();
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].first, b[i].first);
    EXPECT_TRUE(torch::equal(a[i].second, b[i].second)) << a[i].first;
  }
  EXPECT_TRUE(torch::equal(one.spatial().deviation(), two.spatial().deviation()));
  EXPECT_TRUE(torch::equal(one.temporal().mean(), two.temporal().mean()));
}

TEST_F(StatisticsCacheTest, aSecondUseReadsNoClipAndIsTheFirstBitForBit) {
  const auto first = ask(cut, look);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_FALSE(remembered);
  EXPECT_EQ(store.reads, 10);
  EXPECT_EQ(files(), 1u);
  const auto second = ask(cut, look);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_TRUE(remembered);
  EXPECT_EQ(store.reads, 10) << "no clip was read again";
  EXPECT_TRUE(notes.empty());
  expectSame(first->moving, second->moving);
  expectSame(*first->still, *second->still);
  EXPECT_GE(first->moving.tables().size(), 4u);
  ASSERT_EQ(second->origins.size(), 10u);
  EXPECT_EQ(second->origins[3].file, first->origins[3].file);
  EXPECT_EQ(second->origins[3].start, first->origins[3].start);
  EXPECT_EQ(second->report.files, first->report.files);
}

TEST_F(StatisticsCacheTest, everythingThatMattersIsPartOfTheKey) {
  ASSERT_TRUE(ask(cut, look));
  const auto misses = [&](const char* what, StoreCut other, RealLook otherLook) {
    EXPECT_TRUE(ask(other, otherLook)) << what;
    EXPECT_FALSE(remembered) << what;
    EXPECT_TRUE(ask(other, otherLook) && remembered) << what << ", the second time";
  };
  StoreCut other = cut;
  other.frames = 4;
  misses("length", other, look);
  other = cut;
  other.stride = 2;
  misses("stride", other, look);
  other = cut;
  other.size = 8;
  misses("size", other, look);
  other = cut;
  other.maxClips = 9;
  misses("number of clips", other, look);
  other = cut;
  other.splits = {data::Split::Train};
  misses("split", other, look);
  RealLook otherLook = look;
  otherLook.still = false;
  misses("stills", cut, otherLook);
  otherLook = look;
  otherLook.choice = MeasureChoice::of({"psd"});
  misses("measures", cut, otherLook);

  auto network = loadFeatures("small", {});
  ASSERT_TRUE(network) << network.error().message;
  otherLook = {&*network, MeasureChoice::of({"fvd"}), false};
  misses("network", cut, otherLook);
  network->hash = "0123456789abcdef";
  misses("weights", cut, otherLook);

  std::ofstream(data / "clips.json") << "{\"a store\": 2}";
  misses("contents", cut, look);
  std::ofstream(data / "frames-00000.bin", std::ios::app) << "more";
  misses("frames", cut, look);
}

TEST_F(StatisticsCacheTest, aBrokenFileIsMadeAnewWithANote) {
  const auto first = ask(cut, look);
  const fs::path file = fs::directory_iterator(folder)->path();
  const auto size = fs::file_size(file);
  for (const auto& damage : std::vector<std::function<void()>>{
           [&] { fs::resize_file(file, size / 2); }, [&] { fs::resize_file(file, 0); },
           [&] {
             std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
             bytes.seekp(static_cast<std::streamoff>(size - 1));
             bytes.put('\x11');
           }}) {
    damage();
    const int reads = store.reads;
    const auto again = ask(cut, look);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_FALSE(remembered);
    EXPECT_EQ(store.reads, reads + 10);
    ASSERT_EQ(notes.size(), 1u);
    EXPECT_NE(notes[0].find(file.filename().string()), std::string::npos) << notes[0];
    expectSame(first->moving, again->moving);
    EXPECT_TRUE(ask(cut, look) && remembered) << "it was mended";
  }
}

TEST_F(StatisticsCacheTest, aFileOfAnotherKeyIsNotTaken) {
  ASSERT_TRUE(ask(cut, look));
  const fs::path own = fs::directory_iterator(folder)->path();
  StoreCut other = cut;
  other.maxClips = 9;
  ASSERT_TRUE(ask(other, look));
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path() != own) {
      fs::copy_file(entry.path(), own, fs::copy_options::overwrite_existing);
    }
  }
  const auto set = ask(cut, look);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_FALSE(remembered);
  EXPECT_EQ(set->moving.count(), 10);
  EXPECT_EQ(notes.size(), 1u);
}

TEST_F(StatisticsCacheTest, aFolderThatCannotBeWrittenIsANote) {
  std::ofstream(folder) << "a file where the folder should be";
  const auto set = ask(cut, look);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->moving.count(), 10);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("not kept"), std::string::npos);
}

TEST_F(StatisticsCacheTest, withoutAFolderNothingIsKept) {
  StatisticsCache none;
  ASSERT_TRUE(realStoreSet(store, data, cut, look, none));
  ASSERT_TRUE(realStoreSet(store, data, cut, look, none));
  EXPECT_EQ(store.reads, 20);
  EXPECT_EQ(files(), 0u);
}

TEST_F(StatisticsCacheTest, measuringTwoFoldersRemembersTheRealOne) {
  const auto write = [&](const char* name, uint8_t step) {
    std::vector<uint8_t> values(static_cast<size_t>(kClips * kFrames * kSize * kSize * 3));
    for (size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<uint8_t>((i * 2654435761u * step) >> 11);
    }
    ASSERT_TRUE(io::writeNpy(realVfs(), scratch.path() / name, std::span<const uint8_t>(values),
                             {kClips, kFrames, kSize, kSize, 3}));
  };
  write("real.npy", 1);
  write("fake.npy", 3);
  MeasureRequest request;
  request.real = scratch.path() / "real.npy";
  request.fake = scratch.path() / "fake.npy";
  request.frames = kFrames;
  request.draws = 2;
  request.threads = 1;
  request.cacheFolder = folder;
  int realFiles = 0;
  const auto measured = [&] {
    realFiles = 0;
    auto report = measureSets(
        request,
        [&](const std::string& what, int64_t, int64_t) { realFiles += what == "Real clips"; }, {});
    EXPECT_TRUE(report) << report.error().message;
    report->seconds = 0;
    return toJson(*report).dump();
  };
  const std::string first = measured();
  EXPECT_EQ(realFiles, 1);
  EXPECT_EQ(measured(), first);
  EXPECT_EQ(realFiles, 0) << "no real clip was read again";
  request.seed = 2;
  EXPECT_NE(measured(), first);
  EXPECT_EQ(realFiles, 0) << "other draws are made of the same clips";
  request.frameRate = 12;
  measured();
  EXPECT_EQ(realFiles, 1);
  write("real.npy", 5);
  measured();
  EXPECT_EQ(realFiles, 1) << "the contents changed";
  request.cacheFolder.clear();
  measured();
  EXPECT_EQ(realFiles, 1);
}

}  // namespace
}  // namespace unroll::metrics
