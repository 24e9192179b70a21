#include "cli/program_run.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace unroll::test {

namespace fs = std::filesystem;

fs::path programPath() {
  if (const char* folder = std::getenv("UNROLL_BIN_DIR")) return fs::path(folder) / "unroll";
  return fs::read_symlink("/proc/self/exe").parent_path() / "unroll";
}

std::string readAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

nlohmann::json ProgramResult::json() const { return nlohmann::json::parse(out, nullptr, false); }

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "unroll-cli-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("mkdtemp failed");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

RunningProgram::RunningProgram(const std::vector<std::string>& arguments, const fs::path& folder)
    : out_(folder / "out.txt"), err_(folder / "err.txt") {
  const std::string program = programPath().string();
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int out = open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const int err = open(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  pid_ = fork();
  if (pid_ == 0) {
    const int in = open("/dev/null", O_RDONLY);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  close(out);
  close(err);
}

void RunningProgram::signal(int number) const { kill(pid_, number); }

std::string RunningProgram::errSoFar() const { return readAll(err_); }

ProgramResult RunningProgram::wait() {
  int status = 0;
  waitpid(pid_, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, readAll(out_), readAll(err_)};
}

ProgramResult runUnroll(const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  return RunningProgram(arguments, folder.path()).wait();
}

}  // namespace unroll::test
