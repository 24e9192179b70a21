#include <cerrno>
#include <fstream>
#include <set>
#include <thread>

#include "data/faulty_vfs.h"
#include "data/frame_files.h"
#include "data/store_fixture.h"
#include "data/store_index.h"

namespace unroll::data {
namespace {

using RawStoreTest = StoreTest;

TEST_F(RawStoreTest, whatIsWrittenIsRead) {
  makeStore(16, 5);
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ((*store)->size(), 16);
  EXPECT_EQ((*store)->frameRate(), 25);
  EXPECT_EQ((*store)->classes(), (std::vector<std::string>{"waves", "trees"}));
  ASSERT_EQ((*store)->clips().size(), 5U);
  for (int64_t i = 0; i < 5; ++i) {
    const ClipInfo& clip = (*store)->clips()[static_cast<size_t>(i)];
    EXPECT_EQ(clip.frames, 10 + i);
    EXPECT_EQ(clip.label, i % 2);
    EXPECT_EQ(readClip(**store, i), pixels(16, 10 + i, static_cast<uint64_t>(i)));
  }
}

TEST_F(RawStoreTest, windowsEqualAPlainLoopOverBlocks) {
  makeStore(24, 2);
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store);
  const std::vector<uint8_t> all = pixels(24, 11, 1);
  for (const int64_t size : {1, 2, 3, 4, 6, 8, 12, 24}) {
    const int64_t factor = 24 / size;
    std::vector<uint8_t> window(static_cast<size_t>(4 * size * size * 3));
    ASSERT_TRUE((*store)->read({1, 1, 4, 3, size}, window));
    size_t at = 0;
    for (int64_t t = 0; t < 4; ++t) {
      for (int64_t y = 0; y < size; ++y) {
        for (int64_t x = 0; x < size; ++x) {
          for (int64_t c = 0; c < 3; ++c, ++at) {
            int64_t sum = 0;
            for (int64_t j = 0; j < factor * factor; ++j) {
              const int64_t row = y * factor + j / factor, column = x * factor + j % factor;
              sum += all[static_cast<size_t>((((1 + 3 * t) * 24 + row) * 24 + column) * 3 + c)];
            }
            const double mean = static_cast<double>(sum) / static_cast<double>(factor * factor);
            ASSERT_EQ(window[at], static_cast<int>(mean + 0.5)) << "size " << size << " at " << at;
          }
        }
      }
    }
  }
}

TEST_F(RawStoreTest, aRequestThatDoesNotFitIsRefused) {
  makeStore(16, 1);
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store);
  std::vector<uint8_t> out(4 * 16 * 16 * 3);
  for (const WindowRequest& wrong : {WindowRequest{1, 0, 4, 1, 16},
                                     {-1, 0, 4, 1, 16},
                                     {0, 7, 4, 1, 16},
                                     {0, -1, 4, 1, 16},
                                     {0, 0, 4, 4, 16},
                                     {0, 0, 4, 0, 16},
                                     {0, 0, 4, 1, 5},
                                     {0, 0, 4, 1, 32},
                                     {0, 0, 5, 1, 16}}) {
    EXPECT_FALSE((*store)->read(wrong, out));
  }
}

TEST_F(RawStoreTest, nothingImportedIsNotFound) {
  const auto none = openClipStore(folder_);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::NotFound);
  { ASSERT_TRUE((*StoreWriter::open(folder_, {}))->commit()); }
  const auto empty = openClipStore(folder_);
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().kind, ErrorKind::NotFound);
}

