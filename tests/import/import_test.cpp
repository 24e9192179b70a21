#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "data/clip_store.h"
#include "data/import_videos.h"
#include "media/resampler.h"
#include "media/support.h"

namespace unroll::data {
namespace {

using media::test::clipsFolder;
using media::test::TempFolder;

namespace fs = std::filesystem;

/// A small video of its own colour, so that no two have the same bytes.
void makeVideo(const std::string& path, int color, int frames = 10) {
  fs::create_directories(fs::path(path).parent_path());
  media::test::writeConstantY4m(path, 32, 24, frames, static_cast<uint8_t>(color % 220 + 16), 128,
                                static_cast<uint8_t>(100 + color / 220));
}

class ImportTest : public ::testing::Test {
 protected:
  ImportOptions options(const std::string& path = "in") {
    ImportOptions made;
    made.paths = {folder_ / path};
    made.dataFolder = folder_ / "data";
    made.size = 16;
    made.frameRate = 25;
    made.jobs = 2;
    return made;
  }

  std::shared_ptr<const ClipStore> store() {
    auto opened = openClipStore(folder_ / "data");
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? *opened : nullptr;
  }

  TempFolder folder_;
};

const FileReport* find(const ImportReport& report, const std::string& ending) {
  for (const FileReport& file : report.files) {
    if (file.path.ends_with(ending)) return &file;
  }
  return nullptr;
}

TEST_F(ImportTest, foldersAreClasses) {
  makeVideo(folder_ / "in/walk/a.y4m", 1);
  makeVideo(folder_ / "in/walk/deep/b.y4m", 2);
  makeVideo(folder_ / "in/run/c.y4m", 3);
  makeVideo(folder_ / "in/loose.y4m", 4);
  makeVideo(folder_ / "in/.hidden/d.y4m", 5);
  makeVideo(folder_ / "in/run/.e.y4m", 6);
  media::test::writeBytes(folder_ / "in/notes/readme.txt", "no video");
  fs::create_directories(folder_ / "in/notes");
  media::test::writeBytes(folder_ / "in/notes/readme.txt", "no video");
  auto given = options();
  given.heldShare = 0;
  const auto report = importVideos(given);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->accepted, 4);
  EXPECT_EQ(report->rejected, 1);
  const auto clips = store();
  EXPECT_EQ(clips->classes(), (std::vector<std::string>{"in", "run", "walk"}));
  std::map<std::string, std::string> classOf;
  for (const ClipInfo& clip : clips->clips()) {
    classOf[fs::path(clip.source).filename().string()] =
        clips->classes()[static_cast<size_t>(clip.label)];
    EXPECT_EQ(clip.frames, 10);
    EXPECT_EQ(clip.split, Split::Train);
  }
  EXPECT_EQ(classOf,
            (std::map<std::string, std::string>{
                {"a.y4m", "walk"}, {"b.y4m", "walk"}, {"c.y4m", "run"}, {"loose.y4m", "in"}}));
  EXPECT_NE(find(*report, "readme.txt")->message.find("not a video"), std::string::npos);
}

TEST_F(ImportTest, bothStoresHoldTheDecodedPictures) {
  makeVideo(folder_ / "in/a.y4m", 60, 30);
  for (const auto kind : {StoreKind::Raw, StoreKind::Encoded}) {
    auto given = options();
    given.store = kind;
    given.dataFolder = folder_ / (kind == StoreKind::Raw ? "raw" : "encoded");
    const auto report = importVideos(given);
    ASSERT_TRUE(report) << report.error().message;
    const auto opened = openClipStore(given.dataFolder);
    ASSERT_TRUE(opened) << opened.error().message;
    std::vector<uint8_t> window(4 * 16 * 16 * 3);
    const auto read = (*opened)->read({0, 3, 4, 5, 16}, window);
    ASSERT_TRUE(read) << read.error().message;
    auto reader = media::VideoReader::open(folder_ / "in/a.y4m");
    const auto frame = reader->next();
    const auto expected = media::squarePicture(**frame, 16);
    for (size_t i = 0; i < window.size(); ++i) {
      EXPECT_NEAR(window[i], expected[i % expected.size()], 2) << i;
    }
  }
}

TEST_F(ImportTest, whatIsNoPlainVideoIsRejectedAndTheRestGoesOn) {
  makeVideo(folder_ / "in/good.y4m", 1);
  media::test::writeBytes(folder_ / "in/evil.mp4",
                          "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n");
  media::test::writeBytes(folder_ / "in/join.mp4", "ffconcat version 1.0\nfile good.y4m\n");
  ASSERT_EQ(::mkfifo((folder_ / "in/pipe.mp4").c_str(), 0600), 0);
  ASSERT_EQ(::symlink("/dev/zero", (folder_ / "in/zero.mp4").c_str()), 0);
  ASSERT_EQ(::symlink("nowhere.mp4", (folder_ / "in/broken.mp4").c_str()), 0);
  ASSERT_EQ(::symlink(folder_.path.c_str(), (folder_ / "in/loop").c_str()), 0);
  const auto report = importVideos(options());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->accepted, 1);
  for (const char* bad : {"evil.mp4", "join.mp4", "pipe.mp4", "zero.mp4", "broken.mp4", "loop"}) {
    const auto* file = find(*report, bad);
    ASSERT_NE(file, nullptr) << bad;
    EXPECT_EQ(file->outcome, FileOutcome::Rejected) << bad;
    EXPECT_EQ(file->message.back(), '.') << file->message;
  }
}

