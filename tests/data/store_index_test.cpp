#include "data/store_index.h"

#include <fstream>

#include "data/store_fixture.h"

namespace unroll::data {
namespace {

using StoreIndexTest = StoreTest;

StoreIndex sample() {
  StoreIndex index;
  index.settings = {StoreKind::Raw, 16, 29.97};
  index.classes = {"waves", "trees \"at\" night"};
  index.clips.push_back({{"a b.mp4", "01ab", 1, 12, Split::Held}, "frames-00000.bin", 0});
  index.clips.push_back({{"c.mp4", "02cd", 0, 7, Split::Train}, "frames-00003.bin", 9216});
  index.reports.push_back({"d.mp4", "03ef", false, "It has no pictures."});
  return index;
}

/// sample() as text, with the first `from` replaced by `to`.
std::string changed(const std::string& from, const std::string& to) {
  std::string text = formatIndex(sample());
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST_F(StoreIndexTest, formatAndParseAreEachOthersInverse) {
  const std::string text = formatIndex(sample());
  const auto index = parseIndex(text, "clips.json");
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_EQ(formatIndex(*index), text);
  EXPECT_EQ(index->clips[0].info.split, Split::Held);
  EXPECT_EQ(index->clips[1].offset, 9216);
  EXPECT_EQ(index->settings.frameRate, 29.97);

  StoreIndex scenes;
  scenes.settings = {StoreKind::Synthetic, 32, 12.5};
  scenes.synthetic = {"moving-scenes", ~uint64_t{0}, 32, 12.5, 48, 77, 0.25};
  const auto again = parseIndex(formatIndex(scenes), "clips.json");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->synthetic, scenes.synthetic);
}

TEST_F(StoreIndexTest, contradictionsAreCorruptInOneSentence) {
  const std::string wrong[] = {
      "",
      "{",
      "[]",
      "{}",
      "null",
      "7",
      std::string(5000, '['),
      std::string("{\"version\": 1}"),
      changed("\"version\": 1", "\"version\": 0"),
      changed("\"version\": 1", "\"version\": -1"),
      changed("\"version\": 1", "\"version\": \"1\""),
      changed("\"version\": 1", "\"version\": 1, \"version\": 1"),
      changed("\"kind\": \"raw\"", "\"kind\": \"cooked\""),
      changed("\"kind\": \"raw\"", "\"kind\": 1"),
      changed("\"kind\": \"raw\"", "\"kind\": \"synthetic\""),
      changed("\"kind\": \"raw\"", "\"kind\": \"encoded\""),
      changed("\"size\": 16", "\"size\": -16"),
      changed("\"size\": 16", "\"size\": 16.5"),
      changed("\"size\": 16", "\"size\": 18446744073709551632"),
      changed("\"size\": 16", "\"size\": 1e3"),
      changed("\"size\": 16", "\"colour\": 16"),
      changed("29.97", "0"),
      changed("29.97", "-29.97"),
      changed("29.97", "1e400"),
      changed("29.97", "null"),
      changed("29.97", "\"25\""),
      changed("\"waves\"", "7"),
      changed("\"waves\"", "\"trees \\\"at\\\" night\""),
      changed("\"label\":1", "\"label\":2"),
      changed("\"label\":1", "\"label\":-1"),
      changed("\"frames\":12", "\"frames\":0"),
      changed("\"frames\":12", "\"frames\":-12"),
      changed("\"frames\":12", "\"frames\":9223372036854775807"),
      changed("\"frames\":12", "\"frames\":99999999999999999999999"),
      changed("\"split\":\"held\"", "\"split\":\"kept\""),
      changed("frames-00000.bin", "../../etc/passwd"),
      changed("frames-00000.bin", "frames-0.bin"),
      changed("frames-00000.bin", "clips/000000.mkv"),
      changed("\"offset\":9216", "\"offset\":-1"),
      changed("\"offset\":9216", "\"offset\":9223372036854775807"),
      changed("\"offset\":9216", "\"offset\":true"),
      changed(",\"offset\":9216", ""),
      changed("\"offset\":9216", "\"offset\":[[[[[0]]]]]"),
      changed("\"offset\":9216", "\"offset\":9216,\"extra\":1"),
      changed("\"accepted\":false", "\"accepted\":0"),
      changed("\"reports\"", "\"remarks\""),
      formatIndex(sample()) + "x",
  };
  for (const std::string& text : wrong) {
    const auto index = parseIndex(text, "data/clips.json");
    ASSERT_FALSE(index) << text;
    EXPECT_EQ(index.error().kind, ErrorKind::Corrupt) << text;
    const std::string& message = index.error().message;
    EXPECT_EQ(message.find("'data/clips.json' is damaged: "), 0U) << message;
    EXPECT_EQ(message.back(), '.') << message;
  }
}

TEST_F(StoreIndexTest, aNewerVersionIsUnsupported) {
  const auto index = parseIndex(changed("\"version\": 1", "\"version\": 2"), "clips.json");
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().kind, ErrorKind::Unsupported);
}

TEST_F(StoreIndexTest, damagedFilesNeverCrashAReader) {
  makeStore(8, 2);
  const std::string path = folder_ + "/clips.json";
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  int accepted = 0, refused = 0;
  const auto tryWith = [&](const std::string& damaged) {
    std::ofstream(path, std::ios::trunc) << damaged;
    const auto store = openClipStore(folder_);
    if (!store) {
      EXPECT_EQ(store.error().message.back(), '.');
      ++refused;
      return;
    }
    ++accepted;
    for (size_t i = 0; i < (*store)->clips().size(); ++i) {
      readClip(**store, static_cast<int64_t>(i));
    }
  };
  for (size_t length = 0; length < text.size() - 2; length += 3) tryWith(text.substr(0, length));
  EXPECT_EQ(accepted, 0);
  for (size_t bit = 0; bit < text.size() * 8; bit += 5) {
    std::string damaged = text;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    tryWith(damaged);
  }
  // Names may change unnoticed; structure may not.
  EXPECT_GT(refused, accepted);
  EXPECT_GT(accepted, 0);
}

}  // namespace
}  // namespace unroll::data
