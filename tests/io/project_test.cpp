#include "io/project.h"

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "base/fault_loop.h"
#include "base/scratch_folder.h"
#include "io/json_file.h"

namespace unroll {
namespace {

using io::Json;
using io::Project;
using io::RunFolder;
using test::MemoryVfs;

const Json kRecipe{{"name", "demo-32"}, {"stages", Json::array({1, 2})}};

TEST(ProjectTest, aProjectWithSpacesAndUmlautsIsMadeAndOpened) {
  const test::ScratchFolder scratch;
  const auto path = scratch.path() / "Мои видео – größer ☃" / "my 'project'";
  const auto made = Project::create(path, kRecipe);
  ASSERT_TRUE(made) << made.error().message;
  const auto project = Project::open(path);
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(project->name(), "my 'project'");
  EXPECT_EQ(project->recipe().dump(), kRecipe.dump()) << "keys keep their order";
  for (const auto& folder :
       {project->dataFolder(), project->runsFolder(), project->exportsFolder()}) {
    EXPECT_TRUE(std::filesystem::is_directory(folder));
  }
  EXPECT_TRUE(project->runs()->empty());
  const auto again = Project::create(path, kRecipe);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::Refused);
  EXPECT_NE(again.error().message.find("already a project"), std::string::npos);
}

TEST(ProjectTest, aFolderWithOtherThingsIsNotTaken) {
  MemoryVfs vfs;
  vfs.put("/p/thesis.tex", "years of work");
  const auto refused = Project::create(vfs, "/p", kRecipe);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("thesis.tex"), std::string::npos);
  EXPECT_EQ(vfs.files().size(), 1U);
  EXPECT_EQ(Project::create(vfs, "/p/thesis.tex", kRecipe).error().kind, ErrorKind::Refused);
}

TEST(ProjectTest, whatIsNoProjectIsNotFound) {
  MemoryVfs vfs;
  vfs.put("/p/x", "");
  EXPECT_EQ(Project::open(vfs, "/p").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(Project::open(vfs, "/q").error().kind, ErrorKind::NotFound);
}

TEST(ProjectTest, brokenFilesAreRefusedInASentence) {
  const std::string good = R"({"format":"unroll-project","version":1,"name":"p","created":1})";
  const std::vector<std::pair<std::string, ErrorKind>> bad{
      {"", ErrorKind::Refused},
      {"{", ErrorKind::Refused},
      {"[]", ErrorKind::Corrupt},
      {good + "x", ErrorKind::Refused},
      {good + std::string(1, '\0') + "x", ErrorKind::Refused},
      {R"({"format":"unroll-project","version":1,"version":1,"name":"p","created":1})",
       ErrorKind::Refused},
      {R"({"format":"unroll-run","version":1,"name":"p","created":1})", ErrorKind::Corrupt},
      {R"({"format":"unroll-project","version":"1","name":"p","created":1})", ErrorKind::Corrupt},
      {R"({"format":"unroll-project","version":1.0,"name":"p","created":1})", ErrorKind::Corrupt},
      {R"({"format":"unroll-project","version":0,"name":"p","created":1})", ErrorKind::Corrupt},
      {R"({"format":"unroll-project","version":18446744073709551615,"name":"p","created":1})",
       ErrorKind::Corrupt},
      {R"({"format":"unroll-project","version":2,"name":"p","created":1})", ErrorKind::Unsupported},
      {R"({"format":"unroll-project","version":1,"name":7,"created":1})", ErrorKind::Corrupt},
      {R"({"format":"unroll-project","version":1,"name":"p"})", ErrorKind::Corrupt},
      {std::string(5 << 20, ' '), ErrorKind::Refused},
      {std::string(100000, '['), ErrorKind::Refused},
  };
  MemoryVfs vfs;
  vfs.put("/p/recipe.json", "{}");
  vfs.put("/p/project.json", good);
  ASSERT_TRUE(Project::open(vfs, "/p"));
  for (const auto& [text, kind] : bad) {
    vfs.put("/p/project.json", text);
    const auto project = Project::open(vfs, "/p");
    ASSERT_FALSE(project) << text.substr(0, 80);
    EXPECT_EQ(project.error().kind, kind) << project.error().message;
    EXPECT_NE(project.error().message.find("/p/project.json"), std::string::npos)
        << project.error().message;
  }
  vfs.put("/p/project.json", good);
  vfs.put("/p/recipe.json", "7");
  EXPECT_EQ(Project::open(vfs, "/p").error().kind, ErrorKind::Corrupt);
}

TEST(ProjectTest, mutatedProjectFilesNeverCrash) {
  const std::string good =
      R"({"format":"unroll-project","version":1,"name":"p","created":1,"more":[1,-2,3e4,{"a":null}]})";
  MemoryVfs vfs;
  vfs.put("/p/recipe.json", "{}");
  Random random(3);
  int accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = good;
    for (int64_t k = 1 + random.below(3); k > 0; --k) {
      const auto at = static_cast<size_t>(random.below(static_cast<int64_t>(text.size())));
      if (random.chance(0.3)) {
        text.erase(at, static_cast<size_t>(random.below(8)));
      } else if (random.chance(0.4)) {
        text.insert(at, text.substr(at / 2, static_cast<size_t>(random.below(12))));
      } else {
        text[at] = static_cast<char>(random.below(256));
      }
    }
    vfs.put("/p/project.json", text);
    accepted += Project::open(vfs, "/p") ? 1 : 0;
  }
  EXPECT_GT(accepted, 100);
}

