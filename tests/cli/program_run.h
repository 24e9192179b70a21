#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace unroll::test {

/// What one run of `unroll` came to.
struct ProgramResult {
  int code = -1;  ///< exit code; -1 when a signal killed it
  std::string out;
  std::string err;

  nlohmann::json json()
      const;  ///< `out` as one JSON document, discarded (is_discarded) when it is none
};

/// A started `unroll`. Its output goes to files in `folder`.
class RunningProgram {
 public:
  RunningProgram(const std::vector<std::string>& arguments, const std::filesystem::path& folder);

  void signal(int number) const;
  std::string errSoFar() const;
  ProgramResult wait();

 private:
  pid_t pid_ = -1;
  std::filesystem::path out_;
  std::filesystem::path err_;
};

/// Runs `unroll` to its end with standard input empty.
ProgramResult runUnroll(const std::vector<std::string>& arguments);

/// A folder that is removed with it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// The folder the program was built into: UNROLL_BIN_DIR, else beside this test.
std::filesystem::path programPath();

std::string readAll(const std::filesystem::path& path);

}  // namespace unroll::test
