// The comparison of sets, and the files around it.
#include <gtest/gtest.h>

#include "base/scratch_folder.h"
#include "base/seeds.h"
#include "io/npy.h"
#include "metrics/clip_measures.h"
#include "metrics/clip_source.h"
#include "metrics/distortions.h"
#include "metrics/measure_sets.h"
#include "metrics/pictures.h"

namespace unroll::metrics {
namespace {

using test::ScratchFolder;

constexpr int64_t kFrames = 6, kSize = 16;

/// Blobs that move to the right by `speed` pixels a frame.
torch::Tensor movingClip(uint64_t seed, double speed) {
  Random random(seed);
  const double x0 = random.uniform(0, kSize), y0 = random.uniform(0, kSize);
  const torch::Tensor axis = torch::arange(kSize, torch::kFloat32);
  std::vector<torch::Tensor> frames;
  for (int64_t t = 0; t < kFrames; ++t) {
    const double x = x0 + speed * static_cast<double>(t);
    const torch::Tensor dx = torch::remainder(axis - x + kSize / 2.0, kSize) - kSize / 2.0;
    const torch::Tensor dy = torch::remainder(axis - y0 + kSize / 2.0, kSize) - kSize / 2.0;
    frames.push_back(((dx.square().unsqueeze(0) + dy.square().unsqueeze(1)) / -8)
                         .exp()
                         .mul(255)
                         .to(torch::kUInt8));
  }
  return torch::stack(frames).unsqueeze(-1).expand({kFrames, kSize, kSize, 3}).contiguous();
}

const char* classOf(int64_t clip) { return clip % 2 == 0 ? "even" : "odd"; }

/// Clips of movingClip() with consecutive seeds.
ClipMeasures setOf(int64_t clips, uint64_t seed, double speed, const MeasureChoice& choice,
                   LoadedFeatures* network = nullptr, bool frozen = false,
                   int64_t most = ClipMeasures::kMostRows) {
  ClipMeasures set(network, choice, kFrames, kSize, most);
  for (int64_t i = 0; i < clips; ++i) {
    const torch::Tensor clip = movingClip(seed + static_cast<uint64_t>(i), speed);
    set.add(frozen ? firstFrameThroughout(clip) : clip, classOf(i));
  }
  set.finish();
  return set;
}

const MeasureChoice kNoNetwork = MeasureChoice::of({"psd", "motion"});

TEST(CompareSetsTest, theFloorIsWhatRealClipsGive) {
  const ClipMeasures real = setOf(40, 1, 1, kNoNetwork), fake = setOf(20, 1000, 0, kNoNetwork);
  MeasureReport report;
  report.protocol.frames = kFrames;
  ASSERT_TRUE(compareSets({&real, &fake, nullptr, nullptr}, 4, report));
  EXPECT_EQ(report.protocol.drawClips, 20);
  const MeasureRow* motion = report.find("motion");
  ASSERT_NE(motion, nullptr);
  EXPECT_EQ(motion->fake->mean, 0) << "The fakes stand still.";
  EXPECT_GT(motion->floor->mean, 1);
  EXPECT_FALSE(motion->noise.has_value());
  EXPECT_NEAR(report.find("psd_high_db")->floor->mean, 0, 1.0);
  ASSERT_EQ(report.classes.size(), 2u);
  EXPECT_EQ(report.classes[0].realClips, 20);
  EXPECT_EQ(report.curves.back().fake.size(), static_cast<size_t>(kFrames - 1));
}

TEST(CompareSetsTest, whatRealClipsSayByThemselvesIsMadeOnce) {
  auto network = loadFeatures("small", {});
  ASSERT_TRUE(network) << network.error().message;
  const MeasureChoice choice = MeasureChoice::of({"fvd", "is", "coverage", "motion"});
  const auto set = [&](int64_t clips, uint64_t seed, double speed) {
    return setOf(clips, seed, speed, choice, &*network);
  };
  const ClipMeasures real = set(24, 1, 1), still = set(24, 1, 0), noise = set(12, 900, 5);
  const ClipMeasures one = set(12, 500, 2), two = set(12, 700, 0.5);
  const auto compared = [&](const ClipMeasures& fake, RealNumbers* numbers) {
    MeasureReport report;
    report.protocol.setNetwork(*network);
    EXPECT_TRUE(compareSets({&real, &fake, &still, &noise, numbers}, 3, report));
    return toJson(report).dump();
  };
  RealNumbers numbers;
  EXPECT_EQ(compared(one, &numbers), compared(one, nullptr));
  const int64_t made = numbers.made();
  EXPECT_GT(made, 0);
  EXPECT_EQ(compared(two, &numbers), compared(two, nullptr)) << "and they are the same numbers";
  EXPECT_EQ(numbers.made(), made) << "nothing of the real clips was made again";
}

TEST(CompareSetsTest, theDistanceOfLooksLeavesMotionOut) {
  auto network = loadFeatures("small", {});
  ASSERT_TRUE(network) << network.error().message;
  const MeasureChoice choice = MeasureChoice::distanceAlone();
  const auto set = [&](uint64_t seed, double speed, bool frozen) {
    return setOf(24, seed, speed, choice, &*network, frozen);
  };
  const ClipMeasures real = set(1, 2, false), still = set(1, 2, true);
  const auto distances = [&](uint64_t seed, double speed) {
    const ClipMeasures fake = set(seed, speed, false), fakeStill = set(seed, speed, true);
    RealNumbers numbers;
    MeasureReport report;
    report.protocol.setNetwork(*network);
    EXPECT_TRUE(compareSets({&real, &fake, &still, nullptr, &numbers, &fakeStill}, 3, report));
    const MeasureRow* look = report.find("fd_small_look");
    EXPECT_TRUE(look != nullptr && look->fake && look->floor && !look->noise);
    return std::pair(*report.find("fd_small")->whole, *look->whole);
  };
  const auto [asReal, looksAsReal] = distances(1, 2);
  EXPECT_NEAR(asReal, 0, 1e-6);
  EXPECT_NEAR(looksAsReal, 0, 1e-6);
  // The same pictures at rest: far away as clips, the same to look at.
  const auto [atRest, looksAtRest] = distances(1, 0);
  EXPECT_GT(atRest, 1);
  EXPECT_NEAR(looksAtRest, 0, 1e-6);
  EXPECT_GT(distances(500, 2).second, 0.01) << "other pictures";

  MeasureReport without;
  without.protocol.setNetwork(*network);
  ASSERT_TRUE(compareSets({&real, &real, &still}, 3, without));
  EXPECT_EQ(without.find("fd_small_look"), nullptr);
}

TEST(CompareSetsTest, framesOfOneClipAreDrawnTogether) {
  // A network that looks at frames: its features are each frame's mean brightness, twice.
  struct Brightness : models::FeatureNet {
    models::FeatureNetInfo info() const override {
      return {.name = "inception",
              .features = "",
              .resize = "",
              .width = 2,
              .classes = 2,
              .perFrame = true};
    }
    models::ClipFeatures extract(const torch::Tensor& clips) override {
      const torch::Tensor mean = clips.mean({1, 3, 4}).flatten().unsqueeze(1);
      const torch::Tensor rows = torch::cat({mean, mean.square()}, 1);
      return {rows, rows};
    }
  };
  LoadedFeatures network{std::make_shared<Brightness>(), Brightness().info(), "hash"};
  const MeasureChoice choice = MeasureChoice::of({"fid", "is", "coverage"});
  const auto set = [&](int64_t clips, uint64_t seed, double speed) {
    return setOf(clips, seed, speed, choice, &network);
  };
  const ClipMeasures real = set(20, 1, 1), fake = set(10, 500, 2);
  EXPECT_EQ(real.samples().sizes(), (std::vector<int64_t>{20, kFrames, 2}));
  EXPECT_EQ(real.features().sizes(), (std::vector<int64_t>{20, 2}));
  MeasureReport report;
  report.protocol.setNetwork(network);
  ASSERT_TRUE(compareSets({&real, &fake}, 2, report));
  EXPECT_EQ(report.protocol.drawClips, 10) << "draws are of clips";
  const MeasureRow* fid = report.find("fid");
  ASSERT_NE(fid, nullptr);
  EXPECT_EQ(fid->title, "FID of frames (inception)");
  FeatureStatistics a(2), b(2);
  a.add(real.samples().flatten(0, 1));
  b.add(fake.samples().flatten(0, 1));
  EXPECT_EQ(a.count(), 20 * kFrames);
  const double whole = frechetDistance(a, b).distance;
  EXPECT_NEAR(*fid->whole, whole, 1e-9 * whole);
  EXPECT_NE(report.find("coverage_inception"), nullptr);
}

TEST(CompareSetsTest, moreClipsThanThereIsRoomForAreKeptFairly) {
  auto network = loadFeatures("small", {});
  ASSERT_TRUE(network) << network.error().message;
  const MeasureChoice choice = MeasureChoice::of({"fvd", "kvd", "psd", "motion"});
  constexpr int64_t kClips = 40, kRoom = 12;
  const auto set = [&](uint64_t seed, double speed, int64_t most) {
    return setOf(kClips, seed, speed, choice, &*network, /*frozen=*/false, most);
  };
  const ClipMeasures all = set(1, 1, 1000), some = set(1, 1, kRoom);
  const ClipMeasures otherAll = set(900, 2, 1000), otherSome = set(900, 2, kRoom);
  EXPECT_EQ(some.count(), kClips);
  EXPECT_EQ(some.rows(), kRoom);
  for (const auto& [name, table] : some.tables()) {
    if (name == "features" || name == "logits" || name == "spectra" || name == "changes") {
      EXPECT_EQ(table.size(0), kRoom) << name;
    }
  }
  int64_t late = 0;
  for (int64_t row = 0; row < kRoom; ++row) {
    const int64_t clip = some.clipOfRow(row);
    late += clip >= kRoom;
    EXPECT_EQ(some.classNames()[static_cast<size_t>(row)], classOf(clip));
    EXPECT_TRUE(torch::equal(some.samples()[row], all.samples()[clip]));
    EXPECT_TRUE(torch::equal(some.changes()[row], all.changes()[clip]));
  }
  EXPECT_GT(late, 0) << "not only the first clips";
  EXPECT_TRUE(torch::equal(some.statistics().covariance(), all.statistics().covariance()));
  EXPECT_TRUE(torch::equal(some.spatial().mean(), all.spatial().mean()));

  MeasureReport ofAll, ofSome;
  ofAll.protocol.setNetwork(*network);
  ofSome.protocol.setNetwork(*network);
  ASSERT_TRUE(compareSets({&all, &otherAll}, 2, ofAll));
  ASSERT_TRUE(compareSets({&some, &otherSome}, 2, ofSome));
  EXPECT_EQ(*ofSome.find("fd_small")->whole, *ofAll.find("fd_small")->whole) << "of every clip";
  EXPECT_EQ(ofSome.protocol.drawClips, kRoom / 2);
  EXPECT_EQ(toJson(ofSome.protocol)["keptClips"], kRoom);
  EXPECT_NE(ofSome.protocol.line().find("out of 12 kept"), std::string::npos);
  EXPECT_EQ(ofAll.protocol.line().find("kept"), std::string::npos);
  EXPECT_NE(ofSome.protocol.key(), ofAll.protocol.key());

  // And out of a file.
  ClipMeasures again(&*network, choice, kFrames, kSize, kRoom);
  std::vector<std::string> names;
  for (int64_t i = 0; i < kClips; ++i) names.emplace_back(classOf(i));
  const auto table = [&](const std::string& name) {
    for (const auto& [found, values] : some.tables()) {
      if (found == name) return values;
    }
    return torch::Tensor();
  };
  ASSERT_TRUE(again.restore(table, names));
  EXPECT_EQ(again.classNames(), some.classNames());
  EXPECT_EQ(again.clipOfRow(3), some.clipOfRow(3));
  EXPECT_EQ(again.statistics().count(), kClips);
  EXPECT_TRUE(torch::equal(again.statistics().covariance(), some.statistics().covariance()));
  names.pop_back();
  EXPECT_TRUE(ClipMeasures(&*network, choice, kFrames, kSize, kRoom).restore(table, names))
      << "as many rows are kept of one clip less";
  names.resize(kRoom - 1);
  EXPECT_FALSE(ClipMeasures(&*network, choice, kFrames, kSize, kRoom).restore(table, names));
}

TEST(KeptClipsTest, everyClipIsAsLikelyToBeKept) {
  constexpr int64_t kMost = 400, kClips = 4000;
  KeptClips kept(kMost);
  for (int64_t i = 0; i < kClips; ++i) {
    const int64_t row = kept.next();
    ASSERT_LT(row, kMost);
    ASSERT_TRUE(i >= kMost || row == i);
  }
  ASSERT_EQ(kept.clips().size(), static_cast<size_t>(kMost));
  // 40 of each tenth; the deviation of such a count is 6.
  std::vector<int64_t> tenths(10);
  for (const int64_t clip : kept.clips()) ++tenths[static_cast<size_t>(clip * 10 / kClips)];
  for (const int64_t count : tenths) EXPECT_NEAR(static_cast<double>(count), 40, 24);
}

TEST(CompareSetsTest, refusesTooFewClips) {
  const ClipMeasures real = setOf(6, 1, 1, kNoNetwork), fake = setOf(20, 1000, 1, kNoNetwork);
  MeasureReport report;
  const auto refused = compareSets({&real, &fake, nullptr, nullptr}, 4, report);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Refused);
}

TEST(CompareSetsTest, batchesDoNotMatter) {
  const ClipMeasures whole = setOf(21, 5, 1, kNoNetwork);
  ClipMeasures single(nullptr, kNoNetwork, kFrames, kSize);
  for (uint64_t i = 0; i < 21; ++i) {
    single.add(movingClip(5 + i, 1));
    single.finish();
  }
  EXPECT_TRUE(torch::allclose(whole.spectra(), single.spectra(), 1e-5, 1e-9));
  EXPECT_TRUE(torch::equal(whole.changes(), single.changes()));
  EXPECT_TRUE(torch::allclose(whole.spatial().mean(), single.spatial().mean(), 1e-5, 1e-9));
}

void writeSet(const std::filesystem::path& file, int64_t clips, uint64_t seed, double speed) {
  std::vector<uint8_t> values;
  for (int64_t i = 0; i < clips; ++i) {
    const torch::Tensor clip = movingClip(seed + static_cast<uint64_t>(i), speed);
    values.insert(values.end(), clip.const_data_ptr<uint8_t>(),
                  clip.const_data_ptr<uint8_t>() + clip.numel());
  }
  ASSERT_TRUE(io::writeNpy(realVfs(), file, std::span<const uint8_t>(values),
                           {clips, kFrames, kSize, kSize, 3}));
}

TEST(MeasureSetsTest, ranksRealBeforeStillBeforeNoise) {
  const ScratchFolder folder;
  writeSet(folder.path() / "real.npy", 40, 1, 1.5);
  writeSet(folder.path() / "fake.npy", 20, 500, 1.5);
  MeasureRequest request;
  request.real = folder.path() / "real.npy";
  request.fake = folder.path() / "fake.npy";
  request.frames = kFrames;
  request.threads = 1;
  const auto report = measureSets(request, {}, {});
  ASSERT_TRUE(report) << report.error().message;
  const MeasureRow* distance = report->find("fd_small");
  ASSERT_NE(distance, nullptr) << "It is never called FVD with this network.";
  EXPECT_EQ(report->find("fvd"), nullptr);
  EXPECT_LT(distance->fake->mean, distance->noise->mean);
  EXPECT_LT(distance->floor->mean, distance->noise->mean);
  EXPECT_EQ(report->protocol.network, "features-small");
  EXPECT_EQ(report->protocol.hash.size(), 16u);
  EXPECT_EQ(report->protocol.size, kSize);
  ASSERT_FALSE(report->warnings.empty());
  EXPECT_NE(report->warnings[0].find("2048"), std::string::npos);
  const auto again = measureSets(request, {}, {});
  EXPECT_EQ(again->find("fd_small")->fake->mean, distance->fake->mean) << "The same seed.";
}

TEST(MeasureSetsTest, aSetWithItselfIsAtDistanceZero) {
  const ScratchFolder folder;
  writeSet(folder.path() / "real.npy", 16, 1, 1.5);
  MeasureRequest request;
  request.real = request.fake = folder.path() / "real.npy";
  request.frames = kFrames;
  request.ceilings = false;
  const auto report = measureSets(request, {}, {});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_NEAR(*report->find("fd_small")->whole, 0, 1e-6);
  EXPECT_NEAR(*report->find("psd_high_db")->whole, 0, 1e-9);
}

TEST(MeasureSetsTest, neverTakesAnotherNetwork) {
  const ScratchFolder folder;
  writeSet(folder.path() / "real.npy", 16, 1, 1);
  MeasureRequest request;
  request.real = request.fake = folder.path() / "real.npy";
  request.frames = kFrames;
  request.weightsFolder = folder.path();
  request.features = "i3d";
  const auto missing = measureSets(request, {}, {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
  EXPECT_NE(missing.error().message.find("convert_features.py i3d"), std::string::npos);
  request.features = "inception";
  EXPECT_NE(measureSets(request, {}, {}).error().message.find("convert_features.py inception"),
            std::string::npos);
  request.features = "i3d:" UNROLL_SOURCE_DIR "/models/features-small.safetensors";
  EXPECT_EQ(measureSets(request, {}, {}).error().kind, ErrorKind::Refused)
      << "the file holds another network than the one named";
  request.features = "small:" UNROLL_SOURCE_DIR "/models/features-small.safetensors";
  EXPECT_TRUE(measureSets(request, {}, {}));
  request.features = "smal";
  EXPECT_NE(measureSets(request, {}, {}).error().message.find("small"), std::string::npos);
}

TEST(ParseMeasuresTest, namesTheNearest) {
  EXPECT_EQ(parseMeasures("fvd,psd")->size(), 2u);
  EXPECT_EQ(*parseMeasures(""), usualMeasures());
  EXPECT_EQ(parseMeasures("fid")->size(), 1u);
  EXPECT_EQ(std::ranges::find(usualMeasures(), "fid"), usualMeasures().end());
  const auto wrong = parseMeasures("fvd,pds");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, ErrorKind::Usage);
  EXPECT_NE(wrong.error().message.find("'psd'"), std::string::npos);
}

TEST(NetworkForTest, fidIsMadeWithInception) {
  EXPECT_EQ(*networkFor({"fid", "psd"}, "small"), "inception");
  EXPECT_EQ(*networkFor({"fid", "is"}, "inception:a.safetensors"), "inception:a.safetensors");
  EXPECT_EQ(*networkFor({"fvd"}, "small"), "small");
  EXPECT_EQ(networkFor({"fid", "fvd"}, "small").error().kind, ErrorKind::Usage);
  LoadedFeatures clips;
  clips.info.name = "i3d";
  EXPECT_EQ(checkNetwork({"fid"}, clips).error().kind, ErrorKind::Usage);
  EXPECT_TRUE(checkNetwork({"fvd"}, clips));
  clips.info.perFrame = true;
  EXPECT_TRUE(checkNetwork({"fid"}, clips));
}

TEST(ProtocolTest, theKeyHoldsWhatNumbersDependOn) {
  Protocol a;
  a.network = "i3d";
  a.frames = 16;
  a.drawClips = 100;
  Protocol b = a;
  b.real = "elsewhere";
  EXPECT_EQ(a.key(), b.key());
  b.hash = "other";
  EXPECT_NE(a.key(), b.key());
  b = a;
  b.drawClips = 50;
  EXPECT_NE(a.key(), b.key()) << "Distances shrink with the number of clips.";
}

TEST(ScalarsTest, carryTheFloorToo) {
  MeasureReport report;
  MeasureRow row;
  row.name = "fd_small";
  row.fake = Spread{3, 0.1};
  row.floor = Spread{1, 0.1};
  report.rows.push_back(row);
  const auto scalars = scalarsOf(report);
  ASSERT_EQ(scalars.size(), 2u);
  EXPECT_EQ(scalars[0], (std::pair<std::string, double>("measure/fd_small", 3)));
  EXPECT_EQ(scalars[1], (std::pair<std::string, double>("measure/fd_small/real", 1)));
  EXPECT_TRUE(spectrumFields(report).is_null());
}

}  // namespace
}  // namespace unroll::metrics
