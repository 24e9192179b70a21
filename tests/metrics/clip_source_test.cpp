#include "metrics/clip_source.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "base/scratch_folder.h"
#include "io/npy.h"
#include "metrics/pictures.h"

namespace unroll::metrics {
namespace {

using test::ScratchFolder;

/// Frame t of clip n is all (10 n + t).
void writeClips(const std::filesystem::path& path, int64_t clips, int64_t frames, int64_t size) {
  std::vector<uint8_t> values;
  for (int64_t n = 0; n < clips; ++n) {
    for (int64_t t = 0; t < frames; ++t) {
      values.insert(values.end(), static_cast<size_t>(size * size * 3),
                    static_cast<uint8_t>(10 * n + t));
    }
  }
  std::filesystem::create_directories(path.parent_path());
  ASSERT_TRUE(io::writeNpy(realVfs(), path, std::span<const uint8_t>(values),
                           {clips, frames, size, size, 3}));
}

struct Taken {
  std::vector<int> first;
  std::vector<ClipOrigin> origins;
  TakeClip take() {
    return [this](const torch::Tensor& clip, const ClipOrigin& origin) {
      first.push_back(clip[0][0][0][0].item<uint8_t>());
      origins.push_back(origin);
      return Result<void>();
    };
  }
};

TEST(ReadClipsTest, cutsArraysIntoClipsInOrder) {
  const ScratchFolder folder;
  writeClips(folder.path() / "b" / "two.npy", 2, 9, 8);
  writeClips(folder.path() / "a" / "one.npy", 1, 5, 8);
  Taken taken;
  const auto report = readClips(folder.path(), {.frames = 4, .size = 8}, taken.take());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->clips, 5);
  EXPECT_EQ(report->files, 2);
  EXPECT_EQ(taken.first, (std::vector<int>{0, 0, 4, 10, 14}));
  EXPECT_EQ(taken.origins[0].className, "a");
  EXPECT_EQ(taken.origins[4].className, "b");
  EXPECT_EQ(taken.origins[4].start, 4);
}

TEST(ReadClipsTest, hopsAndKeepsToTheMost) {
  const ScratchFolder folder;
  writeClips(folder.path() / "x.npy", 1, 20, 8);
  Taken close, apart, few;
  ASSERT_TRUE(readClips(folder.path(), {.frames = 4, .size = 8, .hop = 2}, close.take()));
  EXPECT_EQ(close.first, (std::vector<int>{0, 2, 4, 6, 8, 10, 12, 14, 16}));
  ASSERT_TRUE(readClips(folder.path(), {.frames = 4, .size = 8, .hop = 7}, apart.take()));
  EXPECT_EQ(apart.first, (std::vector<int>{0, 7, 14}));
  ASSERT_TRUE(readClips(folder.path(), {.frames = 4, .size = 8, .maxClips = 2}, few.take()));
  EXPECT_EQ(few.first, (std::vector<int>{0, 4}));
}

TEST(ReadClipsTest, makesTheCentredSquareTheSizeWanted) {
  const ScratchFolder folder;
  std::vector<uint8_t> wide(2 * 4 * 8 * 3, 0);  // Two frames of 4 x 8.
  for (size_t i = 0; i < wide.size(); i += 3) {
    const size_t x = i / 3 % 8;
    wide[i] = x >= 2 && x < 6 ? 200 : 0;
  }
  ASSERT_TRUE(io::writeNpy(realVfs(), folder.path() / "w.npy", std::span<const uint8_t>(wide),
                           {2, 4, 8, 3}));
  ASSERT_TRUE(readClips(folder.path() / "w.npy", {.frames = 2, .size = 2},
                        [](const torch::Tensor& clip, const ClipOrigin&) -> Result<void> {
                          EXPECT_EQ(clip.sizes(), (std::vector<int64_t>{2, 2, 2, 3}));
                          EXPECT_EQ(clip.select(3, 0).min().item<uint8_t>(), 200);
                          return {};
                        }));
  EXPECT_EQ(*firstPictureSize(folder.path()), 4);
}

TEST(ReadClipsTest, saysWhatItLeavesOutAndRefusesNothingAtAll) {
  const ScratchFolder folder;
  EXPECT_EQ(readClips(folder.path() / "no", {}, Taken().take()).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(readClips(folder.path(), {}, Taken().take()).error().kind, ErrorKind::Refused);
  writeClips(folder.path() / "short.npy", 1, 3, 8);
  const auto none = readClips(folder.path(), {.frames = 4, .size = 8}, Taken().take());
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("fewer than 4 frames"), std::string::npos);
  std::ofstream(folder.path() / "broken.npy") << "no array";
  writeClips(folder.path() / "good.npy", 1, 4, 8);
  Taken taken;
  const auto some = readClips(folder.path(), {.frames = 4, .size = 8}, taken.take());
  ASSERT_TRUE(some);
  EXPECT_EQ(some->clips, 1);
  EXPECT_EQ(some->rejected.size(), 2u);
}

TEST(ReadClipsTest, stopsWhereTheTakerRefuses) {
  const ScratchFolder folder;
  writeClips(folder.path() / "x.npy", 3, 4, 8);
  int calls = 0;
  const auto read = readClips(folder.path(), {.frames = 4, .size = 8},
                              [&](const torch::Tensor&, const ClipOrigin&) -> Result<void> {
                                ++calls;
                                return fail(ErrorKind::Disk, "Full.");
                              });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::Disk);
  EXPECT_EQ(calls, 1);
}

TEST(PicturesTest, goThereAndBack) {
  const torch::Tensor pictures =
      torch::arange(256).to(torch::kUInt8).view({1, 4, 8, 8, 1}).expand({1, 4, 8, 8, 3});
  const torch::Tensor clips = toUnitClips(pictures);
  EXPECT_TRUE(torch::equal(toPictures(clips), pictures));
  EXPECT_TRUE(
      torch::equal(clips, pictures.permute({0, 4, 1, 2, 3}).to(torch::kFloat32) / 127.5 - 1));
}

TEST(PicturesTest, lumaWeighsTheColours) {
  torch::manual_seed(2);
  for (const torch::Dtype dtype : {torch::kFloat32, torch::kFloat64}) {
    const torch::Tensor clips = torch::rand({2, 3, 4, 5, 7}, dtype) * 2 - 1;
    const torch::Tensor plain =
        (clips.select(1, 0) * 0.299 + clips.select(1, 1) * 0.587 + clips.select(1, 2) * 0.114 + 1) /
        2;
    EXPECT_TRUE(torch::allclose(luma(clips), plain, 1e-6, 1e-7));
  }
}

}  // namespace
}  // namespace unroll::metrics