TEST_F(RawStoreTest, anInterruptionLosesOnlyWhatWasNotCommitted) {
  makeStore(16, 2);
  const auto bytes = std::filesystem::file_size(folder_ + "/frames-00000.bin");
  {
    auto writer = StoreWriter::open(folder_, {StoreKind::Raw, 16, 25});
    ASSERT_TRUE(writer);
    EXPECT_TRUE((*writer)->containsSource("a"));
    EXPECT_FALSE((*writer)->containsSource("z"));
    ASSERT_TRUE((*writer)->addClip(info("z", 0), pixels(16, 9, 9)));
    EXPECT_TRUE((*writer)->containsSource("z"));
    auto open = (*writer)->beginClip(info("y", 0));
    ASSERT_TRUE(open);
    ASSERT_TRUE((*open)->append(pixels(16, 1, 1)));
  }
  EXPECT_GT(std::filesystem::file_size(folder_ + "/frames-00000.bin"), bytes);
  std::ofstream(folder_ + "/frames-00007.bin") << "left over";
  auto writer = StoreWriter::open(folder_, {StoreKind::Raw, 16, 25});
  ASSERT_TRUE(writer) << writer.error().message;
  EXPECT_EQ(std::filesystem::file_size(folder_ + "/frames-00000.bin"), bytes);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/frames-00007.bin"));
  EXPECT_FALSE((*writer)->containsSource("z"));
  EXPECT_EQ((*writer)->clipCount(), 2);
  ASSERT_TRUE((*writer)->addClip(info("z", (*writer)->classIndex("trees")), pixels(16, 9, 9)));
  ASSERT_TRUE((*writer)->commit());
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store);
  ASSERT_EQ((*store)->clips().size(), 3U);
  EXPECT_EQ(readClip(**store, 2), pixels(16, 9, 9));
  EXPECT_EQ(readClip(**store, 1), pixels(16, 11, 1));
}

TEST_F(RawStoreTest, anotherSizeRateOrKindIsRefused) {
  makeStore(16, 1);
  for (const StoreSettings& other : {StoreSettings{StoreKind::Raw, 32, 25},
                                     {StoreKind::Raw, 16, 30},
                                     {StoreKind::Encoded, 16, 25}}) {
    const auto writer = StoreWriter::open(folder_, other);
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().kind, ErrorKind::Refused) << writer.error().message;
  }
  EXPECT_FALSE(StoreWriter::open(folder_ + "2", {StoreKind::Raw, 4, 25}));
  EXPECT_FALSE(StoreWriter::open(folder_ + "2", {StoreKind::Raw, 16, 0}));
}

TEST_F(RawStoreTest, oneWriterAtATime) {
  auto first = StoreWriter::open(folder_, {});
  ASSERT_TRUE(first);
  const auto second = StoreWriter::open(folder_, {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::Refused);
  first->reset();
  EXPECT_TRUE(StoreWriter::open(folder_, {}));
}

TEST_F(RawStoreTest, manyThreadsAddAtTheSameTime) {
  {
    auto writer = StoreWriter::open(folder_, {StoreKind::Raw, 16, 25});
    ASSERT_TRUE(writer);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&writer, i] {
        for (int j = 0; j < 20; ++j) {
          const int number = 20 * i + j;
          const int64_t label = (*writer)->classIndex("class " + std::to_string(j % 7));
          EXPECT_TRUE((*writer)->addClip(info(std::to_string(number), label),
                                         pixels(16, 3 + j % 5, static_cast<uint64_t>(number))));
          if (j % 6 == 0) {
            EXPECT_TRUE((*writer)->commit());
          }
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    ASSERT_TRUE((*writer)->commit());
  }
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store) << store.error().message;
  ASSERT_EQ((*store)->clips().size(), 80U);
  EXPECT_EQ((*store)->classes().size(), 7U);
  for (int64_t i = 0; i < 80; ++i) {
    const ClipInfo& clip = (*store)->clips()[static_cast<size_t>(i)];
    const int number = std::stoi(clip.sourceId);
    EXPECT_EQ(readClip(**store, i), pixels(16, 3 + number % 20 % 5, static_cast<uint64_t>(number)));
  }
}

TEST_F(RawStoreTest, aLongClipGoesThroughASpillFile) {
  const int64_t frames = 400;  // 400 * 96 * 96 * 3 = 11 MB, more than is kept in memory
  const std::vector<uint8_t> all = pixels(96, frames, 3);
  {
    auto writer = StoreWriter::open(folder_, {StoreKind::Raw, 96, 25});
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->addClip(info("long", (*writer)->classIndex("x")), all));
    ASSERT_TRUE((*writer)->commit());
  }
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store);
  EXPECT_TRUE(readClip(**store, 0) == all);
}

