#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "progress.h"
#include "table.h"

namespace unroll::cli {
namespace {

TEST(DurationTest, isReadableAtEveryScale) {
  EXPECT_EQ(duration(0), "0 s");
  EXPECT_EQ(duration(59.4), "59 s");
  EXPECT_EQ(duration(59.6), "1 min 00 s");
  EXPECT_EQ(duration(200), "3 min 20 s");
  EXPECT_EQ(duration(7500), "2 h 05 min");
  EXPECT_EQ(duration(-1), "?");
  EXPECT_EQ(duration(1.0 / 0.0), "?");
}

TEST(TableTest, alignsByCharactersNotBytes) {
  Table table({"name", "n"}, {1});
  table.add({"\u00e4\u00f6", "5"});
  table.add({"longest", "12"});
  EXPECT_EQ(table.text(), "name      n\n\u00e4\u00f6        5\nlongest  12\n");
}

TEST(ProgressTest, quietSaysNothingButNotes) {
  testing::internal::CaptureStderr();
  {
    Progress progress(true);
    progress.begin("Job", 10);
    progress.update(10);
    progress.end();
    progress.note("A note.");
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "A note.\n");
}

TEST(ProgressTest, aFullDiskUnderTheLogEndsNoJob) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  if (full < 0) GTEST_SKIP() << "There is no /dev/full here.";
  const int kept = ::dup(STDERR_FILENO);
  ASSERT_GE(::dup2(full, STDERR_FILENO), 0);
  ::close(full);
  EXPECT_NO_THROW({
    Progress progress;
    progress.begin("Training", 10);
    progress.note("A sentence.");
    progress.update(10);
    progress.end();
  });
  ASSERT_GE(::dup2(kept, STDERR_FILENO), 0);
  ::close(kept);
}

TEST(ProgressTest, theLastLineOfAJobIsAlwaysShown) {
  testing::internal::CaptureStderr();
  {
    Progress progress;
    progress.begin("Job", 10);
    for (int64_t i = 1; i <= 10; ++i) progress.update(i, "note");
  }
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("Job: 10/10 (100 %)"), std::string::npos) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1)
      << "Not more than a line every two seconds.";
}

TEST(ProgressTest, aProgramReadsLinesOfJson) {
  testing::internal::CaptureStderr();
  {
    Progress progress(false, ProgressStyle::Program);
    progress.begin("Import\u00e4ng", 10);
    progress.note("A \"note\".");
    progress.update(7, "files", 2.5);
    progress.update(10);
  }
  const std::string text = testing::internal::GetCapturedStderr();
  std::vector<nlohmann::json> lines;
  for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    lines.push_back(nlohmann::json::parse(text.substr(at, text.find('\n', at) - at)));
  }
  ASSERT_GE(lines.size(), 3u) << text;
  EXPECT_EQ(lines[0]["title"], "Import\u00e4ng");
  EXPECT_EQ(lines[0]["done"], 0);
  EXPECT_EQ(lines[0]["secondsLeft"], -1);
  EXPECT_EQ(lines[1], (nlohmann::json{{"note", "A \"note\"."}}));
  EXPECT_EQ(lines.back()["done"], 10) << "the last one always comes";
  EXPECT_EQ(lines.back()["total"], 10);
}

}  // namespace
}  // namespace unroll::cli
