#include "engine/pack.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/file_system.h"
#include "command.h"
#include "source_options.h"

namespace unroll::cli {
namespace {

struct PackArguments {
  SourceArguments source;
  engine::PackRequest request;
};

Result<Answer> runPack(const PackArguments& arguments) {
  engine::PackRequest request = arguments.request;
  request.source = arguments.source.source;
  UNROLL_TRY_ASSIGN(summary, engine::packRun(request));
  Answer answer;
  answer.document = {{"file", summary.file.string()},
                     {"bytes", summary.bytes},
                     {"hash", summary.hash},
                     {"steps", summary.steps},
                     {"parameters", summary.parameters}};
  answer.text = fmt::format(
      "{}: {} parameters, {}, xxh3-64 {}.\nNext: unroll sample --model {} --out samples\n",
      summary.file.string(), summary.parameters,
      humanBytes(static_cast<uint64_t>(std::max<int64_t>(summary.bytes, 0))), summary.hash,
      summary.file.string());
  return answer;
}

}  // namespace

Command packCommand() {
  auto arguments = std::make_shared<PackArguments>();
  Command command;
  command.manual = {"pack",
                    "make one file of a trained cascade, to share",
                    {"pack PROJECT --run NAME [--at STEP] --out FILE.safetensors [--json]"},
                    "Writes the averaged weights and statistics of every stage, the recipe and a "
                    "card (data and licence, steps, "
                    "settings, limits) into one safetensors file. 'unroll sample' and 'unroll "
                    "export' work from it alone.",
                    {{"A file to share.",
                      "unroll pack clouds --run first --data 'My own footage, CC BY 4.0' --out "
                      "clouds.safetensors"}},
                    {},
                    {{3, "A checkpoint is damaged."},
                     {4, "There is no such project, run or step, or a stage was not trained."},
                     {6, "The file could not be written."}}};
  command.declare = [arguments](CLI::App& app) {
    declareSource(app, arguments->source, false);
    engine::PackRequest& r = arguments->request;
    app.add_option("--data", r.data,
                   "For the card: what it was trained on, and under which licence.")
        ->type_name("TEXT");
    app.add_option("--limits", r.limits, "For the card: what it cannot do.")->type_name("TEXT");
    app.add_option("--out", r.out, "File to write.")->required()->type_name("FILE");
  };
  command.run = [arguments](Session&) { return runPack(*arguments); };
  return command;
}

}  // namespace unroll::cli
