#include "media/video_writer.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "media/support.h"
#include "media/video_reader.h"

namespace unroll::media {
namespace {

using test::meanDifference;
using test::movingPicture;
using test::probe;
using test::TempFolder;

WriterSettings settingsOf(VideoPreset preset, int width = 64, int height = 48,
                          FrameRate rate = {25, 1}) {
  WriterSettings settings;
  settings.width = width;
  settings.height = height;
  settings.rate = rate;
  settings.preset = preset;
  return settings;
}

/// Writes `frames` moving pictures; the sentence of the refusal, or an empty text.
std::string writeVideo(const std::string& path, const WriterSettings& settings, int frames) {
  auto writer = VideoWriter::open(path, settings);
  if (!writer) return writer.error().message;
  for (int i = 0; i < frames; ++i) {
    const auto wrote = writer->write(movingPicture(settings.width, settings.height, i).rgb);
    if (!wrote) return wrote.error().message;
  }
  const auto finished = writer->finish();
  return finished ? "" : finished.error().message;
}

class VideoWriterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (test::outputOf({"ffprobe", "-version"}).empty()) GTEST_SKIP() << "there is no ffprobe";
  }
  TempFolder folder_;
};

TEST_F(VideoWriterTest, framesAndRatesAreExactForEveryPreset) {
  struct Case {
    VideoPreset preset;
    const char* name;
    FrameRate rate;
    const char* shownRate;
  };
  for (const auto& [preset, name, rate, shownRate] :
       {Case{VideoPreset::Web, "web.mp4", {25, 1}, "25/1"},
        Case{VideoPreset::Web, "ntsc.mp4", {30000, 1001}, "30000/1001"},
        Case{VideoPreset::Web, "slow.mp4", {12, 1}, "12/1"},
        Case{VideoPreset::Web, "web.mkv", {25, 1}, "25/1"},
        Case{VideoPreset::Fine, "fine.mp4", {25, 1}, "25/1"},
        Case{VideoPreset::Fine, "fine.mkv", {25, 1}, "25/1"},
        Case{VideoPreset::Lossless, "lossless.mp4", {24, 1}, "24/1"},
        Case{VideoPreset::Lossless, "lossless.mkv", {24, 1}, "24/1"},
        Case{VideoPreset::Gif, "a.gif", {25, 1}, "25/1"}}) {
    for (const int frames : {1, 2, 31, 75}) {
      const auto path = folder_ / name;
      ASSERT_EQ(writeVideo(path, settingsOf(preset, 64, 48, rate), frames), "") << name;
      EXPECT_EQ(probe(path, "nb_read_frames"), std::to_string(frames)) << name;
      if (frames > 2) {
        EXPECT_EQ(probe(path, "avg_frame_rate"), shownRate) << name;
        EXPECT_EQ(probe(path, "r_frame_rate"), shownRate) << name;
        auto reader = VideoReader::open(path);
        ASSERT_TRUE(reader) << reader.error().message;
        double last = 0;
        while (const auto time = *reader->advance()) last = *time;
        EXPECT_NEAR(last, (frames - 1) / rate.value(), 0.002) << name;
      }
    }
  }
  for (const auto& name : folder_.names()) EXPECT_EQ(name.find(".part"), std::string::npos) << name;
}

TEST_F(VideoWriterTest, losslessGivesTheSameBitsBack) {
  for (const char* name : {"a.mp4", "a.mkv"}) {
    const auto path = folder_ / name;
    ASSERT_EQ(writeVideo(path, settingsOf(VideoPreset::Lossless, 33, 17), 20), "");
    auto reader = VideoReader::open(path);
    ASSERT_TRUE(reader) << reader.error().message;
    for (int i = 0; i < 20; ++i) {
      const auto frame = reader->next();
      ASSERT_TRUE(frame && *frame);
      EXPECT_EQ((*frame)->rgb, movingPicture(33, 17, i).rgb) << name << " frame " << i;
    }
  }
}

