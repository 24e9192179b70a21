#include "engine/serve.h"

#include <cstdio>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "measure_options.h"
#include "option_checks.h"
#include "progress.h"

namespace unroll::cli {
namespace {

Result<Answer> runServe(engine::ServeOptions options, Session& session) {
  options.weightsFolder = weightsFolder();
  Answer answer;
  const auto listening = [&](const std::filesystem::path& socket) {
    answer.document = {{"socket", socket.string()}};
    // Who starts this program waits for the line; with --json the document says it in the end.
    if (session.json) return session.progress.note(fmt::format("Listening at {}", socket.string()));
    fmt::print("{}\n", socket.string());
    std::fflush(stdout);
  };
  UNROLL_TRY(engine::serve(options, listening, session.stop));
  return answer;
}

}  // namespace

Command serveCommand() {
  auto options = std::make_shared<engine::ServeOptions>();
  Command command;
  command.manual = {
      "serve",
      "make and measure samples on request, for other programs",
      {"serve [--socket PATH] [--with-parent] [--threads N]"},
      "Listens on a local socket that only its owner may use and makes videos on request, so that "
      "a program need not load a model for each: JSON-RPC 2.0, one message a line. Prints the "
      "socket's path when it listens, and leaves at the request 'shutdown' or at Ctrl-C.\n\n"
      "'sample' takes project and run (at: a step) or model, seeds, labels, frames, stages, "
      "truncation, out and slot, and is answered with the number of the request. Notifications "
      "follow: 'sampling' (frames done), 'ready' for each seed with the paths of its .npy files, "
      "and 'done' or 'failed'. 'measure' takes project and run (at: a step), stages, measures, "
      "features, samples, real (windows of the data), frames, seed, events and slot, and tells "
      "'measuring', 'measured' for each stage and 'done' or 'failed'; 'spectrum' takes the same "
      "but "
      "for measures, and tells 'spectrum' for each stage: power by time step and frequency. "
      "'cancel' "
      "takes the number; a request of the same slot replaces an "
      "older one. 'status' tells what runs and waits. The last models stay in memory.",
      {{"Try it by hand.", "unroll serve --socket /tmp/serve.sock & nc -U /tmp/serve.sock"},
       {"Then type.",
        R"({"jsonrpc":"2.0","id":1,"method":"sample","params":{"model":"/tmp/signs-32.safetensors","seeds":[17]}})"}},
      {},
      {{5, "No such device."}, {6, "The socket or a folder for samples could not be made."}}};
  command.declare = [options](CLI::App& app) {
    app.add_option(
           "--socket", options->socket,
           "Path of the socket, 107 bytes at most. Default: one in a folder of this user's.")
        ->type_name("PATH");
    app.add_flag("--with-parent", options->withParent,
                 "Leave when the program that started this one does.");
    declareDevice(app, options->device);
    declareThreads(app, options->threads);
  };
  command.run = [options](Session& session) { return runServe(*options, session); };
  return command;
}

}  // namespace unroll::cli
