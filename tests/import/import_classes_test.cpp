#include "data/import_classes.h"

#include <filesystem>

#include "media/support.h"

namespace unroll::data {
namespace {

using media::test::TempFolder;
using media::test::writeBytes;

TEST(ImportClassesTest, kineticsAnnotations) {
  const TempFolder folder;
  writeBytes(folder / "train.csv",
             "label,youtube_id,time_start,time_end,split\r\n"
             "\"playing, badly\",-_abc,10,20,train\r\n"
             "\"say \"\"hi\"\"\",xyz,0,10,validate\n"
             "\n"
             "walking,xyz,30,40,test\n");
  const auto list = ClassList::read(folder / "train.csv");
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->size(), 3);
  const auto cut = list->find("/somewhere/-_abc_000010_000020.mp4");
  ASSERT_EQ(cut.size(), 1U);
  EXPECT_EQ(cut[0].label, "playing, badly");
  EXPECT_TRUE(cut[0].whole());
  EXPECT_EQ(cut[0].split, Split::Train);
  const auto whole = list->find("xyz.webm");
  ASSERT_EQ(whole.size(), 2U);
  EXPECT_EQ(whole[0].label, "say \"hi\"");
  EXPECT_EQ(whole[0].split, Split::Held);
  EXPECT_EQ(whole[0].endSeconds, 10);
  EXPECT_EQ(whole[1].startSeconds, 30);
  EXPECT_TRUE(list->find("abc.mp4").empty());
}

TEST(ImportClassesTest, aPlainCsvOfFilesAndClasses) {
  const TempFolder folder;
  writeBytes(folder / "list.csv", "file,class\na/one.mp4,cats\ntwo.mkv,dogs\n");
  const auto list = ClassList::read(folder / "list.csv");
  ASSERT_TRUE(list) << list.error().message;
  ASSERT_EQ(list->find("elsewhere/one.mp4").size(), 1U);
  EXPECT_EQ(list->find("one.mp4")[0].label, "cats");
  EXPECT_FALSE(list->find("two.mkv")[0].split.has_value());
}

TEST(ImportClassesTest, ucfSplitListsComeInPairs) {
  const TempFolder folder;
  writeBytes(folder / "trainlist01.txt", "ApplyEyeMakeup/v_ApplyEyeMakeup_g08_c01.avi 1\r\n");
  writeBytes(folder / "testlist01.txt", "Archery/v_Archery_g01_c01.avi\r\n");
  for (const std::string& path :
       {folder / "trainlist01.txt", folder / "testlist01.txt", folder.path.string()}) {
    const auto list = ClassList::read(path);
    ASSERT_TRUE(list) << list.error().message;
    const auto train = list->find("x/v_ApplyEyeMakeup_g08_c01.avi");
    const auto held = list->find("x/v_Archery_g01_c01.avi");
    ASSERT_EQ(train.size(), 1U);
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(train[0].label, "ApplyEyeMakeup");
    EXPECT_EQ(train[0].split, Split::Train);
    EXPECT_EQ(held[0].split, Split::Held);
  }
}

TEST(ImportClassesTest, whatCannotBeUnderstoodNamesTheLine) {
  const TempFolder folder;
  const auto message = [&](const std::string& text) {
    writeBytes(folder / "a.csv", text);
    const auto list = ClassList::read(folder / "a.csv");
    return list ? std::string() : list.error().message;
  };
  EXPECT_NE(message("").find("line 1"), std::string::npos);
  EXPECT_NE(message("a,b\n1,2\n").find("line 1"), std::string::npos);
  EXPECT_NE(message("label,youtube_id,time_start,time_end\nx,y,9,3\n").find("line 2"),
            std::string::npos);
  EXPECT_NE(message("label,youtube_id\nx,y\n,z\n").find("line 3"), std::string::npos);
  EXPECT_EQ(ClassList::read(folder / "none.csv").error().kind, ErrorKind::NotFound);
  writeBytes(folder / "trainlist02.txt", "no folder.avi 1\n");
  EXPECT_FALSE(ClassList::read(folder / "trainlist02.txt"));
}

}  // namespace
}  // namespace unroll::data