TEST_F(VideoWriterTest, fineKeepsTheColourOfEachPixel) {
  // Columns of red and blue, one pixel wide: half the resolution of colour would make them one.
  Image stripes{33, 17, {}};
  for (int i = 0; i < 33 * 17; ++i) {
    const bool red = i % 33 % 2 == 0;
    stripes.rgb.insert(stripes.rgb.end(), {static_cast<uint8_t>(red ? 200 : 20), 40,
                                           static_cast<uint8_t>(red ? 20 : 200)});
  }
  // How far the first row is from what it was, in levels of 255.
  const auto distance = [&](VideoPreset preset, const std::string& path) {
    auto writer = VideoWriter::open(path, settingsOf(preset, 33, 17));
    EXPECT_TRUE(writer);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(writer->write(stripes.rgb));
    EXPECT_TRUE(writer->finish());
    auto reader = VideoReader::open(path);
    EXPECT_TRUE(reader);
    const auto frame = reader->next();
    EXPECT_TRUE(frame && *frame);
    const size_t row = 33 * 3;
    return test::meanDifference(std::span((*frame)->rgb).first(row),
                                std::span(stripes.rgb).first(row));
  };
  EXPECT_LT(distance(VideoPreset::Fine, folder_ / "fine.mp4"), 6);
  EXPECT_EQ(probe(folder_ / "fine.mp4", "pix_fmt"), "yuv444p");
  EXPECT_EQ(probe(folder_ / "fine.mp4", "width"), "33");
  EXPECT_GT(distance(VideoPreset::Web, folder_ / "web.mp4"), 30);
}

TEST_F(VideoWriterTest, webIsTaggedAndConvertedAsBt709) {
  const auto path = folder_ / "web.mp4";
  auto writer = VideoWriter::open(path, settingsOf(VideoPreset::Web));
  ASSERT_TRUE(writer);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(writer->write(filled(64, 48, {200, 40, 90}).rgb));
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(probe(path, "color_space"), "bt709");
  EXPECT_EQ(probe(path, "color_primaries"), "bt709");
  EXPECT_EQ(probe(path, "color_transfer"), "bt709");
  EXPECT_EQ(probe(path, "color_range"), "tv");
  EXPECT_EQ(probe(path, "pix_fmt"), "yuv420p");
  EXPECT_EQ(probe(path, "codec_name"), "h264");
  // The luma that BT.709, limited range, wants: 16 + 219 (0.2126 R + 0.7152 G + 0.0722 B) / 255.
  const auto gray = test::outputOf({"ffmpeg", "-v", "error", "-i", path, "-frames:v", "1", "-vf",
                                    "extractplanes=y", "-f", "rawvideo", "-"});
  ASSERT_EQ(gray.size(), 64U * 48U);
  EXPECT_NEAR(static_cast<uint8_t>(gray[1000]), 83, 1);
  auto reader = VideoReader::open(path);
  ASSERT_TRUE(reader);
  const auto frame = reader->next();
  ASSERT_TRUE(frame && *frame);
  EXPECT_LT(meanDifference((*frame)->rgb, filled(64, 48, {200, 40, 90}).rgb), 2.5);
}

TEST_F(VideoWriterTest, theIndexIsInFrontAndMetadataIsKept) {
  auto settings = settingsOf(VideoPreset::Web);
  settings.metadata = {
      {"title", "Two stages"}, {"comment", "seed 17"}, {"unroll_recipe", "demo-32"}};
  for (const char* name : {"a.mp4", "a.mkv"}) {
    const auto path = folder_ / name;
    ASSERT_EQ(writeVideo(path, settings, 40), "");
    EXPECT_EQ(probe(path, "title"), "Two stages");
    EXPECT_EQ(probe(path, "comment"), "seed 17");
    const bool matroska = std::string(name) == "a.mkv";
    EXPECT_EQ(probe(path, matroska ? "UNROLL_RECIPE" : "unroll_recipe"), "demo-32") << name;
  }
  const auto bytes = test::readBytes(folder_ / "a.mp4");
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
  EXPECT_EQ(bytes.find("moof"), std::string::npos);
  ASSERT_EQ(writeVideo(
                folder_ / "a.gif",
                [&] {
                  auto gif = settings;
                  gif.preset = VideoPreset::Gif;
                  return gif;
                }(),
                3),
            "");
  EXPECT_NE(test::readBytes(folder_ / "a.gif").find("unroll_recipe: demo-32"), std::string::npos);
}

