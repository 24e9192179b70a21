#include "media/video_reader.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <sstream>

#include "media/support.h"

namespace unroll::media {
namespace {

using test::clipsFolder;
using test::TempFolder;

/// The sentence with which a file is refused, or an empty text.
std::string refusal(const std::string& path, const ReaderLimits& limits = {}) {
  auto reader = VideoReader::open(path, limits);
  if (!reader) return reader.error().message;
  while (true) {
    const auto time = reader->advance();
    if (!time) return time.error().message;
    if (!*time) return {};
  }
}

bool isSentence(const std::string& text) {
  return text.size() > 20 && text.back() == '.' && text.find('\n') == std::string::npos;
}

TEST(VideoReaderTest, onlyPlainFilesAreOpened) {
  const TempFolder folder;
  test::writeBytes(folder / "empty.mp4", "");
  ASSERT_EQ(::mkfifo((folder / "pipe.mp4").c_str(), 0600), 0);
  ASSERT_EQ(::symlink("/dev/zero", (folder / "zero.mp4").c_str()), 0);
  for (const std::string& path :
       {folder / "empty.mp4", folder / "pipe.mp4", folder / "zero.mp4", folder.path.string(),
        std::string("/dev/null"), folder / "none.mp4", std::string("data:video/mp4;base64,AAAA"),
        std::string("http://127.0.0.1/x.mp4"), std::string("concat:a.mp4|b.mp4"),
        std::string("pipe:0")}) {
    const auto text = refusal(path);
    EXPECT_TRUE(isSentence(text)) << path << ": " << text;
    EXPECT_NE(text.find(path), std::string::npos) << text;
  }
}

TEST(VideoReaderTest, playlistsAreNeverFollowedWhateverTheirName) {
  const TempFolder folder;
  test::writeBytes(folder / "evil.mp4",
                   "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n"
                   "file:///etc/passwd\n#EXT-X-ENDLIST\n");
  test::writeBytes(folder / "join.mp4", "ffconcat version 1.0\nfile /etc/passwd\n");
  test::writeBytes(folder / "dash.mp4",
                   "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
                   "profiles=\"urn:mpeg:dash:profile:full:2011\" type=\"static\"></MPD>");
  test::writeBytes(folder / "sdp.mp4",
                   "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
                   "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n");
  for (const char* name : {"evil.mp4", "join.mp4", "dash.mp4", "sdp.mp4"}) {
    const auto text = refusal(folder / name);
    EXPECT_TRUE(isSentence(text)) << name;
    EXPECT_EQ(text.find("passwd"), std::string::npos) << text;
  }
  EXPECT_NE(refusal(folder / "evil.mp4").find("playlist"), std::string::npos);
}

TEST(VideoReaderTest, limitsAreKept) {
  const TempFolder folder;
  test::writeConstantY4m(folder / "a.y4m", 64, 48, 30, 128, 128, 128);
  ReaderLimits small;
  small.maxPixels = 64 * 48 - 1;
  EXPECT_TRUE(isSentence(refusal(folder / "a.y4m", small))) << refusal(folder / "a.y4m", small);
  ReaderLimits few;
  few.maxFrames = 7;
  auto reader = VideoReader::open(folder / "a.y4m", few);
  ASSERT_TRUE(reader);
  while (*reader->advance()) {
  }
  EXPECT_EQ(reader->health().frames, 7);
  EXPECT_TRUE(reader->health().stoppedAtLimit);
  ReaderLimits narrow;
  narrow.maxSide = 32;
  auto shrunk = VideoReader::open(folder / "a.y4m", narrow);
  ASSERT_TRUE(shrunk);
  const auto frame = shrunk->next();
  ASSERT_TRUE(frame && *frame);
  EXPECT_EQ((*frame)->width, 32);
  EXPECT_EQ((*frame)->height, 24);
}

/// The colour of the first frame's middle.
std::array<int, 3> colorOf(const std::string& path) {
  auto reader = VideoReader::open(path);
  if (!reader) return {-1, -1, -1};
  const auto frame = reader->next();
  if (!frame || !*frame) return {-1, -1, -1};
  const auto at =
      3 * static_cast<size_t>((*frame)->height / 2 * (*frame)->width + (*frame)->width / 2);
  return {(*frame)->rgb[at], (*frame)->rgb[at + 1], (*frame)->rgb[at + 2]};
}

void expectNear(const std::array<int, 3>& color, const std::array<int, 3>& wanted) {
  for (size_t c = 0; c < 3; ++c) EXPECT_NEAR(color[c], wanted[c], 3) << "channel " << c;
}

TEST(VideoReaderTest, matrixAndRangeFollowTheTagsAndTheSize) {
  const TempFolder folder;
  // Pure red in BT.601 and BT.709, limited; and in BT.601, full range.
  test::writeConstantY4m(folder / "sd.y4m", 64, 48, 1, 81, 90, 240);
  test::writeConstantY4m(folder / "hd.y4m", 64, 720, 1, 63, 102, 240);
  test::writeConstantY4m(folder / "full.y4m", 64, 48, 1, 76, 85, 255, " XCOLORRANGE=FULL");
  test::writeConstantY4m(folder / "black.y4m", 64, 48, 1, 16, 128, 128);
  expectNear(colorOf(folder / "sd.y4m"), {255, 0, 0});
  expectNear(colorOf(folder / "hd.y4m"), {255, 0, 0});
  expectNear(colorOf(folder / "full.y4m"), {255, 0, 0});
  expectNear(colorOf(folder / "black.y4m"), {0, 0, 0});
}

/// A bar that moves 8 pixels a field, in interlaced or progressive y4m.
void writeInterlaced(const std::string& path, bool marked) {
  const int width = 96;
  const int height = 64;
  std::string bytes =
      "YUV4MPEG2 W96 H64 F25:1 I" + std::string(marked ? "t" : "p") + " A1:1 C444\n";
  for (int frame = 0; frame < 6; ++frame) {
    bytes += "FRAME\n";
    for (int y = 0; y < height; ++y) {
      const int left = 8 * (2 * frame + y % 2) % width;
      for (int x = 0; x < width; ++x)
        bytes += static_cast<char>(x >= left && x < left + 16 ? 220 : 40);
    }
    bytes += std::string(static_cast<size_t>(2 * width * height), '\x80');
  }
  test::writeBytes(path, bytes);
}

/// How much lines differ from the mean of their neighbours, over all frames but the first and last.
double combing(const std::string& path, bool& interlaced, int& frames) {
  auto reader = VideoReader::open(path);
  double sum = 0;
  frames = 0;
  while (reader) {
    const auto frame = reader->next();
    if (!frame || !*frame) break;
    ++frames;
    const auto& rgb = (*frame)->rgb;
    const auto row = static_cast<size_t>((*frame)->width) * 3;
    if (frames == 1 || frames == 6) continue;
    for (size_t i = row; i + row < rgb.size(); ++i) {
      sum += std::abs(rgb[i] - (rgb[i - row] + rgb[i + row]) / 2);
    }
  }
  interlaced = reader && reader->info().interlaced;
  return sum;
}

TEST(VideoReaderTest, interlacedPicturesAreDeinterlacedOneForOne) {
  const TempFolder folder;
  writeInterlaced(folder / "fields.y4m", true);
  writeInterlaced(folder / "frames.y4m", false);
  bool marked = false;
  bool unmarked = true;
  int markedFrames = 0;
  int unmarkedFrames = 0;
  const double after = combing(folder / "fields.y4m", marked, markedFrames);
  const double before = combing(folder / "frames.y4m", unmarked, unmarkedFrames);
  EXPECT_TRUE(marked);
  EXPECT_FALSE(unmarked);
  EXPECT_EQ(markedFrames, 6);
  EXPECT_EQ(unmarkedFrames, 6);
  EXPECT_LT(after, before / 5);
}

/// Presentation times of all frames as ffprobe has them, from the first on.
std::vector<double> probedTimes(const std::string& path) {
  std::istringstream text(
      test::outputOf({"ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
                      "frame=best_effort_timestamp_time", "-of", "csv=p=0", path}));
  std::vector<double> times;
  std::string line;
  while (std::getline(text, line)) {
    if (!line.empty()) times.push_back(std::atof(line.c_str()));
  }
  for (size_t i = times.size(); i > 0; --i) times[i - 1] -= times[0];
  return times;
}

TEST(VideoReaderTest, timesAreTheFilesOwn) {
  SKIP_WITHOUT_CLIPS();
  for (const char* name : {"gen_vfr.mp4", "gen_vfr.webm", "gen_start_5s_bframes.mp4", "gen_ts.ts",
                           "found_phone_rot180_vfr_tb90000.mp4", "found_mov_circles.mov",
                           "gen_interlaced_mpeg2_tff.mpg"}) {
    const auto path = clipsFolder() + "/awkward/" + name;
    const auto expected = probedTimes(path);
    auto reader = VideoReader::open(path);
    ASSERT_TRUE(reader) << name;
    std::vector<double> times;
    while (const auto time = *reader->advance()) times.push_back(*time);
    ASSERT_EQ(times.size(), expected.size()) << name;
    for (size_t i = 0; i < times.size(); ++i) EXPECT_NEAR(times[i], expected[i], 1e-3) << name << i;
  }
}

TEST(VideoReaderTest, theRealVideoStreamIsTaken) {
  SKIP_WITHOUT_CLIPS();
  const auto folder = clipsFolder() + "/awkward/";
  EXPECT_NE(refusal(folder + "gen_audio_with_cover_art.m4a").find("cover picture"),
            std::string::npos);
  auto two = VideoReader::open(folder + "gen_two_video_streams.mp4");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->info().videoStreams, 2);
  while (*two->advance()) {
  }
  EXPECT_EQ(two->health().frames, 50);
}

TEST(VideoReaderTest, squarePixelsAndOddFormats) {
  SKIP_WITHOUT_CLIPS();
  const auto folder = clipsFolder() + "/awkward/";
  struct Expectation {
    const char* name;
    int width;
    int height;
  };
  for (const auto& [name, width, height] :
       {Expectation{"gen_nonsquare_sar.mp4", 1024, 576},
        Expectation{"gen_interlaced_mpeg2_tff.mpg", 1024, 576},
        Expectation{"gen_gray8.mkv", 320, 180}, Expectation{"gen_hevc_10bit.mp4", 320, 180},
        Expectation{"gen_extreme_aspect_2560x40.mp4", 71, 40},
        Expectation{"found_alpha.webm", 200, 200}, Expectation{"found_tiny_1687b.mp4", 1, 1},
        Expectation{"gen_driving.gif", 240, 136}}) {
    auto reader = VideoReader::open(folder + name);
    ASSERT_TRUE(reader) << reader.error().message;
    const auto frame = reader->next();
    ASSERT_TRUE(frame && *frame) << name;
    EXPECT_EQ((*frame)->width, width) << name;
    EXPECT_EQ((*frame)->height, height) << name;
    EXPECT_EQ(reader->info().width, width) << name;
  }
}

TEST(VideoReaderTest, damageIsCounted) {
  SKIP_WITHOUT_CLIPS();
  auto cut = VideoReader::open(clipsFolder() + "/awkward/gen_truncated_34pct.mp4");
  ASSERT_TRUE(cut);
  while (*cut->advance()) {
  }
  EXPECT_EQ(cut->health().frames, 75);
  EXPECT_EQ(cut->health().unreadable, 0);
  EXPECT_EQ(cut->health().missing, 146);
  auto flipped = VideoReader::open(clipsFolder() + "/awkward/gen_bitflips_in_mdat.mp4");
  ASSERT_TRUE(flipped);
  while (*flipped->advance()) {
  }
  EXPECT_GT(flipped->health().unreadableShare(), kMaxUnreadableShare);
}

}  // namespace
}  // namespace unroll::media
