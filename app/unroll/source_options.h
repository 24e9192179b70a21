#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "engine/model_source.h"

namespace CLI {
class App;
}

namespace unroll::cli {

class Progress;

/// The options by which commands name a trained cascade and what to make of it.
struct SourceArguments {
  engine::ModelSource source;
  engine::UnrollOptions unroll;
};

/// Reads "1200", "1200,800" (of stages 1 and 2) or "best" into `source`. False when it is none.
bool parseSteps(const std::string& text, engine::ModelSource& source);

/// Adds PROJECT, --run, --at and, when `models`, --model.
void declareSource(CLI::App& app, SourceArguments& arguments, bool models = true);

/// Adds --seed, --count, --label, --frames, --truncation, --batch, --device and --threads.
void declareUnroll(CLI::App& app, SourceArguments& arguments, std::string_view countHelp);

/// Errors: Usage when neither a run nor a model, or both, are named.
Result<void> checkSource(const SourceArguments& arguments, std::string_view command);

/// Shows frames made on `progress`, which must outlive it.
engine::FrameProgress frameProgress(Progress& progress, std::string title);

/// Exit statuses that commands with a trained cascade share.
std::vector<std::pair<int, std::string>> sourceExitCodes();

}  // namespace unroll::cli
