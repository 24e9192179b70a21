// Every awkward clip in one import: nothing crashes or hangs, and each file is accepted with the
// right frames, accepted in part with a count, or rejected in a sentence.

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "data/clip_store.h"
#include "data/import_videos.h"
#include "media/support.h"

namespace unroll::data {
namespace {

using media::test::clipsFolder;
using media::test::TempFolder;

struct Expectation {
  FileOutcome outcome = FileOutcome::Accepted;
  int64_t sourceFrames = 0;  ///< +-1, as ffprobe counts them
  int64_t storedFrames = 0;  ///< +-1, at 25 frames per second
  const char* word = "";     ///< in the message
};

constexpr auto kAccepted = FileOutcome::Accepted;
constexpr auto kPartial = FileOutcome::Partial;
constexpr auto kRejected = FileOutcome::Rejected;

const std::map<std::string, Expectation>& expectations() {
  static const std::map<std::string, Expectation> table = {
      {"found_alpha.webm", {kAccepted, 150, 125}},
      {"found_audio_only_frag.mp4", {kRejected, 0, 0, "only sound"}},
      {"found_bbb_1s_vp9_opus.webm", {kAccepted, 24, 25}},
      {"found_cinepak_tree.avi", {kAccepted, 68, 740}},
      {"found_decord_corrupted.mp4", {kPartial, 48, 125, "2 of 50 frames could not be read"}},
      {"found_encrypted_cenc.mp4", {kRejected, 0, 0, "encrypted"}},
      {"found_failing_audio.mp4", {kAccepted, 280, 280}},
      {"found_invalid_block_beyond_cluster.mkv", {kPartial, 1, 1, "cut off or damaged"}},
      {"found_invalid_lacing.mkv", {kRejected, 0, 0, "no frame"}},
      {"found_invalid_vp9_bitstream.webm", {kRejected, 0, 0, "million pixels"}},
      {"found_midstream_resize.mp4", {kAccepted, 118, 49}},
      {"found_mov_circles.mov", {kAccepted, 136, 57}},
      {"found_no_duration.webm", {kAccepted, 74, 123}},
      {"found_openshot_mpeg4_5994.mp4", {kAccepted, 62, 26}},
      {"found_openshot_test1_720x480.mp4", {kAccepted, 21, 18}},
      {"found_phone_rot180_vfr_tb90000.mp4", {kAccepted, 25, 59}},
      {"found_pims_bulkwater_23976_yuvj.mov", {kAccepted, 480, 500}},
      {"found_qcif_carphone.mp4", {kAccepted, 120, 100}},
      {"found_rot0.mov", {kAccepted, 3, 3}},
      {"found_rot180.mov", {kAccepted, 3, 3}},
      {"found_rot270.mov", {kAccepted, 3, 3}},
      {"found_rot90.mov", {kAccepted, 3, 3}},
      {"found_smpte_2997.mp4", {kAccepted, 251, 251}},
      {"found_theora.ogv", {kAccepted, 294, 245}},
      {"found_tiny_1687b.mp4", {kAccepted, 5, 125}},
      {"found_unordered_pts.mov", {kAccepted, 4, 3}},
      {"found_vipy_portrait_sideways.mp4", {kAccepted, 321, 268}},
      {"found_vp8.webm", {kAccepted, 193, 161}},
      {"found_vp9.webm", {kAccepted, 48, 50}},
      {"gen_1000fps.mp4", {kAccepted, 1999, 50}},
      {"gen_5_frames_lt12.mp4", {kAccepted, 5, 5}},
      {"gen_all_black.mp4", {kAccepted, 75, 75}},
      {"gen_audio_only.mp4", {kRejected, 0, 0, "only sound"}},
      {"gen_audio_with_cover_art.m4a", {kRejected, 0, 0, "cover picture"}},
      {"gen_av1.mp4", {kAccepted, 50, 50}},
      {"gen_bitflips_in_mdat.mp4", {kRejected, 0, 0, "are unreadable, more than 5 %"}},
      {"gen_directory.mp4", {kRejected, 0, 0, "folder"}},
      {"gen_driving.gif", {kAccepted, 20, 50}},
      {"gen_extreme_aspect_2560x40.mp4", {kAccepted, 25, 25}},
      {"gen_flv.flv", {kAccepted, 50, 50}},
      {"gen_gray8.mkv", {kAccepted, 50, 50}},
      {"gen_h264_hi422_10bit.mp4", {kAccepted, 50, 50}},
      {"gen_hevc_10bit.mp4", {kAccepted, 50, 50}},
      {"gen_interlaced_mpeg2_tff.mpg", {kAccepted, 75, 75}},
      {"gen_moov_missing.mp4", {kRejected, 0, 0, "cut off or damaged"}},
      {"gen_nonsquare_sar.mp4", {kAccepted, 75, 75}},
      {"gen_odd_127x95_ffv1_420.mkv", {kAccepted, 50, 50}},
      {"gen_odd_127x95_mjpeg.avi", {kAccepted, 50, 51}},
      {"gen_odd_127x95_yuv444.mp4", {kAccepted, 50, 50}},
      {"gen_plain.mp4", {FileOutcome::Duplicate, 0, 0, "same bytes"}},
      {"gen_png_renamed.mp4", {kRejected, 0, 0, "still picture"}},
      {"gen_prores_422_10bit.mov", {kAccepted, 50, 50}},
      {"gen_random_bytes.avi", {kRejected, 0, 0, "not a video"}},
      {"gen_raw.y4m", {kAccepted, 50, 50}},
      {"gen_raw_no_timestamps.h264", {kAccepted, 50, 50}},
      {"gen_rot180.mp4", {kAccepted, 75, 75}},
      {"gen_rot270.mp4", {kAccepted, 75, 75}},
      {"gen_rot90.mp4", {kAccepted, 75, 75}},
      {"gen_single_frame.mp4", {kAccepted, 1, 1}},
      {"gen_start_5s_bframes.mp4", {kAccepted, 75, 75}},
      {"gen_text_renamed.mp4", {kRejected, 0, 0, "not a video"}},
      {"gen_tiny_16x16.mp4", {kAccepted, 50, 50}},
      {"gen_truncated_34pct.mp4", {kPartial, 75, 75, "75 of 221 frames"}},
      {"gen_truncated_faststart_60pct.mp4", {kPartial, 55, 55, "55 of 100 frames"}},
      {"gen_ts.ts", {kAccepted, 75, 75}},
      {"gen_two_video_streams.mp4", {kAccepted, 50, 50, "2 video streams"}},
      {"gen_vfr.mp4", {kAccepted, 105, 221}},
      {"gen_vfr.webm", {kAccepted, 23, 41}},
      {"gen_wmv.wmv", {kAccepted, 50, 50}},
      {"gen_zero_length.mp4", {kRejected, 0, 0, "empty"}},
      {"keep", {kRejected, 0, 0, "empty"}},
      {"a \"plain\" clip's naïve 名前 copy.mp4", {kAccepted, 75, 75}},
  };
  return table;
}

void check(const FileReport& file, const Expectation& expected) {
  EXPECT_STREQ(name(file.outcome), name(expected.outcome)) << file.path << ": " << file.message;
  EXPECT_NEAR(static_cast<double>(file.sourceFrames), static_cast<double>(expected.sourceFrames), 1)
      << file.path;
  EXPECT_NEAR(static_cast<double>(file.storedFrames), static_cast<double>(expected.storedFrames), 1)
      << file.path;
  EXPECT_NE(file.message.find(expected.word), std::string::npos)
      << file.path << ": " << file.message;
  if (file.outcome != kAccepted) {
    EXPECT_GT(file.message.size(), 15U) << file.path;
    EXPECT_EQ(file.message.back(), '.') << file.message;
    EXPECT_EQ(file.message.find('\n'), std::string::npos) << file.message;
  }
}

TEST(AwkwardTest, everyFileIsAcceptedInPartOrRejectedInASentence) {
  SKIP_WITHOUT_CLIPS();
  const TempFolder folder;
  std::filesystem::create_directory(folder / "named");
  std::filesystem::copy_file(clipsFolder() + "/awkward/gen_plain.mp4",
                             folder / "named/a \"plain\" clip's naïve 名前 copy.mp4");
  // Files are taken in the order of their paths, wherever the clips lie: the copy is met first, so the original is the
  // duplicate.
  std::filesystem::create_directory_symlink(std::filesystem::absolute(clipsFolder() + "/awkward"), folder / "of-clips");
  ImportOptions options;
  options.paths = {folder / "named", folder / "of-clips"};
  options.dataFolder = folder / "data";
  options.size = 32;
  options.frameRate = 25;
  options.classSource = ClassSource::None;
  int64_t told = 0;
  const auto report = importVideos(options, [&](const ImportProgress& progress) {
    EXPECT_LE(progress.filesDone, progress.filesTotal);
    told = progress.filesDone;
  });
  ASSERT_TRUE(report) << report.error().message;
  std::set<std::string> seen;
  int64_t stored = 0;
  for (const FileReport& file : report->files) {
    const auto base = std::filesystem::path(file.path).filename().string();
    const auto expected = expectations().find(base);
    ASSERT_NE(expected, expectations().end()) << base;
    check(file, expected->second);
    seen.insert(base);
    stored += file.storedFrames;
  }
  EXPECT_EQ(seen.size(), expectations().size());
  EXPECT_EQ(report->storedFrames, stored);
  EXPECT_GT(told, 50);
  if (std::getenv("UNROLL_PRINT") != nullptr) {
    for (const FileReport& file : report->files) {
      std::printf("%-10s %5ld %5ld %s  %s\n", name(file.outcome),
                  static_cast<long>(file.sourceFrames), static_cast<long>(file.storedFrames),
                  std::filesystem::path(file.path).filename().c_str(), file.message.c_str());
    }
    for (const std::string& note : report->notes) std::printf("note: %s\n", note.c_str());
  }

  const auto store = openClipStore(options.dataFolder);
  ASSERT_TRUE(store) << store.error().message;
  int64_t frames = 0;
  for (const ClipInfo& clip : (*store)->clips()) frames += clip.frames;
  EXPECT_EQ(frames, stored);
  EXPECT_EQ(static_cast<int64_t>((*store)->clips().size()), report->accepted + report->partial);

  // Again: nothing is added, rejections are told again.
  const auto again = importVideos(options);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->accepted + again->partial, 0);
  EXPECT_EQ(again->known, report->accepted + report->partial);
  EXPECT_EQ(again->rejected, report->rejected);
  const auto kept = readImportReport(options.dataFolder);
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(kept->accepted, report->accepted);
  EXPECT_EQ(kept->partial, report->partial);
}

}  // namespace
}  // namespace unroll::data