TEST_F(ImportTest, theSameBytesComeInOnceUnderTheFirstName) {
  makeVideo(folder_ / "in/b/one.y4m", 1);
  makeVideo(folder_ / "in/a/copy.y4m", 1);
  for (int run = 0; run < 3; ++run) {
    const auto report = importVideos(options());
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->accepted, run == 0 ? 1 : 0);
    EXPECT_EQ(report->known, run == 0 ? 0 : 1);
    EXPECT_EQ(report->duplicates, 1);
    EXPECT_EQ(find(*report, "one.y4m")->outcome, FileOutcome::Duplicate);
  }
  EXPECT_EQ(store()->clips().size(), 1U);
}

TEST_F(ImportTest, copiesOfRejectedFilesAreRejected) {
  makeVideo(folder_ / "in/good.y4m", 1);
  media::test::writeBytes(folder_ / "in/bad.mp4", "no video at all");
  media::test::writeBytes(folder_ / "in/worse.mp4", "no video at all");
  const auto report = importVideos(options());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->rejected, 2);
  EXPECT_EQ(report->duplicates, 0);
}

TEST_F(ImportTest, theSplitIsByContentAndEveryClassCanBeTrained) {
  for (int i = 0; i < 60; ++i) makeVideo(folder_ / ("in/many/" + std::to_string(i) + ".y4m"), i, 2);
  makeVideo(folder_ / "in/lone/only.y4m", 300, 2);
  auto given = options();
  given.heldShare = 0.3;
  const auto report = importVideos(given);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_GT(report->heldSources, 5);
  EXPECT_LT(report->heldSources, 35);
  std::map<std::string, Split> splits;
  const auto held = store();
  for (const ClipInfo& clip : held->clips()) splits[clip.sourceId] = clip.split;
  EXPECT_EQ(find(*report, "only.y4m")->split, Split::Train);

  // Elsewhere, under other names, the same videos fall on the same sides.
  fs::rename(folder_ / "in/many", folder_ / "in/other");
  given.dataFolder = folder_ / "second";
  ASSERT_TRUE(importVideos(given));
  const auto second = openClipStore(given.dataFolder);
  for (const ClipInfo& clip : (*second)->clips()) EXPECT_EQ(clip.split, splits.at(clip.sourceId));

  given.heldShare = 0.999;
  given.dataFolder = folder_ / "third";
  const auto nearlyAll = importVideos(given);
  ASSERT_TRUE(nearlyAll);
  EXPECT_EQ(find(*nearlyAll, "only.y4m")->split, Split::Train);
  EXPECT_FALSE(nearlyAll->notes.empty());
}

TEST_F(ImportTest, listsGiveClassesPartsAndSplits) {
  makeVideo(folder_ / "in/abc_000010_000020.y4m", 1, 20);
  makeVideo(folder_ / "in/xyz.y4m", 2, 100);
  makeVideo(folder_ / "in/unlisted.y4m", 3);
  media::test::writeBytes(folder_ / "list.csv",
                          "label,youtube_id,time_start,time_end,split\nwalk,abc,10,20,train\n"
                          "run,xyz,1,2,test\njump,xyz,2,4,test\nrun,missing,0,10,train\n");
  auto given = options();
  ASSERT_TRUE(setClassSource(given, "csv:" + (folder_ / "list.csv")));
  const auto report = importVideos(given);
  ASSERT_TRUE(report) << report.error().message;
  std::map<std::string, int64_t> frames;
  const auto clips = store();
  for (const ClipInfo& clip : clips->clips()) {
    const auto& name = clips->classes()[static_cast<size_t>(clip.label)];
    frames[name] = clip.frames;
    EXPECT_EQ(clip.split, name == "walk" ? Split::Train : Split::Held);
  }
  EXPECT_EQ(frames, (std::map<std::string, int64_t>{{"walk", 20}, {"run", 25}, {"jump", 50}}));
  EXPECT_NE(find(*report, "unlisted.y4m")->message.find("not in the list"), std::string::npos);
  EXPECT_FALSE(setClassSource(given, "folder"));
  EXPECT_FALSE(setClassSource(given, "csv:"));
}

TEST_F(ImportTest, anotherSizeIsRefusedAndMissingPathsAreNamed) {
  makeVideo(folder_ / "in/a.y4m", 1);
  ASSERT_TRUE(importVideos(options()));
  auto other = options();
  other.size = 32;
  EXPECT_EQ(importVideos(other).error().kind, ErrorKind::Refused);
  EXPECT_EQ(importVideos(options("gone")).error().kind, ErrorKind::NotFound);
  fs::create_directory(folder_ / "empty");
  EXPECT_EQ(importVideos(options("empty")).error().kind, ErrorKind::Refused);
}

