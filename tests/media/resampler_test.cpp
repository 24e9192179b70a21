#include "media/resampler.h"

#include <cmath>

#include "media/support.h"

namespace unroll::media {
namespace {

using test::clipsFolder;
using test::TempFolder;

using Pictures = std::vector<std::vector<uint8_t>>;

Pictures resampled(const std::string& path, const ResampleSettings& settings) {
  Pictures pictures;
  auto reader = VideoReader::open(path);
  if (!reader) return pictures;
  const auto count = resample(*reader, settings, [&](std::span<const uint8_t> picture) {
    pictures.emplace_back(picture.begin(), picture.end());
    return Result<void>();
  });
  EXPECT_TRUE(count && *count == static_cast<int64_t>(pictures.size()));
  return pictures;
}

ResampleSettings at(int size, double rate) {
  ResampleSettings settings;
  settings.size = size;
  settings.frameRate = rate;
  return settings;
}

/// y4m whose frame k is gray 20 + 3k, 25 frames per second.
void writeRamp(const std::string& path, int frames) {
  std::string bytes = "YUV4MPEG2 W16 H16 F25:1 Ip A1:1 C444\n";
  for (int i = 0; i < frames; ++i) {
    bytes += "FRAME\n" + std::string(256, static_cast<char>(20 + 3 * i)) + std::string(512, '\x80');
  }
  test::writeBytes(path, bytes);
}

/// Which frame of the ramp a picture is.
int rampNumber(const std::vector<uint8_t>& picture) {
  return static_cast<int>(std::lround((picture[0] * 219.0 / 255 + 16 - 20) / 3));
}

TEST(ResamplerTest, takesTheNearestFrameAtEachTime) {
  const TempFolder folder;
  writeRamp(folder / "ramp.y4m", 50);
  for (const double rate : {25.0, 12.5, 10.0, 8.0, 5.0, 50.0, 60.0, 1.0, 0.25}) {
    const auto pictures = resampled(folder / "ramp.y4m", at(16, rate));
    ASSERT_EQ(pictures.size(), std::max<size_t>(1, static_cast<size_t>(std::lround(2.0 * rate))))
        << rate;
    for (size_t k = 0; k < pictures.size(); ++k) {
      const double exact = static_cast<double>(k) / rate * 25;
      EXPECT_LE(std::abs(rampNumber(pictures[k]) - std::min(exact, 49.0)), 0.5 + 1e-6)
          << rate << " " << k;
    }
  }
}

TEST(ResamplerTest, takesAPartOfAVideo) {
  const TempFolder folder;
  writeRamp(folder / "ramp.y4m", 50);
  auto settings = at(16, 25);
  settings.startSeconds = 0.4;
  settings.endSeconds = 0.8;
  const auto pictures = resampled(folder / "ramp.y4m", settings);
  ASSERT_EQ(pictures.size(), 10U);
  EXPECT_EQ(rampNumber(pictures.front()), 10);
  EXPECT_EQ(rampNumber(pictures.back()), 19);
  settings.startSeconds = 60;
  settings.endSeconds = 70;
  EXPECT_TRUE(resampled(folder / "ramp.y4m", settings).empty());
}

TEST(ResamplerTest, oneFrameIsOneFrame) {
  const TempFolder folder;
  writeRamp(folder / "one.y4m", 1);
  EXPECT_EQ(resampled(folder / "one.y4m", at(16, 8)).size(), 1U);
}

TEST(ResamplerTest, aRefusalEndsTheWork) {
  const TempFolder folder;
  writeRamp(folder / "ramp.y4m", 50);
  auto reader = VideoReader::open(folder / "ramp.y4m");
  ASSERT_TRUE(reader);
  int taken = 0;
  const auto count = resample(*reader, at(16, 25), [&](std::span<const uint8_t>) -> Result<void> {
    if (++taken == 3) return fail(ErrorKind::Disk, "full");
    return {};
  });
  ASSERT_FALSE(count);
  EXPECT_EQ(count.error().kind, ErrorKind::Disk);
  EXPECT_EQ(taken, 3);
}

TEST(ResamplerTest, variableRateComesOutByTimeNotByNumber) {
  SKIP_WITHOUT_CLIPS();
  const auto path = clipsFolder() + "/awkward/gen_vfr.mp4";
  auto reader = VideoReader::open(path);
  ASSERT_TRUE(reader);
  std::vector<double> times;
  Pictures all;
  while (true) {
    const auto frame = reader->next();
    ASSERT_TRUE(frame);
    if (!*frame) break;
    times.push_back((*frame)->seconds);
    all.push_back(squarePicture(**frame, 24));
  }
  const auto pictures = resampled(path, at(24, 25));
  ASSERT_NEAR(static_cast<double>(pictures.size()), 221, 1);
  for (size_t k = 0; k < pictures.size(); ++k) {
    const double due = static_cast<double>(k) / 25;
    double least = 1e9;
    for (const double time : times) least = std::min(least, std::abs(time - due));
    bool found = false;
    for (size_t i = 0; i < times.size() && !found; ++i) {
      found = std::abs(times[i] - due) < least + 1e-6 && pictures[k] == all[i];
    }
    EXPECT_TRUE(found) << k;
  }
}

TEST(ResamplerTest, ratesOfOddFiles) {
  SKIP_WITHOUT_CLIPS();
  const auto folder = clipsFolder() + "/awkward/";
  EXPECT_EQ(resampled(folder + "gen_1000fps.mp4", at(16, 25)).size(), 50U);
  EXPECT_EQ(resampled(folder + "gen_raw_no_timestamps.h264", at(16, 12.5)).size(), 25U);
  EXPECT_EQ(resampled(folder + "gen_start_5s_bframes.mp4", at(16, 25)).size(), 75U);
}

TEST(ResamplerTest, squaresAreCutFromTheMiddleAndAveraged) {
  Frame frame{8, 4, 0, {}};
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 8; ++x)
      frame.rgb.insert(frame.rgb.end(), {static_cast<uint8_t>(x * 10), 0, 0});
  }
  const auto half = squarePicture(frame, 2);
  ASSERT_EQ(half.size(), 12U);
  EXPECT_EQ(half[0], 25);  // Columns 2 and 3.
  EXPECT_EQ(half[3], 45);  // Columns 4 and 5.
  EXPECT_EQ(squarePicture(frame, 16).size(), 768U);
}

}  // namespace
}  // namespace unroll::media