TEST_F(VideoWriterTest, oddSizesArePaddedAndSaidSo) {
  const auto path = folder_ / "odd.mp4";
  auto writer = VideoWriter::open(path, settingsOf(VideoPreset::Web, 33, 21));
  ASSERT_TRUE(writer) << writer.error().message;
  EXPECT_NE(writer->note().find("34x22"), std::string::npos) << writer->note();
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(writer->write(movingPicture(33, 21, i).rgb));
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(probe(path, "width"), "34");
  EXPECT_EQ(probe(path, "height"), "22");
  EXPECT_EQ(probe(path, "nb_read_frames"), "10");
  ASSERT_EQ(writeVideo(folder_ / "odd.gif", settingsOf(VideoPreset::Gif, 33, 21), 4), "");
  EXPECT_EQ(probe(folder_ / "odd.gif", "width"), "33");
}

TEST_F(VideoWriterTest, loopsRepeatFramesOrAskThePlayerTo) {
  auto settings = settingsOf(VideoPreset::Web);
  settings.loop = 3;
  ASSERT_EQ(writeVideo(folder_ / "a.mp4", settings, 20), "");
  EXPECT_EQ(probe(folder_ / "a.mp4", "nb_read_frames"), "60");
  EXPECT_EQ(probe(folder_ / "a.mp4", "avg_frame_rate"), "25/1");
  auto reader = VideoReader::open(folder_ / "a.mp4");
  ASSERT_TRUE(reader);
  std::vector<Frame> frames;
  while (auto frame = *reader->next()) frames.push_back(std::move(*frame));
  ASSERT_EQ(frames.size(), 60U);
  for (size_t i = 0; i < 20; ++i) EXPECT_EQ(frames[i].rgb, frames[i + 40].rgb) << i;
  settings.preset = VideoPreset::Gif;
  settings.loop = 0;
  ASSERT_EQ(writeVideo(folder_ / "a.gif", settings, 5), "");
  EXPECT_NE(test::readBytes(folder_ / "a.gif").find("NETSCAPE2.0"), std::string::npos);
  settings.loop = 1;
  ASSERT_EQ(writeVideo(folder_ / "b.gif", settings, 5), "");
  EXPECT_EQ(test::readBytes(folder_ / "b.gif").find("NETSCAPE2.0"), std::string::npos);
}

TEST_F(VideoWriterTest, gifColoursAreNear) {
  ASSERT_EQ(writeVideo(folder_ / "a.gif", settingsOf(VideoPreset::Gif), 10), "");
  auto reader = VideoReader::open(folder_ / "a.gif");
  ASSERT_TRUE(reader);
  for (int i = 0; i < 10; ++i) {
    const auto frame = reader->next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_LT(meanDifference((*frame)->rgb, movingPicture(64, 48, i).rgb), 8.0) << i;
  }
}

TEST_F(VideoWriterTest, pngFramesFillANewFolder) {
  auto settings = settingsOf(VideoPreset::Png);
  settings.metadata = {{"comment", "seed 17"}};
  ASSERT_EQ(writeVideo(folder_ / "frames", settings, 3), "");
  EXPECT_EQ(folder_.names(), (std::vector<std::string>{"frames"}));
  for (int i = 0; i < 3; ++i) {
    const auto loaded = loadPng(folder_ / ("frames/frame-00000" + std::to_string(i) + ".png"));
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(*loaded, movingPicture(64, 48, i));
  }
  EXPECT_NE(writeVideo(folder_ / "frames", settings, 1), "") << "a full folder is not overwritten";
}

TEST_F(VideoWriterTest, withoutFinishNothingIsLeft) {
  for (const auto& [preset, name] :
       {std::pair{VideoPreset::Web, "a.mp4"}, std::pair{VideoPreset::Lossless, "b.mkv"},
        std::pair{VideoPreset::Gif, "c.gif"}, std::pair{VideoPreset::Png, "d"}}) {
    auto writer = VideoWriter::open(folder_ / name, settingsOf(preset));
    ASSERT_TRUE(writer) << writer.error().message;
    EXPECT_NE(writer->partPath().find(".part"), std::string::npos);
    ASSERT_TRUE(writer->write(movingPicture(64, 48, 0).rgb));
  }
  EXPECT_TRUE(folder_.names().empty());
  auto empty = VideoWriter::open(folder_ / "none.mp4", settingsOf(VideoPreset::Web));
  ASSERT_TRUE(empty);
  EXPECT_FALSE(empty->finish());
}

