#include "media/clip_codec.h"

#include <filesystem>

#include "media/support.h"
#include "media/video_reader.h"

namespace unroll::media {
namespace {

using test::meanDifference;
using test::movingPicture;
using test::TempFolder;

constexpr int kFrames = 50;

std::string writeClip(const TempFolder& folder, int size, double rate) {
  const auto path = folder / ("clip" + std::to_string(size) + ".mkv");
  auto encoder = ClipEncoder::open(path, size, size, rate);
  EXPECT_TRUE(encoder) << encoder.error().message;
  for (int i = 0; i < kFrames; ++i) EXPECT_TRUE(encoder->write(movingPicture(size, size, i).rgb));
  EXPECT_EQ(encoder->frames(), kFrames);
  const auto finished = encoder->finish();
  EXPECT_TRUE(finished) << finished.error().message;
  return path;
}

TEST(ClipCodecTest, anyWindowEqualsTheSameFramesReadInOrder) {
  const TempFolder folder;
  for (const double rate : {25.0, 12.0, 29.97}) {
    const int size = 48;
    const auto path = writeClip(folder, size, rate);
    auto decoder = ClipDecoder::open(path, rate);
    ASSERT_TRUE(decoder) << decoder.error().message;
    ASSERT_EQ(decoder->width(), size);
    const auto bytes = static_cast<size_t>(size * size * 3);
    std::vector<uint8_t> all(bytes * kFrames);
    const auto read = decoder->read(0, kFrames, 1, all);
    ASSERT_TRUE(read) << read.error().message;
    for (int i = 0; i < kFrames; ++i) {
      const auto original = movingPicture(size, size, i);
      EXPECT_LT(meanDifference(std::span(all).subspan(bytes * static_cast<size_t>(i), bytes),
                               original.rgb),
                2.5)
          << i;
    }
    for (const auto& [start, count, stride] :
         {std::array{0, 1, 1}, std::array{49, 1, 1}, std::array{13, 5, 7}, std::array{11, 3, 1},
          std::array{12, 12, 1}, std::array{2, 12, 4}, std::array{40, 2, 9},
          std::array{5, 45, 1}}) {
      std::vector<uint8_t> window(bytes * static_cast<size_t>(count));
      const auto got = decoder->read(start, count, stride, window);
      ASSERT_TRUE(got) << got.error().message;
      for (int i = 0; i < count; ++i) {
        const auto number = static_cast<size_t>(start + i * stride);
        EXPECT_TRUE(
            std::equal(window.begin() + static_cast<ptrdiff_t>(bytes * static_cast<size_t>(i)),
                       window.begin() + static_cast<ptrdiff_t>(bytes * static_cast<size_t>(i + 1)),
                       all.begin() + static_cast<ptrdiff_t>(bytes * number)))
            << start << " " << stride << " " << i;
      }
    }
  }
}

TEST(ClipCodecTest, smallAndOddSizes) {
  const TempFolder folder;
  for (const int size : {8, 17, 32, 64}) {
    const auto path = writeClip(folder, size, 25);
    auto decoder = ClipDecoder::open(path, 25);
    ASSERT_TRUE(decoder) << size;
    std::vector<uint8_t> frame(static_cast<size_t>(size * size * 3));
    ASSERT_TRUE(decoder->read(30, 1, 1, frame)) << size;
    EXPECT_LT(meanDifference(frame, movingPicture(size, size, 30).rgb), 3.0) << size;
  }
}

TEST(ClipCodecTest, whatIsNotThereIsRefusedInASentence) {
  const TempFolder folder;
  const auto path = writeClip(folder, 32, 25);
  auto decoder = ClipDecoder::open(path, 25);
  ASSERT_TRUE(decoder);
  std::vector<uint8_t> frame(32 * 32 * 3);
  const auto behind = decoder->read(kFrames, 1, 1, frame);
  ASSERT_FALSE(behind);
  EXPECT_EQ(behind.error().kind, ErrorKind::Corrupt);
  EXPECT_NE(behind.error().message.find("frame 50"), std::string::npos);
  EXPECT_TRUE(decoder->read(3, 1, 1, frame)) << "after a refusal";

  const auto bytes = test::readBytes(path);
  test::writeBytes(folder / "cut.mkv", bytes.substr(0, bytes.size() / 2));
  test::writeBytes(folder / "junk.mkv", std::string(5000, 'x'));
  auto cut = ClipDecoder::open(folder / "cut.mkv", 25);
  EXPECT_FALSE(cut && cut->read(45, 1, 1, frame));
  EXPECT_FALSE(ClipDecoder::open(folder / "junk.mkv", 25));
  EXPECT_FALSE(ClipDecoder::open(folder / "none.mkv", 25));
}

TEST(ClipCodecTest, anUnfinishedClipIsRemoved) {
  const TempFolder folder;
  {
    auto encoder = ClipEncoder::open(folder / "a.mkv", 32, 32, 25);
    ASSERT_TRUE(encoder);
    ASSERT_TRUE(encoder->write(movingPicture(32, 32, 0).rgb));
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST(ClipCodecTest, clipsAreOrdinaryVideos) {
  const TempFolder folder;
  const auto path = writeClip(folder, 32, 25);
  auto reader = VideoReader::open(path);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(reader->info().matrix, "bt709");
  int frames = 0;
  while (*reader->advance()) ++frames;
  EXPECT_EQ(frames, kFrames);
}

}  // namespace
}  // namespace unroll::media
