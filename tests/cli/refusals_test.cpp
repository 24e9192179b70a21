#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "cli/program_run.h"

namespace unroll::test {
namespace {

using Words = std::vector<std::string>;

/// Runs with --json, and checks everything a refusal has in common: the exit code, one sentence on
/// standard error, the same in one JSON document on standard output.
void expectRefused(Words words, int code, const std::string& kind, const std::string& says) {
  std::string line = "unroll";
  for (const std::string& word : words) line += " " + word;
  SCOPED_TRACE(line);
  words.push_back("--json");
  const ProgramResult result = runUnroll(words);
  EXPECT_EQ(result.code, code);
  EXPECT_TRUE(result.err.starts_with("unroll: ")) << result.err;
  EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
  EXPECT_TRUE(result.err.ends_with(".\n") || result.err.ends_with("?\n")) << result.err;
  EXPECT_NE(result.err.find(says), std::string::npos) << result.err;
  const auto document = result.json();
  ASSERT_FALSE(document.is_discarded()) << result.out;
  EXPECT_EQ(document["error"]["kind"], kind);
  EXPECT_EQ("unroll: " + document["error"]["message"].get<std::string>() + "\n", result.err);
}

class RefusalsTest : public testing::Test {
 protected:
  std::string newProject() {
    const std::string project = folder_ / "project";
    const ProgramResult made = runUnroll({"new", project, "--recipe", "demo-32"});
    EXPECT_EQ(made.code, 0) << made.err;
    return project;
  }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
    return folder_ / name;
  }

  TemporaryFolder folder_;
};

TEST_F(RefusalsTest, withoutJsonStandardOutputStaysEmpty) {
  for (const Words& words :
       {Words{"trian"}, Words{"train", "p", "--rum"}, Words{"data", folder_ / "none"}}) {
    const ProgramResult plain = runUnroll(words);
    EXPECT_NE(plain.code, 0);
    EXPECT_EQ(plain.out, "");
    EXPECT_EQ(std::ranges::count(plain.err, '\n'), 1) << plain.err;
  }
}

TEST_F(RefusalsTest, wordsThatAreMisspelt) {
  expectRefused({"trian", "p"}, 2, "usage", "Did you mean 'train'?");
  expectRefused({"--vesion"}, 2, "usage", "Did you mean '--version'?");
  expectRefused({"train", "p", "--rum", "x"}, 2, "usage",
                "train has no option '--rum'. Did you mean '--run'?");
  expectRefused({"train", "p", "--run", "x", "--stpes=5"}, 2, "usage", "Did you mean '--steps'?");
  expectRefused({"new", "p", "--recipe", "demo32"}, 4, "not_found", "Did you mean 'demo-32'?");
  expectRefused({"import", "p", "--synthetic", "moving-scenes", "--store", "encode"}, 2, "usage",
                "Did you mean 'encoded'?");
}

TEST_F(RefusalsTest, whatIsMissingOrTooMuch) {
  expectRefused({"new"}, 2, "usage", "PROJECT is required");
  expectRefused({"new", "p"}, 2, "usage", "--recipe is required");
  expectRefused({"train", "p"}, 2, "usage", "--run is required");
  expectRefused({"runs", "a", "b"}, 2, "usage", "runs does not know what to do with 'b'");
  expectRefused({"sample", "--out", "x"}, 2, "usage", "a project and --run NAME, or --model FILE");
  expectRefused({"export", "p", "--model", "m.safetensors", "--what", "pair", "--out", "x.mp4"}, 2,
                "usage", "not both");
}

TEST_F(RefusalsTest, valuesOutOfRange) {
  expectRefused({"train", "p", "--run", "x", "--steps", "0"}, 2, "usage",
                "'0' is not a whole number from 1 to 100000000");
  expectRefused({"train", "p", "--run", "x", "--steps", "many"}, 2, "usage",
                "'many' is not a whole number");
  expectRefused({"train", "p", "--run", "x", "--stage", "0"}, 2, "usage",
                "'0' is not one of 1 to 6, all, joint");
  expectRefused({"sample", "p", "--run", "x", "--out", "o", "--stages", "1,x"}, 2, "usage",
                "--stages '1,x'");
  expectRefused({"sample", "p", "--run", "x", "--out", "o", "--stages", "2,2"}, 2, "usage",
                "different stage numbers");
}

TEST_F(RefusalsTest, recipesThatDoNotFit) {
  const std::string project = folder_ / "p";
  expectRefused({"new", project, "--recipe", "demo-32", "--set", "stage2.bacth=4"}, 2, "usage",
                "Did you mean 'batch', a whole number from 1 to 4096 (clips)?");
  expectRefused({"new", project, "--recipe", "demo-32", "--set", "stage2.frames=9"}, 2, "usage",
                "set stage2.frames to 10");
  expectRefused({"new", project, "--recipe", folder_ / "none.json"}, 4, "not_found", "none.json");
  expectRefused(
      {"new", project, "--recipe", write("broken.json", "{\"stages\": [{\"siez\": 16}]}")}, 3,
      "refused", "Did you mean 'size'");
  expectRefused({"new", project, "--recipe", write("new.json", "{\"version\": 9}")}, 3,
                "unsupported", "version 9");
  EXPECT_FALSE(std::filesystem::exists(project)) << "A refused 'new' leaves nothing behind.";
}

TEST_F(RefusalsTest, projectsThatAreNotThereOrInTheWay) {
  const std::string none = folder_ / "none";
  for (const char* command : {"data", "runs"})
    expectRefused({command, none}, 4, "not_found", "is not a project");
  expectRefused({"train", none, "--run", "x"}, 4, "not_found", "is not a project");
  const std::string project = newProject();
  expectRefused({"new", project, "--recipe", "demo-32"}, 3, "refused", "already a project");
  expectRefused({"data", project}, 4, "not_found", "import");
  expectRefused({"train", project, "--run", "x"}, 4, "not_found", "import");
  expectRefused({"sample", project, "--run", "first", "--out", folder_ / "o"}, 4, "not_found",
                "first");
  expectRefused({"sample", "--model", folder_ / "m.safetensors", "--out", folder_ / "o"}, 4,
                "not_found", "m.safetensors");
}

TEST_F(RefusalsTest, importsThatCannotBe) {
  const std::string project = newProject();
  expectRefused({"import", project}, 2, "usage", "videos and folders to import, or --synthetic");
  expectRefused({"import", project, "--synthetic", "still-lifes"}, 2, "usage", "moving-scenes");
  expectRefused({"import", project, "--synthetic", "moving-scenes", "--size", "48"}, 2, "usage",
                "32 or a multiple of it");
}

TEST_F(RefusalsTest, aFullDiskIsSaid) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "There is no /dev/full here.";
  const std::string command =
      programPath().string() + " recipes > /dev/full 2> " + (folder_ / "err");
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 6);
  EXPECT_NE(readAll(folder_.path() / "err").find("Standard output could not be written"),
            std::string::npos);
}

}  // namespace
}  // namespace unroll::test
