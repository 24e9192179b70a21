#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace CLI {
class App;
}

namespace unroll::cli {

class Progress;

using Json = nlohmann::ordered_json;

/// The manual page of a command, less its options, which are read from what it declares.
struct Manual {
  std::string name;                   ///< "train"
  std::string summary;                ///< a few words, no full stop
  std::vector<std::string> synopsis;  ///< without "unroll", one line a form
  std::string description;            ///< paragraphs separated by an empty line
  std::vector<std::pair<std::string, std::string>> examples;  ///< what it does, the command line
  std::vector<std::pair<std::string, std::string>> files;     ///< path, what it holds
  std::vector<std::pair<int, std::string>> exitCodes;         ///< besides 0, 2 and 1
};

/// What a command says when it is done.
struct Answer {
  Json document;                         ///< printed with --json
  std::string text;                      ///< printed without; ends with a line feed, or is empty
  std::optional<Error> unfinished = {};  ///< what failed; said after the rest is printed
};

/// What a command may use beside its own options.
struct Session {
  bool json = false;
  std::stop_token stop;  ///< asked to stop by Ctrl-C, a hang-up or a termination signal
  Progress& progress;
};

/// One command of the program: `declare` adds its options to a parser, `run` does the work.
struct Command {
  Manual manual;
  std::function<void(CLI::App&)> declare;
  std::function<Result<Answer>(Session&)> run;
};

/// Every command, in the order of the help. One function a file.
std::vector<Command> allCommands();

Command devicesCommand();
Command recipesCommand();
Command newCommand();
Command importCommand();
Command dataCommand();
Command memoryCommand();
Command trainCommand();
Command runsCommand();
Command packCommand();
Command sampleCommand();
Command serveCommand();
Command exportCommand();
Command measureCommand();
Command evaluateCommand();
Command reportCommand();
Command trainFeaturesCommand();

}  // namespace unroll::cli