TEST_F(ImportTest, aStoppedImportGoesOnWhereItWas) {
  const int videos = 40;
  for (int i = 0; i < videos; ++i) makeVideo(folder_ / ("in/" + std::to_string(i) + ".y4m"), i, 50);
  std::stop_source source;
  const auto stopped = importVideos(
      options(),
      [&](const ImportProgress& at) {
        if (at.filesDone >= 7) source.request_stop();
      },
      source.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
  const auto half = store()->clips().size();
  EXPECT_GE(half, 7U);
  EXPECT_LT(half, static_cast<size_t>(videos));
  const auto report = importVideos(options());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->known, static_cast<int64_t>(half));
  EXPECT_EQ(report->accepted + report->known, videos);
  std::set<std::string> ids;
  const auto held = store();
  for (const ClipInfo& clip : held->clips()) {
    EXPECT_TRUE(ids.insert(clip.sourceId).second) << clip.source << " " << clip.sourceId;
  }
  EXPECT_EQ(ids.size(), static_cast<size_t>(videos));
}

TEST_F(ImportTest, aKilledImportLosesLittleAndGoesOn) {
  const int videos = 30;
  for (int i = 0; i < videos; ++i)
    makeVideo(folder_ / ("in/" + std::to_string(i) + ".y4m"), i, 100);
  for (const int milliseconds : {40, 150, 400}) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      (void)importVideos(options());
      std::_Exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    const auto opened = openClipStore(folder_ / "data");
    EXPECT_TRUE(opened || opened.error().kind == ErrorKind::NotFound) << opened.error().message;
  }
  const auto report = importVideos(options());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->accepted + report->known, videos);
  const auto clips = store();
  EXPECT_EQ(clips->clips().size(), static_cast<size_t>(videos));
  std::vector<uint8_t> frame(16 * 16 * 3);
  for (int64_t clip = 0; clip < videos; ++clip) {
    EXPECT_TRUE(clips->read({clip, 99, 1, 1, 16}, frame)) << clip;
  }
}

TEST_F(ImportTest, theStoreDoesNotDependOnTheNumberOfJobs) {
  for (int i = 0; i < 20; ++i) {
    makeVideo(folder_ / ("in/c" + std::to_string(i % 3) + "/" + std::to_string(i) + ".y4m"), i,
              1 + 7 * (i % 5));
  }
  std::vector<std::vector<std::string>> orders;
  for (const int jobs : {1, 4}) {
    auto given = options();
    given.jobs = jobs;
    given.dataFolder = folder_ / ("data" + std::to_string(jobs));
    ASSERT_TRUE(importVideos(given));
    std::vector<std::string> order;
    const auto opened = openClipStore(given.dataFolder);
    for (const ClipInfo& clip : (*opened)->clips())
      order.push_back(clip.source + std::to_string(clip.label));
    orders.push_back(order);
  }
  EXPECT_EQ(orders[0], orders[1]);
}

TEST_F(ImportTest, crashingDecodersCostTheirFilesOnly) {
  for (int i = 0; i < 6; ++i) makeVideo(folder_ / ("in/" + std::to_string(i) + ".y4m"), i);
  ::setenv("UNROLL_TEST_WORKER", "abort", 1);
  const auto crashed = importVideos(options());
  ::unsetenv("UNROLL_TEST_WORKER");
  ASSERT_TRUE(crashed) << crashed.error().message;
  EXPECT_EQ(crashed->rejected, 6);
  EXPECT_NE(crashed->files[0].message.find("crashed"), std::string::npos);
  const auto report = importVideos(options());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->accepted, 6) << "rejected files are tried again";
}

TEST_F(ImportTest, namesThatAreNotUtf8AreImported) {
  makeVideo(folder_ / "in/caf\xE9/vid\xFF.y4m", 1);
  media::test::writeBytes(folder_ / "in/caf\xE9/bad\xFF.mp4", "no video");
  const auto report = importVideos(options());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->accepted, 1);
  for (const FileReport& file : report->files) {
    EXPECT_EQ((file.path + file.className + file.message).find('\xFF'), std::string::npos);
  }
  EXPECT_EQ(store()->clips().size(), 1U);
  EXPECT_TRUE(readImportReport(folder_ / "data"));
}

TEST_F(ImportTest, realFootageComesInByFolder) {
  SKIP_WITHOUT_CLIPS();
  auto given = options();
  given.paths = {clipsFolder() + "/signs"};
  const auto report = importVideos(given);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->accepted, 15);
  EXPECT_EQ(store()->classes().size(), 15U);
  const auto held = store();
  for (const ClipInfo& clip : held->clips()) EXPECT_EQ(clip.split, Split::Train);
}

}  // namespace
}  // namespace unroll::data
