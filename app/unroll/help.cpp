#include "help.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "option_checks.h"

namespace unroll::cli {
namespace {

constexpr size_t kColumns = 80;

/// `text` broken at spaces into lines of at most kColumns, each indented by `indent` and all but
/// the first by `hanging` more.
std::string wrapped(const std::string& text, size_t indent, size_t hanging = 0) {
  std::string out;
  std::string line(indent, ' ');
  bool empty = true;
  size_t at = 0;
  const auto flush = [&] {
    if (!empty) out += line + "\n";
    line.assign(indent + hanging, ' ');
    empty = true;
  };
  while (at < text.size()) {
    if (text[at] == '\n') {
      flush();
      if (at + 1 < text.size() && text[at + 1] == '\n') out += "\n";
      ++at;
      while (at < text.size() && text[at] == '\n') ++at;
      continue;
    }
    size_t end = text.find_first_of(" \n", at);
    if (end == std::string::npos) end = text.size();
    const std::string word = text.substr(at, end - at);
    if (!empty && line.size() + 1 + word.size() > kColumns) flush();
    if (!word.empty()) {
      line += (empty ? "" : " ") + word;
      empty = false;
    }
    at = end < text.size() && text[end] == ' ' ? end + 1 : end;
  }
  flush();
  return out;
}

std::string optionNames(const CLI::Option& option) {
  std::string names;
  if (option.nonpositional()) {
    for (const std::string& name : option.get_snames())
      names += (names.empty() ? "-" : ", -") + name;
    for (const std::string& name : option.get_lnames())
      names += (names.empty() ? "--" : ", --") + name;
  } else {
    names = option.get_name(true);
  }
  if (option.nonpositional() && option.get_items_expected_max() > 0)
    names += " " + option.get_type_name();
  return names;
}

std::string optionText(const CLI::Option& option) {
  std::string text = option.get_description();
  if (option.get_required()) {
    text += " Required.";
  } else if (const std::string fallback = option.get_default_str(); !fallback.empty()) {
    text += fmt::format(" Default: {}.", fallback);
  }
  if (option.get_items_expected_max() > 1) text += " May be given more than once.";
  return text;
}

std::vector<std::pair<int, std::string>> exitCodes(const Manual& manual) {
  std::vector<std::pair<int, std::string>> codes = {{0, "Done."},
                                                    {2, "A wrong option, name or value."}};
  codes.insert(codes.end(), manual.exitCodes.begin(), manual.exitCodes.end());
  return codes;
}

/// Escapes what the man macro language would read as its own.
std::string roff(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool lineStart = i == 0 || text[i - 1] == '\n';
    if (lineStart && (text[i] == '.' || text[i] == '\'')) out += "\\&";
    if (text[i] == '\\') {
      out += "\\e";
    } else if (text[i] == '-') {
      out += "\\-";
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string roffParagraphs(std::string text) {
  for (size_t at = 0; (at = text.find("\n\n", at)) != std::string::npos;)
    text.replace(at, 2, "\n.PP\n");
  std::string out;
  size_t begin = 0;
  while (begin <= text.size()) {
    size_t end = text.find('\n', begin);
    if (end == std::string::npos) end = text.size();
    const std::string line = text.substr(begin, end - begin);
    out += (line == ".PP" ? line : roff(line)) + "\n";
    begin = end + 1;
  }
  return out;
}

}  // namespace

void declareCommonOptions(CLI::App& app, CommonOptions& options) {
  app.set_help_flag("-h,--help", "Print this manual page and leave.");
  app.add_flag("--json", options.json,
               "Print one JSON document on standard output and nothing else there.");
  app.add_flag("-q,--quiet", options.quiet, "Show no progress.");
  oneOf(app.add_option("--progress", options.progress,
                       "How progress is shown on standard error: for a person, or for a program as "
                       "JSON lines with title, done, total, note and secondsLeft (-1: not known); "
                       "a line with note alone is a message.")
            ->type_name("person|json")
            ->default_str("person"),
        {"person", "json"});
}

std::string commandHelp(const Manual& manual, const CLI::App& app) {
  std::string text =
      fmt::format("NAME\n    unroll {} - {}\n\nSYNOPSIS\n", manual.name, manual.summary);
  for (const std::string& form : manual.synopsis) text += wrapped("unroll " + form, 4, 8);
  text += "\nDESCRIPTION\n" + wrapped(manual.description, 4) + "\nOPTIONS\n";
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    text += "    " + optionNames(*option) + "\n" + wrapped(optionText(*option), 8);
  }
  text += "\nEXIT STATUS\n";
  for (const auto& [code, meaning] : exitCodes(manual)) {
    text += fmt::format("    {:<4}", code) + wrapped(meaning, 8).substr(8);
  }
  if (!manual.files.empty()) text += "\nFILES\n";
  for (const auto& [path, meaning] : manual.files)
    text += "    " + path + "\n" + wrapped(meaning, 8);
  text += "\nEXAMPLES\n";
  for (const auto& [meaning, line] : manual.examples) {
    text += wrapped(meaning, 4) + "        " + line + "\n";
  }
  return text;
}

std::string programHelp(const std::vector<Command>& commands) {
  std::string text =
      "NAME\n    unroll - train cascades of video generators and unroll long videos from them\n\n"
      "SYNOPSIS\n    unroll COMMAND [ARGUMENT]...\n    unroll COMMAND --help\n    unroll "
      "--version\n\n"
      "COMMANDS\n";
  for (const Command& command : commands) {
    text += fmt::format("    {:<16}{}\n", command.manual.name, command.manual.summary);
  }
  text += "\nDESCRIPTION\n" + wrapped(
                                  "A project is a folder with videos made small, a recipe and the "
                                  "runs trained by it. The first "
                                  "stage makes short, small, slow clips from noise; each later "
                                  "stage refines them. Answers go to "
                                  "standard output (one JSON document with --json), progress and "
                                  "refusals to standard error.",
                                  4);
  text +=
      "\nEXIT STATUS\n"
      "    0   Done.\n"
      "    1   A bug in this program.\n"
      "    2   A wrong option, name or value.\n"
      "    3   Input refused.\n"
      "    4   Not found.\n"
      "    5   Device or memory.\n"
      "    6   Disk.\n"
      "    130 Interrupted, after a clean stop.\n";
  text +=
      "\nEXAMPLES\n"
      "    unroll new clouds --recipe demo-32\n"
      "    unroll import clouds ~/Videos/clouds\n"
      "    unroll train clouds --run first\n"
      "    unroll export clouds --run first --what pair --frames 50 --out clouds.mp4\n";
  return text;
}

std::string manualPage(const std::vector<Command>& commands) {
  std::string page =
      ".TH UNROLL 1 \"\" \"Unroll Studio\" \"User Commands\"\n.SH NAME\n"
      "unroll \\- train cascades of video generators and unroll long videos from them\n"
      ".SH SYNOPSIS\n";
  for (const Command& command : commands) {
    for (const std::string& form : command.manual.synopsis)
      page += ".B unroll " + roff(form) + "\n.br\n";
  }
  for (const Command& command : commands) {
    CLI::App app;
    CommonOptions common;
    command.declare(app);
    declareCommonOptions(app, common);
    page += fmt::format(".SH \"UNROLL {}\"\n{}.\n.PP\n", command.manual.name,
                        roff(command.manual.summary));
    page += roffParagraphs(command.manual.description);
    for (const CLI::Option* option : app.get_options()) {
      if (option->get_group().empty()) continue;
      page += ".TP\n.B " + roff(optionNames(*option)) + "\n" + roff(optionText(*option)) + "\n";
    }
    for (const auto& [path, meaning] : command.manual.files) {
      page += ".TP\n.I " + roff(path) + "\n" + roff(meaning) + "\n";
    }
    for (const auto& [meaning, line] : command.manual.examples) {
      page += ".PP\n" + roff(meaning) + "\n.PP\n.nf\n.RS\n" + roff(line) + "\n.RE\n.fi\n";
    }
  }
  page +=
      ".SH \"EXIT STATUS\"\n0 done, 1 a bug, 2 a wrong option, name or value, 3 input refused, 4 "
      "not found,\n"
      "5 device or memory, 6 disk, 130 interrupted after a clean stop.\n";
  return page;
}

}  // namespace unroll::cli