TEST(ProjectTest, runsAreMadeListedAndOpened) {
  MemoryVfs vfs;
  vfs.put("/x", "");
  const auto project = Project::create(vfs, "/p", kRecipe);
  ASSERT_TRUE(project);
  for (const char* name : {"", ".", "..", "a/b", "a b", "-x", ".hidden", "a@1", "größe", "a\n"}) {
    EXPECT_EQ(project->createRun(name, {}, kRecipe).error().kind, ErrorKind::Usage) << name;
  }
  EXPECT_EQ(project->createRun(std::string(65, 'a'), {}, kRecipe).error().kind, ErrorKind::Usage);
  auto run = project->createRun("with-matching", {{"seed", 7}, {"name", "lie"}}, kRecipe);
  ASSERT_TRUE(run) << run.error().message;
  ASSERT_TRUE(project->createRun("plain.2", {}, kRecipe));
  EXPECT_EQ(project->createRun("plain.2", {}, kRecipe).error().kind, ErrorKind::Refused);
  vfs.put("/p/runs/half-made/recipe.json", "{}");
  EXPECT_EQ(project->runs().value(), (std::vector<std::string>{"plain.2", "with-matching"}));
  ASSERT_TRUE(run->update({{"device", "cpu"}}));
  const auto opened = project->openRun("with-matching");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->info()["seed"], 7);
  EXPECT_EQ(opened->info()["device"], "cpu");
  EXPECT_EQ(opened->info()["name"], "with-matching");
  EXPECT_EQ(opened->checkpointsFolder(), "/p/runs/with-matching/checkpoints");
  const auto missing = project->openRun("with-matchin");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
  EXPECT_NE(missing.error().message.find("Did you mean 'with-matching'?"), std::string::npos);
}