TEST_F(RawStoreTest, filesAreNotLargerThanAllowed) {
  std::filesystem::create_directories(folder_);
  StoreIndex index;
  index.settings.size = 8;
  auto files = openRawFiles(realVfs(), folder_, index, 1000);
  ASSERT_TRUE(files);
  std::vector<std::string> names;
  for (int i = 0; i < 6; ++i) {
    auto sink = (*files)->begin();
    ASSERT_TRUE(sink);
    for (int t = 0; t < (i == 4 ? 9 : 2); ++t) ASSERT_TRUE((*sink)->append(pixels(8, 1, 1)));
    const auto place = (*sink)->finish();
    ASSERT_TRUE(place);
    names.push_back(place->file);
  }
  ASSERT_TRUE((*files)->sync());
  // 384 bytes each: two in a file; the fifth is larger than any file and has one for itself.
  const std::vector<std::string> expected = {"frames-00000.bin", "frames-00000.bin",
                                             "frames-00001.bin", "frames-00001.bin",
                                             "frames-00002.bin", "frames-00003.bin"};
  EXPECT_EQ(names, expected);
}

TEST_F(RawStoreTest, wrongUseIsRefused) {
  auto writer = StoreWriter::open(folder_, {StoreKind::Raw, 16, 25});
  ASSERT_TRUE(writer);
  EXPECT_FALSE((*writer)->beginClip(info("a", 0)));  // no class yet
  const int64_t label = (*writer)->classIndex("x");
  EXPECT_EQ((*writer)->classIndex("x"), label);
  auto clip = (*writer)->beginClip(info("a", label));
  ASSERT_TRUE(clip);
  EXPECT_FALSE((*clip)->append(std::vector<uint8_t>(5)));
  const auto ended = (*clip)->end();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().kind, ErrorKind::Refused);
  EXPECT_FALSE((*clip)->end());
  EXPECT_FALSE((*writer)->addClip(info("a", label), std::vector<uint8_t>(100)));
  EXPECT_EQ((*writer)->clipCount(), 0);
}

TEST_F(RawStoreTest, reportsAreKeptAndReplaced) {
  {
    auto writer = StoreWriter::open(folder_, {});
    ASSERT_TRUE(writer);
    (*writer)->report({"a.mp4", "id-a", false, "Too short."});
    (*writer)->report({"b.mp4", "id-b", true, "3 of 90 frames unreadable."});
    (*writer)->report({"a.mp4", "id-a", false, "Too dark."});
    (*writer)->report({"caf\xe9.mp4", "", false, "Not UTF-8."});
    ASSERT_TRUE((*writer)->commit());
  }
  const auto reports = readReports(folder_);
  ASSERT_TRUE(reports);
  ASSERT_EQ(reports->size(), 3U);
  EXPECT_EQ(reports->front().message, "Too dark.");
  auto writer = StoreWriter::open(folder_, {});
  ASSERT_TRUE(writer);
  EXPECT_TRUE((*writer)->containsSource("id-a"));   // rejected: not to be tried again
  EXPECT_FALSE((*writer)->containsSource("id-b"));  // a remark alone is no clip
  EXPECT_FALSE((*writer)->containsSource(""));
}

TEST_F(RawStoreTest, namesThatAreNotUtf8AreOneClass) {
  auto writer = StoreWriter::open(folder_, {StoreKind::Raw, 16, 25});
  ASSERT_TRUE(writer);
  const int64_t label = (*writer)->classIndex("caf\xe9");
  EXPECT_EQ((*writer)->classIndex("caf\xe9"), label);
  EXPECT_EQ((*writer)->classIndex("caf\xe8"), label);
  ASSERT_TRUE((*writer)->addClip(info("a", label), pixels(16, 3, 1)));
  ASSERT_TRUE((*writer)->commit());
  EXPECT_TRUE(openClipStore(folder_));
}

