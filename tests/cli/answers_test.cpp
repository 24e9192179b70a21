#include <gtest/gtest.h>

#include "cli/program_run.h"

namespace unroll::test {
namespace {

const std::vector<std::string> kCommands = {
    "devices", "recipes", "new",    "import",  "data",     "memory", "train",         "runs",
    "pack",    "sample",  "export", "measure", "evaluate", "report", "train-features",
    "serve"};

TEST(HelpTest, everyCommandHasAManualPage) {
  const ProgramResult all = runUnroll({"--help"});
  EXPECT_EQ(all.code, 0);
  EXPECT_EQ(all.err, "");
  for (const std::string& command : kCommands) {
    EXPECT_NE(all.out.find("    " + command + " "), std::string::npos) << command;
    const ProgramResult help = runUnroll({command, "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_EQ(help.err, "");
    for (const char* section : {"NAME\n", "\nSYNOPSIS\n", "\nDESCRIPTION\n", "\nOPTIONS\n",
                                "\nEXIT STATUS\n", "\nEXAMPLES\n"}) {
      EXPECT_NE(help.out.find(section), std::string::npos) << command << section;
    }
    EXPECT_EQ(help.out.find("TEXT:"), std::string::npos)
        << "A type name of the parser shows through.";
  }
}

TEST(HelpTest, helpIsFoundWhereverPeopleLookForIt) {
  const std::string page = runUnroll({"train", "--help"}).out;
  EXPECT_EQ(runUnroll({"train", "-h"}).out, page);
  EXPECT_EQ(runUnroll({"help", "train"}).out, page);
  const ProgramResult nothing = runUnroll({});
  EXPECT_EQ(nothing.code, 2);
  EXPECT_EQ(nothing.out, "");
  EXPECT_EQ(nothing.err, runUnroll({"--help"}).out);
}

TEST(HelpTest, theWrittenManualPageIsCurrent) {
  EXPECT_EQ(readAll(UNROLL_SOURCE_DIR "/resources/man/unroll.1"), runUnroll({"--man"}).out)
      << "Run 'unroll --man > resources/man/unroll.1'.";
}

TEST(AnswersTest, recipesListsTheBuiltInOnes) {
  const ProgramResult result = runUnroll({"recipes", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  const auto document = result.json();
  ASSERT_FALSE(document.is_discarded());
  EXPECT_EQ(document["recipes"].size(), 9u);
  EXPECT_EQ(document["recipes"][0]["name"], "demo-32");
  EXPECT_EQ(document["recipes"][0]["stages"][1]["size"], 32);
  EXPECT_EQ(runUnroll({"--json", "recipes"}).out, result.out) << "--json may stand in front.";
}

TEST(AnswersTest, aShownRecipeMakesTheSameProject) {
  const TemporaryFolder folder;
  const std::string shown = runUnroll({"recipes", "--show", "demo-64"}).out;
  const std::string file = folder / "mine.json";
  {
    RunningProgram show({"recipes", "--show", "demo-64"}, folder.path());
    ASSERT_EQ(show.wait().code, 0);
    std::filesystem::copy_file(folder.path() / "out.txt", file);
  }
  const auto fromFile = runUnroll({"new", folder / "a", "--recipe", file, "--json"}).json();
  const auto fromName = runUnroll({"new", folder / "b", "--recipe", "demo-64", "--json"}).json();
  ASSERT_FALSE(fromFile.is_discarded());
  EXPECT_EQ(fromFile["recipe"], fromName["recipe"]);
  EXPECT_EQ(fromFile["recipe"], nlohmann::json::parse(shown));
}

TEST(AnswersTest, keysAndSchemaAreJsonToo) {
  const auto keys = runUnroll({"recipes", "--keys", "--json"}).json();
  ASSERT_FALSE(keys.is_discarded());
  EXPECT_GT(keys["keys"].size(), 40u);
  EXPECT_EQ(runUnroll({"recipes", "--schema"}).out,
            readAll(UNROLL_SOURCE_DIR "/resources/recipes/recipe.schema.json"));
}

TEST(AnswersTest, dataCountsClipsClassesAndWindows) {
  const TemporaryFolder folder;
  const std::string project = folder / "project";
  ASSERT_EQ(runUnroll({"new", project, "--recipe", "demo-32"}).code, 0);
  const ProgramResult imported =
      runUnroll({"import", project, "--synthetic", "moving-scenes", "--clips", "16",
                 "--clip-frames", "30", "--held", "0", "--json"});
  ASSERT_EQ(imported.code, 0) << imported.err;
  EXPECT_EQ(imported.json()["clips"], 16);
  const auto data = runUnroll({"data", project, "--json"}).json();
  ASSERT_FALSE(data.is_discarded());
  EXPECT_EQ(data["clips"], 16);
  EXPECT_EQ(data["frames"], 480);
  EXPECT_EQ(data["classes"].size(), 8u);
  EXPECT_EQ(data["classes"][0]["clips"], 2);
  // Stage 1 takes 12 frames, every second one: 23 of 30, so 8 windows in each clip.
  EXPECT_EQ(data["stages"][0]["windows"], 16 * 8);
  EXPECT_EQ(data["stages"][1]["windows"], 16 * 19);
  EXPECT_NE(
      runUnroll({"data", project}).out.find("16 clips (0 held back), 480 frames, 19.2 seconds"),
      std::string::npos);
}

TEST(AnswersTest, devicesSaysWhatIsUsedAndWhy) {
  const auto devices = runUnroll({"devices", "--json"}).json();
  ASSERT_FALSE(devices.is_discarded());
  EXPECT_GE(devices["devices"].size(), 1u);
  EXPECT_FALSE(devices["reason"].get<std::string>().empty());
}

TEST(AnswersTest, memoryShowsEachStageAndJointTraining) {
  const auto memory = runUnroll({"memory", "demo-32", "--json"}).json();
  ASSERT_FALSE(memory.is_discarded());
  ASSERT_EQ(memory["stages"].size(), 3u);
  EXPECT_EQ(memory["stages"][2]["stage"], "joint");
  EXPECT_GT(memory["stages"][0]["peak"], 100'000'000);
}

}  // namespace
}  // namespace unroll::test
