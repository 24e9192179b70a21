#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "architecture/source_rules.h"

namespace unroll::test {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = UNROLL_SOURCE_DIR;

std::string readAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool isSource(const fs::path& path) {
  static const std::set<std::string> endings = {".h", ".cpp", ".in", ".cu", ".cuh", ".mm"};
  return endings.contains(path.extension().string());
}

TEST(ArchitectureTest, everyIncludePointsDown) {
  int files = 0;
  for (const char* top : {"core", "app", "ui"}) {
    if (!fs::exists(kRoot / top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / top)) {
      if (!entry.is_regular_file() || !isSource(entry.path())) continue;
      ++files;
      const std::string path = fs::relative(entry.path(), kRoot).generic_string();
      for (const std::string& violation : violations(path, readAll(entry.path())))
        ADD_FAILURE() << violation;
    }
  }
  EXPECT_GT(files, 30) << "The tree was not found at " << kRoot;
}

TEST(ArchitectureTest, everyFolderOfCoreIsListedInItsReadme) {
  const std::string readme = readAll(kRoot / "core/README.md");
  ASSERT_FALSE(readme.empty());
  size_t last = 0;
  for (const std::string& folder : coreFolders()) {
    if (!fs::exists(kRoot / "core" / folder)) continue;
    const size_t at = readme.find("## " + folder + "/");
    ASSERT_NE(at, std::string::npos) << "core/README.md has no heading '## " << folder << "/'.";
    EXPECT_GT(at, last) << folder << " is not in dependency order in core/README.md.";
    last = at;
  }
  for (const auto& entry : fs::directory_iterator(kRoot / "core")) {
    if (!entry.is_directory()) continue;
    const std::string folder = entry.path().filename().string();
    EXPECT_NE(std::ranges::find(coreFolders(), folder), coreFolders().end())
        << "core/" << folder << " is new.";
  }
}

TEST(ArchitectureTest, filesNamedInTheCoreReadmeExist) {
  const std::string readme = readAll(kRoot / "core/README.md");
  std::string folder;
  for (size_t at = 0; at < readme.size();) {
    const size_t end = std::min(readme.find('\n', at), readme.size());
    const std::string line = readme.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("## ")) folder = line.substr(3, line.find('/') - 3);
    // A file's line is "- `name.h` what it is".
    if (folder.empty() || !line.starts_with("- `")) continue;
    const std::string name = line.substr(3, line.find('`', 3) - 3);
    const fs::path inFolder = kRoot / "core" / folder;
    EXPECT_TRUE(!fs::exists(inFolder) || fs::exists(inFolder / name)) << line;
  }
}

TEST(ArchitectureTest, everyRecipeFileIsBuiltIn) {
  const std::string list = readAll(kRoot / "core/protocol/CMakeLists.txt");
  int recipes = 0;
  for (const auto& entry : fs::directory_iterator(kRoot / "resources/recipes")) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".json") || name.ends_with(".schema.json")) continue;
    ++recipes;
    EXPECT_NE(list.find(entry.path().stem().string()), std::string::npos) << name;
  }
  EXPECT_EQ(recipes, 9);
}

// Controls: each rule finds what it is for.

TEST(SourceRulesTest, anArrowThatPointsUpIsFound) {
  EXPECT_EQ(violations("core/base/a.cpp", "#include \"io/project.h\"\n").size(), 1u);
  EXPECT_EQ(violations("core/io/a.cpp", "#include \"train/adam.h\"\n").size(), 1u);
  EXPECT_EQ(violations("core/data/raw_store.cpp", "  #  include \"media/video_reader.h\" // why\n")
                .size(),
            1u);
  EXPECT_EQ(violations("core/new/a.cpp", "").size(), 1u);
  EXPECT_TRUE(
      violations("core/data/import_videos.cpp", "#include \"media/video_reader.h\"\n").empty());
  EXPECT_TRUE(
      violations("core/train/a.cpp", "#include \"io/project.h\"\n#include <torch/types.h>\n")
          .empty());
}

TEST(SourceRulesTest, aForeignLibraryInTheWrongFolderIsFound) {
  EXPECT_EQ(violations("core/io/a.cpp", "#include <torch/types.h>\n").size(), 1u);
  EXPECT_EQ(violations("core/nn/a.cpp", "#include <torch/torch.h>\n").size(), 1u);
  EXPECT_EQ(violations("core/engine/a.h", "#include <QString>\n").size(), 1u);
  EXPECT_EQ(violations("core/engine/a.h", "#include <QtCore/QString>\n").size(), 1u);
  EXPECT_EQ(violations("app/unroll/a.cpp", "#include <ATen/core/Tensor.h>\n").size(), 1u);
  EXPECT_EQ(violations("ui/a.cpp", "#include <c10/core/Device.h>\n").size(), 1u);
  EXPECT_EQ(violations("ui/a.cpp", "#include \"engine/train_run.h\"\n").size(), 1u);
  EXPECT_EQ(violations("core/data/a.cpp", "#include <libavformat/avformat.h>\n").size(), 1u);
  EXPECT_EQ(violations("core/train/a.cpp", "#include <opencv2/core.hpp>\n").size(), 1u);
  EXPECT_TRUE(
      violations("ui/a.cpp", "#include <QWidget>\n#include \"protocol/recipe.h\"\n").empty());
}

TEST(SourceRulesTest, whatCouldRunAFileIsFoundOutsideComments) {
  EXPECT_EQ(violations("core/io/a.cpp", "auto m = torch::load(path);").size(), 1u);
  EXPECT_EQ(violations("core/io/a.cpp", "auto m = torch::jit::load(path);").size(), 1u);
  EXPECT_EQ(violations("core/io/a.cpp", "auto m = jit :: load(path);").size(), 1u);
  EXPECT_EQ(violations("core/io/a.cpp", "auto m = torch::pickle_load(x);").size(), 1u);
  EXPECT_EQ(violations("core/io/a.cpp", "Unpickler u;").size(), 1u);
  EXPECT_TRUE(
      violations("core/io/a.cpp", "// never torch::load\n/* pickle */ f(\"a \\\" pickle\");")
          .empty());
  EXPECT_TRUE(violations("core/io/a.cpp", "R\"x(pickle)x\"; loadGenerator(file);").empty());
}

}  // namespace
}  // namespace unroll::test
