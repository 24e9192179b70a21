#include "media/orientation.h"

#include "media/support.h"
#include "media/video_reader.h"

namespace unroll::media {
namespace {

using test::clipsFolder;
using test::meanDifference;
using test::TempFolder;

constexpr int32_t kOne = 1 << 16;

std::array<int32_t, 9> matrixOf(int32_t a, int32_t b, int32_t c, int32_t d) {
  return {a * kOne, b * kOne, 0, c * kOne, d * kOne, 0, 0, 0, 1 << 30};
}

TEST(OrientationTest, matricesOfQuarterTurnsAndMirrors) {
  EXPECT_EQ(orientationOf(matrixOf(1, 0, 0, 1)), (Orientation{0, false}));
  EXPECT_EQ(orientationOf(matrixOf(0, 1, -1, 0)), (Orientation{90, false}));
  EXPECT_EQ(orientationOf(matrixOf(-1, 0, 0, -1)), (Orientation{180, false}));
  EXPECT_EQ(orientationOf(matrixOf(0, -1, 1, 0)), (Orientation{270, false}));
  EXPECT_EQ(orientationOf(matrixOf(-1, 0, 0, 1)), (Orientation{0, true}));
  EXPECT_EQ(orientationOf(matrixOf(1, 0, 0, -1)), (Orientation{180, true}));
  EXPECT_EQ(orientationOf({}), (Orientation{0, false}));
}

/// Pixel (x, y) holds x in red and y in green, so that where it went can be read off.
Image coordinates(int width, int height) {
  Image image = filled(width, height, {});
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto at = 3 * static_cast<size_t>(y * width + x);
      image.rgb[at] = static_cast<uint8_t>(x);
      image.rgb[at + 1] = static_cast<uint8_t>(y);
    }
  }
  return image;
}

TEST(OrientationTest, everyMatrixMovesPixelsWhereItSays) {
  for (const auto& [a, b, c, d] :
       {std::array{1, 0, 0, 1}, std::array{-1, 0, 0, 1}, std::array{1, 0, 0, -1},
        std::array{-1, 0, 0, -1}, std::array{0, 1, 1, 0}, std::array{0, 1, -1, 0},
        std::array{0, -1, 1, 0}, std::array{0, -1, -1, 0}}) {
    const int width = 5;
    const int height = 3;
    const auto shown = oriented(coordinates(width, height), orientationOf(matrixOf(a, b, c, d)));
    const bool swapped = a == 0;
    ASSERT_EQ(shown.width, swapped ? height : width);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        int toX = a * x + c * y;
        int toY = b * x + d * y;
        if (a + c < 0) toX += shown.width - 1;
        if (b + d < 0) toY += shown.height - 1;
        const auto at = 3 * static_cast<size_t>(toY * shown.width + toX);
        EXPECT_EQ(int{shown.rgb[at]}, x) << a << b << c << d;
        EXPECT_EQ(int{shown.rgb[at + 1]}, y) << a << b << c << d;
      }
    }
  }
}

/// The first frame as the ffmpeg program turns it, at our size.
std::string turnedByFfmpeg(const std::string& path) {
  return test::outputOf({"ffmpeg", "-v", "error", "-i", path, "-frames:v", "1", "-f", "rawvideo",
                         "-pix_fmt", "rgb24", "-"});
}

TEST(OrientationTest, turnedClipsLookAsFfmpegTurnsThem) {
  SKIP_WITHOUT_CLIPS();
  for (const char* name :
       {"gen_rot90.mp4", "gen_rot180.mp4", "gen_rot270.mp4", "found_rot0.mov", "found_rot90.mov",
        "found_rot180.mov", "found_rot270.mov", "found_phone_rot180_vfr_tb90000.mp4"}) {
    const auto path = clipsFolder() + "/awkward/" + name;
    auto reader = VideoReader::open(path);
    ASSERT_TRUE(reader) << reader.error().message;
    const auto frame = reader->next();
    ASSERT_TRUE(frame && *frame) << name;
    const auto other = turnedByFfmpeg(path);
    ASSERT_EQ(other.size(), (*frame)->rgb.size()) << name;
    const std::vector<uint8_t> expected(other.begin(), other.end());
    EXPECT_LT(meanDifference((*frame)->rgb, expected), 4.0) << name;
  }
}

TEST(OrientationTest, aMirroredTrackIsShownMirrored) {
  SKIP_WITHOUT_CLIPS();
  const TempFolder folder;
  const auto plain = clipsFolder() + "/awkward/gen_plain.mp4";
  auto bytes = test::readBytes(plain);
  // The matrix of the first track's header starts 44 bytes after its name; its first number is a.
  const auto matrix = bytes.find("tkhd") + 4 + 40;
  ASSERT_EQ(bytes.substr(matrix, 4), std::string("\0\1\0\0", 4));
  bytes.replace(matrix, 4, std::string("\xFF\xFF\0\0", 4));
  test::writeBytes(folder / "mirrored.mp4", bytes);
  auto straight = VideoReader::open(plain);
  auto mirrored = VideoReader::open(folder / "mirrored.mp4");
  ASSERT_TRUE(straight && mirrored);
  EXPECT_TRUE(mirrored->info().mirrored);
  const auto a = straight->next();
  const auto b = mirrored->next();
  ASSERT_TRUE(a && *a && b && *b);
  const auto expected = oriented(toImage((*a)->rgb, (*a)->width, (*a)->height), {0, true});
  EXPECT_EQ((*b)->rgb, expected.rgb);
}

}  // namespace
}  // namespace unroll::media