TEST_F(RawStoreTest, everyFailingOperationLeavesTheOldStoreAndNothingElse) {
  makeStore(16, 2);
  int failures = 0;
  for (int n = 1; n < 100; ++n) {
    FaultyVfs vfs(n, ENOSPC);
    auto writer = StoreWriter::open(folder_, {StoreKind::Raw, 16, 25}, vfs);
    Result<void> done;
    if (!writer) {
      done = tl::unexpected(writer.error());
    } else {
      done = (*writer)->addClip(info("z", 0), pixels(16, 5, 7));
      if (done) done = (*writer)->commit();
    }
    if (!vfs.failed()) {
      ASSERT_TRUE(done) << done.error().message;
      break;
    }
    ++failures;
    writer = fail(ErrorKind::Cancelled, "Closed.");
    const auto store = openClipStore(folder_);
    ASSERT_TRUE(store) << "after operation " << n << ": " << store.error().message;
    // Only a failure after the rename may show the new clip.
    ASSERT_GE((*store)->clips().size(), 2U);
    EXPECT_EQ(readClip(**store, 0), pixels(16, 10, 0));
    EXPECT_EQ(readClip(**store, 1), pixels(16, 11, 1));
    if ((*store)->clips().size() == 3U) break;
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::Disk) << done.error().message;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      EXPECT_TRUE(name == "clips.json" || name == "frames-00000.bin" || name == ".lock") << name;
    }
  }
  EXPECT_GT(failures, 4);
  const auto store = openClipStore(folder_);
  ASSERT_TRUE(store);
  ASSERT_EQ((*store)->clips().size(), 3U);
  EXPECT_EQ(readClip(**store, 2), pixels(16, 5, 7));
}

TEST_F(RawStoreTest, aHalfWrittenClipDoesNotComeBetweenWholeOnes) {
  int failures = 0;
  for (int n = 1; n < 100; ++n) {
    std::filesystem::remove_all(folder_);
    makeStore(16, 1);
    FaultyVfs vfs(n, ENOSPC, FaultyVfs::Failing::Once);
    std::vector<uint64_t> kept = {0};
    {
      auto writer = StoreWriter::open(folder_, {StoreKind::Raw, 16, 25}, vfs);
      if (!writer) continue;
      for (const uint64_t seed : {5, 6, 7}) {
        const auto added = (*writer)->addClip(info(std::to_string(seed), 0), pixels(16, 4, seed));
        if (added) kept.push_back(seed);
        if (!added) ++failures;
      }
      // A sync that failed once must not be believed the second time.
      if (!(*writer)->commit() && !(*writer)->commit()) kept.resize(1);
    }
    const auto store = openClipStore(folder_);
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_EQ((*store)->clips().size(), kept.size()) << "operation " << n;
    for (size_t i = 1; i < kept.size(); ++i) {
      EXPECT_EQ(readClip(**store, static_cast<int64_t>(i)), pixels(16, 4, kept[i]));
    }
    if (!vfs.failed()) break;
  }
  EXPECT_EQ(failures, 3);  // one for each write
}

TEST_F(RawStoreTest, aTruncatedOrMissingFileIsCorruptAtEveryLength) {
  makeStore(16, 3);
  const std::string path = folder_ + "/frames-00000.bin";
  for (auto bytes = std::filesystem::file_size(path); bytes > 0;) {
    bytes -= std::min<uintmax_t>(bytes, 1111);
    std::filesystem::resize_file(path, bytes);
    const auto store = openClipStore(folder_);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().kind, ErrorKind::Corrupt);
    EXPECT_NE(store.error().message.find("frames-00000.bin"), std::string::npos);
    const auto writer = StoreWriter::open(folder_, {StoreKind::Raw, 16, 25});
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().kind, ErrorKind::Corrupt);
  }
  std::filesystem::remove(path);
  const auto store = openClipStore(folder_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::Corrupt);
}

TEST(SplitTest, isMadeByTheSourceAloneAndKeepsItsShare) {
  int held = 0;
  std::set<std::string> heldAtTenPercent;
  for (int i = 0; i < 4000; ++i) {
    const std::string id = "source " + std::to_string(i);
    EXPECT_EQ(splitOf(id, 0.1), splitOf(id, 0.1));
    if (splitOf(id, 0.1) == Split::Held) {
      ++held;
      EXPECT_EQ(splitOf(id, 0.2), Split::Held);  // a larger share only adds
    }
    EXPECT_EQ(splitOf(id, 0.0), Split::Train);
    EXPECT_EQ(splitOf(id, 1.0), Split::Held);
  }
  EXPECT_NEAR(held, 400, 80);
}

}  // namespace
}  // namespace unroll::data
