#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/seeds.h"
#include "data/store_writer.h"

namespace unroll::data {

/// A folder of its own for each test, gone afterwards, and clips whose pixels tell where they are.
class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "unroll-data-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    folder_ = root_ + "/data";
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  static std::vector<uint8_t> pixels(int64_t size, int64_t frames, uint64_t seed) {
    Random random(seed);
    std::vector<uint8_t> bytes(static_cast<size_t>(frames * size * size * 3));
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random.below(256));
    return bytes;
  }

  static ClipInfo info(const std::string& id, int64_t label, Split split = Split::Train) {
    return {"videos/" + id + ".mp4", id, label, 0, split};
  }

  /// Clips a, b, c ... of 10, 11, 12 ... frames, in two classes; committed.
  void makeStore(int64_t size, int clips, StoreKind kind = StoreKind::Raw) {
    auto writer = StoreWriter::open(folder_, {kind, size, 25});
    ASSERT_TRUE(writer) << writer.error().message;
    const int64_t labels[] = {(*writer)->classIndex("waves"), (*writer)->classIndex("trees")};
    for (int i = 0; i < clips; ++i) {
      const std::string id(1, static_cast<char>('a' + i));
      const auto added = (*writer)->addClip(info(id, labels[i % 2]),
                                            pixels(size, 10 + i, static_cast<uint64_t>(i)));
      ASSERT_TRUE(added) << added.error().message;
    }
    const auto done = (*writer)->commit();
    ASSERT_TRUE(done) << done.error().message;
  }

  static std::vector<uint8_t> readClip(const ClipStore& store, int64_t clip) {
    const int64_t frames = store.clips()[static_cast<size_t>(clip)].frames;
    std::vector<uint8_t> bytes(static_cast<size_t>(frames * store.size() * store.size() * 3));
    const auto done = store.read({clip, 0, frames, 1, store.size()}, bytes);
    EXPECT_TRUE(done) << done.error().message;
    return bytes;
  }

  std::string root_, folder_;
};

}  // namespace unroll::data