TEST(ProjectTest, twoProcessesCannotTrainOneRun) {
  const test::ScratchFolder scratch;
  const auto project = Project::create(scratch.path() / "p", kRecipe);
  ASSERT_TRUE(project);
  const auto run = project->createRun("r", {}, kRecipe);
  ASSERT_TRUE(run);
  EXPECT_FALSE(run->lockHolder());
  const std::filesystem::path preview = run->path() / "previews" / "stage1-step-00000004";
  ASSERT_TRUE(makeFolders(realVfs(), preview));
  const std::filesystem::path halves[] = {run->path() / ".tmp-run.json-9",
                                          preview / ".tmp-probe-0.npy-9"};
  for (const auto& half : halves) ASSERT_TRUE(writeFileAtomically(realVfs(), half, "half"));
  ASSERT_TRUE(writeFileAtomically(realVfs(), preview / "probe-0.npy", "whole"));
  const auto mine = run->lock();
  ASSERT_TRUE(mine) << mine.error().message;
  for (const auto& half : halves) EXPECT_FALSE(exists(realVfs(), half)) << half;
  EXPECT_TRUE(exists(realVfs(), preview / "probe-0.npy"));
  const auto holder = run->lockHolder();
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->pid, ::getpid());
  EXPECT_FALSE(holder->host.empty());
  const pid_t child = ::fork();
  if (child == 0) {
    const auto theirs = RunFolder::open(realVfs(), run->path())->lock();
    const bool said = !theirs && theirs.error().kind == ErrorKind::Refused &&
                      theirs.error().message.find(std::to_string(::getppid())) != std::string::npos;
    ::_exit(said ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(ProjectTest, aDamagedLockFileStillLocks) {
  MemoryVfs vfs;
  vfs.put("/x", "");
  const auto project = Project::create(vfs, "/p", kRecipe);
  const auto run = project->createRun("r", {}, kRecipe);
  const auto mine = run->lock();
  ASSERT_TRUE(mine);
  vfs.put("/p/runs/r/lock", "garbage");
  ASSERT_TRUE(run->lockHolder());
  EXPECT_EQ(run->lockHolder()->pid, 0);
  EXPECT_NE(run->lock().error().message.find("another process"), std::string::npos);
}

/// Every writer of project and run files: the folder is as before or as after.
TEST(ProjectTest, failuresAndPowerCutsLeaveOldOrNew) {
  const auto openable = [](Vfs& vfs, bool mustBeNew) -> std::string {
    auto project = Project::open(vfs, "/p/q");
    if (!project) {
      if (mustBeNew || project.error().kind != ErrorKind::NotFound) return project.error().message;
      project = Project::create(vfs, "/p/q", kRecipe);  // A creation cut short can be done again.
      if (!project) return "it cannot be made again: " + project.error().message;
    }
    return project->recipe() == kRecipe ? "" : "another recipe";
  };
  const auto make = [](Vfs& vfs) -> Result<void> {
    UNROLL_TRY(Project::create(vfs, "/p/q", kRecipe));
    return {};
  };
  const test::Scenario create{"project", [](Vfs&) {}, make, openable};

  const test::Scenario createRun{"run", [&](Vfs& vfs) { ASSERT_TRUE(make(vfs)); },
                                 [](Vfs& vfs) -> Result<void> {
                                   UNROLL_TRY_ASSIGN(project, Project::open(vfs, "/p/q"));
                                   UNROLL_TRY(project.createRun("r", {{"seed", 1}}, kRecipe));
                                   return {};
                                 },
                                 [](Vfs& vfs, bool mustBeNew) -> std::string {
                                   const auto project = Project::open(vfs, "/p/q");
                                   if (!project) return project.error().message;
                                   if (project->runs()->empty()) {
                                     if (mustBeNew) return "the run is not there";
                                     const auto again = project->createRun("r", {}, kRecipe);
                                     return again ? "" : again.error().message;
                                   }
                                   const auto run = project->openRun("r");
                                   return run ? "" : run.error().message;
                                 }};

  const Json newRecipe{{"name", "other"}};
  const test::Scenario setRecipe{
      "recipe", [&](Vfs& vfs) { ASSERT_TRUE(make(vfs)); },
      [&](Vfs& vfs) -> Result<void> {
        UNROLL_TRY_ASSIGN(project, Project::open(vfs, "/p/q"));
        return project.setRecipe(newRecipe);
      },
      [&](Vfs& vfs, bool mustBeNew) -> std::string {
        const auto project = Project::open(vfs, "/p/q");
        if (!project) return project.error().message;
        const bool isNew = project->recipe() == newRecipe;
        return isNew || (!mustBeNew && project->recipe() == kRecipe) ? "" : "neither recipe";
      }};
  for (const test::Scenario* scenario : {&create, &createRun, &setRecipe}) {
    const auto faults = test::failEveryOperation(*scenario);
    EXPECT_EQ(faults.failures, 0) << faults.first;
    EXPECT_GT(faults.cases, 0);
    const auto cuts = test::cutPowerEverywhere(*scenario, 50);
    EXPECT_EQ(cuts.failures, 0) << cuts.first;
  }
}

}  // namespace
}  // namespace unroll
