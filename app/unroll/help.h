#pragma once

#include <string>
#include <vector>

#include "command.h"

namespace unroll::cli {

/// The manual page of one command as plain text, 80 columns wide. `app` holds its options.
std::string commandHelp(const Manual& manual, const CLI::App& app);

/// What `unroll --help` prints.
std::string programHelp(const std::vector<Command>& commands);

/// The whole manual in the man macro language: resources/man/unroll.1.
std::string manualPage(const std::vector<Command>& commands);

/// What every command can be told beside its own options.
struct CommonOptions {
  bool json = false;
  bool quiet = false;
  std::string progress = "person";  ///< or "json"
};

/// Adds --json, --quiet, --progress and --help, which every command has.
void declareCommonOptions(CLI::App& app, CommonOptions& options);

}  // namespace unroll::cli