TEST_F(VideoWriterTest, anExistingFileIsReplacedOnlyByAWholeOne) {
  const auto path = folder_ / "a.mp4";
  test::writeBytes(path, "old");
  {
    auto writer = VideoWriter::open(path, settingsOf(VideoPreset::Web));
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->write(movingPicture(64, 48, 0).rgb));
  }
  EXPECT_EQ(test::readBytes(path), "old");
  ASSERT_EQ(writeVideo(path, settingsOf(VideoPreset::Web), 5), "");
  EXPECT_EQ(probe(path, "nb_read_frames"), "5");
}

TEST_F(VideoWriterTest, badSettingsAreRefusedInASentence) {
  EXPECT_NE(writeVideo(folder_ / "a.mp4", settingsOf(VideoPreset::Web, 0, 48), 1), "");
  EXPECT_NE(writeVideo(folder_ / "no/such/a.mp4", settingsOf(VideoPreset::Web), 1), "");
  EXPECT_NE(writeVideo(folder_ / "a.gif", settingsOf(VideoPreset::Gif, 64, 48, {100, 1}), 1), "");
  EXPECT_NE(videoPresetByName("losless").error().message.find("'lossless'"), std::string::npos);
  EXPECT_EQ(*videoPresetByName("gif"), VideoPreset::Gif);
}

TEST_F(VideoWriterTest, ratesFromNumbers) {
  EXPECT_EQ(FrameRate::from(29.97).numerator, 30000);
  EXPECT_EQ(FrameRate::from(29.97).denominator, 1001);
  EXPECT_EQ(FrameRate::from(12.5).numerator, 25);
  EXPECT_EQ(FrameRate::from(12.5).denominator, 2);
  EXPECT_EQ(FrameRate::from(25).numerator, 25);
  EXPECT_EQ(FrameRate::from(25).denominator, 1);
}

/// Writes frames for ever in a child process.
pid_t startEndlessWriter(const std::string& path) {
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  auto writer = VideoWriter::open(path, settingsOf(VideoPreset::Web, 128, 96));
  for (int i = 0; writer; ++i) (void)writer->write(movingPicture(128, 96, i).rgb);
  std::_Exit(1);
}

TEST_F(VideoWriterTest, aKilledWriterLeavesAPlayablePartOrNothing) {
  int playable = 0;
  for (const int milliseconds : {30, 250, 600, 900}) {
    const auto path = folder_ / ("killed" + std::to_string(milliseconds) + ".mp4");
    const pid_t pid = startEndlessWriter(path);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    EXPECT_FALSE(std::filesystem::exists(path));
    const auto part = folder_ / ("killed" + std::to_string(milliseconds) + ".part.mp4");
    if (!std::filesystem::exists(part) || std::filesystem::file_size(part) < 2000) continue;
    const auto frames = probe(part, "nb_read_frames");
    EXPECT_GT(std::atoi(frames.c_str()), 0) << milliseconds << " ms";
    ++playable;
  }
  EXPECT_GE(playable, 2);
}

TEST_F(VideoWriterTest, aFullDiskIsASentenceAndLeavesNothing) {
  const auto path = folder_ / "full.mp4";
  const auto message = folder_ / "message";
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{20'000, 20'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    test::writeBytes(message, writeVideo(path, settingsOf(VideoPreset::Lossless, 128, 96), 200));
    std::_Exit(0);
  }
  ::waitpid(pid, nullptr, 0);
  const auto text = test::readBytes(message);
  EXPECT_NE(text.find("full"), std::string::npos) << text;
  EXPECT_NE(text.find("File too large"), std::string::npos) << text;
  EXPECT_EQ(folder_.names(), (std::vector<std::string>{"message"}));
}

}  // namespace
}  // namespace unroll::media
