#include "program.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <new>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/log.h"
#include "base/nearest.h"
#include "command.h"
#include "help.h"
#include "interrupt.h"
#include "progress.h"

namespace unroll::cli {
namespace {

/// Prints to standard output; false when it could not be written in full.
bool print(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  return std::fflush(stdout) == 0 && written;
}

std::string dump(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json errorDocument(const Error& error) {
  return {{"error", {{"kind", name(error.kind)}, {"message", error.message}}}};
}

/// Says the refusal once on standard error and, with --json, once as the document.
int refuse(const Error& error, bool json) {
  say(fmt::format("unroll: {}\n", error.message));
  if (json) print(dump(errorDocument(error)));
  return exitCode(error.kind);
}

int refuseUsage(const std::string& message, bool json) {
  return refuse({ErrorKind::Usage, message}, json);
}

bool isOption(const std::string& word) { return word.size() > 1 && word[0] == '-'; }

/// The sentence for a command line that the parser did not take.
std::string usageSentence(const std::string& command, const CLI::App& app,
                          const CLI::ParseError& error) {
  const std::string see = fmt::format("See 'unroll {} --help'.", command);
  for (const std::string& extra : app.remaining()) {
    if (!isOption(extra)) continue;
    const std::string word = extra.substr(0, extra.find('='));
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return fmt::format("{} has no option '{}'.{} {}", command, word, didYouMean(word, names), see);
  }
  if (!app.remaining().empty()) {
    return fmt::format("{} does not know what to do with '{}'. {}", command,
                       app.remaining().front(), see);
  }
  std::string what = error.what();
  if (error.get_name() == "ConversionError") {
    constexpr std::string_view kPrefix = "Could not convert: ";
    if (what.starts_with(kPrefix)) what = what.substr(kPrefix.size()) + " is not a value it takes";
  }
  what.erase(what.find_last_not_of(". \n") + 1);
  return fmt::format("{}: {}{} {}", command, what, what.ends_with('?') ? "" : ".", see);
}

int runCommand(const Command& command, std::vector<std::string> arguments, bool json) {
  CLI::App app;
  CommonOptions common;
  command.declare(app);
  declareCommonOptions(app, common);
  // Known before parsing, so that a refused command line is answered in JSON too.
  const bool jsonAsked = json || std::ranges::find(arguments, "--json") != arguments.end();
  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the end.
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    return print(commandHelp(command.manual, app)) ? 0 : exitCode(ErrorKind::Disk);
  } catch (const CLI::ParseError& error) {
    return refuseUsage(usageSentence(command.manual.name, app, error), jsonAsked);
  }
  json = jsonAsked;
  log::setQuiet(json || common.quiet);

  const Interrupt interrupt;
  Progress progress(common.quiet,
                    common.progress == "json" ? ProgressStyle::Program : ProgressStyle::Person);
  Session session{json, interrupt.token(), progress};
  const Result<Answer> answer = command.run(session);
  progress.end();
  if (!answer) return refuse(answer.error(), json);
  Json document = answer->document;
  if (json && answer->unfinished) document.update(errorDocument(*answer->unfinished));
  if (!print(json ? dump(document) : answer->text)) {
    // `unroll runs | head`: the reader has what it wanted.
    const bool enough = errno == EPIPE;
    if (!enough && !answer->unfinished) {
      return refuse(
          {ErrorKind::Disk, "Standard output could not be written; nothing else went wrong."},
          false);
    }
  }
  return answer->unfinished ? refuse(*answer->unfinished, false) : 0;
}

}  // namespace

int runProgram(const std::vector<std::string>& arguments) {
  bool json = false;
  size_t at = 0;
  while (at < arguments.size() && arguments[at] == "--json") {
    json = true;
    ++at;
  }
  const std::vector<Command> commands = allCommands();
  if (at == arguments.size()) {
    say(programHelp(commands));
    return json ? refuseUsage("A command is missing. See 'unroll --help'.", true)
                : exitCode(ErrorKind::Usage);
  }
  const std::string& word = arguments[at];
  if (word == "--help" || word == "-h" || (word == "help" && at + 1 == arguments.size())) {
    return print(programHelp(commands)) ? 0 : exitCode(ErrorKind::Disk);
  }
  if (word == "--version")
    return print("unroll " UNROLL_VERSION "\n") ? 0 : exitCode(ErrorKind::Disk);
  if (word == "--man") return print(manualPage(commands)) ? 0 : exitCode(ErrorKind::Disk);

  // `unroll help train` is what people type.
  const bool help = word == "help";
  const std::string& wanted = help ? arguments[at + 1] : word;
  std::vector<std::string> names;
  for (const Command& command : commands) {
    names.push_back(command.manual.name);
    if (command.manual.name != wanted) continue;
    const auto rest = arguments.begin() + static_cast<std::ptrdiff_t>(at) + (help ? 2 : 1);
    std::vector<std::string> own(rest, arguments.end());
    if (help) own = {"--help"};
    try {
      return runCommand(command, std::move(own), json);
    } catch (const std::bad_alloc&) {
      return refuse(
          {ErrorKind::OutOfMemory,
           "The machine's memory is used up; close other programs, or use a smaller batch."},
          json);
    } catch (const std::exception& error) {
      return refuse({ErrorKind::Internal,
                     fmt::format("This is a bug in Unroll, please report it: {}.", error.what())},
                    json);
    }
  }
  if (isOption(wanted)) names = {"--help", "--version", "--json"};
  const bool asked = json || std::ranges::find(arguments, "--json") != arguments.end();
  return refuseUsage(
      fmt::format("'{}' is not {} of unroll.{} See 'unroll --help'.", wanted,
                  isOption(wanted) ? "an option" : "a command", didYouMean(wanted, names)),
      asked);
}

}  // namespace unroll::cli
