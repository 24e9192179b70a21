#include "engine/serve.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include <ATen/Parallel.h>

#include "../train/toy_data.h"
#include "base/file_system.h"
#include "base/scratch_folder.h"
#include "engine/evaluate_run.h"
#include "engine/sample_run.h"
#include "engine/serve_queue.h"
#include "io/json_file.h"
#include "io/npy.h"
#include "socket_client.h"

namespace unroll::engine {
namespace {

namespace fs = std::filesystem;
using protocol::Json;
using test::SocketClient;

const std::string kModel = UNROLL_SOURCE_DIR "/models/signs-32.safetensors";

class ServeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::promise<void> listening;
    auto ready = listening.get_future();
    service_ = std::async(std::launch::async, [this, &listening] {
      ServeOptions options;
      options.socket = socket_;
      options.threads = 1;
      options.device = "cpu";
      return serve(
          options, [&](const fs::path&) { listening.set_value(); }, stop_.get_token());
    });
    ASSERT_EQ(ready.wait_for(std::chrono::seconds(60)), std::future_status::ready);
  }
  void TearDown() override {
    stop_.request_stop();
    if (!service_.valid()) return;
    const auto ended = service_.get();
    EXPECT_TRUE(ended) << ended.error().message;
    EXPECT_FALSE(fs::exists(socket_));
  }

  test::ScratchFolder scratch_;
  const fs::path socket_ = scratch_.path() / "serve.sock";
  std::stop_source stop_;
  std::future<Result<void>> service_;
};

Json sampleOf(std::vector<int> seeds, int frames = 0) {
  return {{"model", kModel}, {"seeds", seeds}, {"frames", frames}};
}

TEST_F(ServeTest, makesTheSameVideosAsTheCommand) {
  SocketClient client(socket_);
  const Json accepted = client.call("sample", sampleOf({17, 4, 5, 6, 1000}));
  ASSERT_TRUE(accepted.contains("result")) << accepted.dump();
  std::map<int, Json> ready;
  for (int i = 0; i < 5; ++i) {
    const Json one = client.nextOf("ready", 300);
    ASSERT_TRUE(one.is_object());
    EXPECT_EQ(one["request"], accepted["result"]["request"]);
    ready[one["seed"]] = one;
  }
  const Json done = client.nextOf("done");
  EXPECT_TRUE(fs::exists(fs::path(done["out"].get<std::string>()) / "samples.json"));
  ASSERT_EQ(ready.size(), 5u);

  SampleRequest request;
  request.source.model = kModel;
  request.unroll.seed = 17;
  request.unroll.threads = 1;
  request.unroll.device = "cpu";
  request.out = scratch_.path() / "command";
  request.contactSheet = false;
  const auto summary = sampleRun(request, {}, {});
  ASSERT_TRUE(summary) << summary.error().message;
  const Sampled& sampled = summary->samples[0];
  EXPECT_EQ(ready[17]["label"], sampled.label);
  EXPECT_EQ(ready[17]["className"], sampled.className);
  ASSERT_EQ(ready[17]["clips"].size(), 2u);
  for (size_t stage = 0; stage < 2; ++stage) {
    const auto ours = io::readNpy(realVfs(), ready[17]["clips"][stage]["file"].get<std::string>());
    const auto theirs = io::readNpy(realVfs(), sampled.files[stage]);
    ASSERT_TRUE(ours && theirs);
    ASSERT_EQ(ours->shape, theirs->shape);
    int most = 0;
    for (size_t i = 0; i < ours->bytes.size(); ++i) {
      most = std::max(most, std::abs(int{ours->uint8()[i]} - int{theirs->uint8()[i]}));
    }
    EXPECT_LE(most, 1) << "a batch adds in another order";
  }
}

TEST_F(ServeTest, labelsStagesAndFramesAreKept) {
  SocketClient client(socket_);
  Json request = sampleOf({3, 9}, 8);
  request["labels"] = {1, 0};
  request["stages"] = {1};
  request["out"] = (scratch_.path() / "out").string();
  client.call("sample", request);
  std::map<int, Json> ready;
  for (int i = 0; i < 2; ++i) {
    const Json one = client.nextOf("ready", 300);
    ready[one["seed"]] = one;
  }
  EXPECT_EQ(ready[3]["label"], 1);
  EXPECT_EQ(ready[9]["label"], 0);
  ASSERT_EQ(ready[9]["clips"].size(), 1u);
  EXPECT_EQ(ready[9]["clips"][0]["stage"], 1);
  const auto clip = io::readNpy(realVfs(), scratch_.path() / "out/seed-00000009/stage1.npy");
  ASSERT_TRUE(clip);
  EXPECT_EQ(clip->shape[0], 8);
  client.nextOf("done");
  EXPECT_EQ(client.call("status")["result"]["kept"], 1);
}

TEST_F(ServeTest, aNewerRequestOfTheSlotReplacesTheOlderOne) {
  SocketClient client(socket_);
  std::vector<int64_t> numbers;
  for (int i = 0; i < 3; ++i) {
    Json request = sampleOf({i + 1}, i < 2 ? 100'000 : 0);  // The first would take an hour.
    request["slot"] = "grid";
    const Json accepted = client.call("sample", request)["result"];
    numbers.push_back(accepted["request"]);
    EXPECT_EQ(accepted["replaced"], i == 0 ? 0 : numbers[static_cast<size_t>(i) - 1]);
  }
  for (int i = 0; i < 2; ++i) EXPECT_EQ(client.nextOf("failed", 120)["kind"], "cancelled");
  EXPECT_EQ(client.nextOf("done", 300)["request"], numbers[2]);
}

TEST_F(ServeTest, canBeCancelledAndItsFilesGo) {
  SocketClient client(socket_);
  const Json number = client.call("sample", sampleOf({1}, 100'000))["result"]["request"];
  EXPECT_TRUE(client.nextOf("sampling", 120).is_object());
  SocketClient other(socket_);
  EXPECT_EQ(other.call("cancel", {{"request", number}})["result"]["cancelled"], false)
      << "it is another client's";
  EXPECT_EQ(client.call("cancel", {{"request", number}})["result"]["cancelled"], true);
  EXPECT_EQ(client.nextOf("failed", 60)["kind"], "cancelled");
  EXPECT_EQ(client.call("cancel", {{"request", number}})["result"]["cancelled"], false);
}

TEST_F(ServeTest, refusesInSentences) {
  SocketClient client(socket_);
  const auto code = [&](Json request) {
    const Json answer = client.call("sample", request);
    return answer.contains("error") ? answer["error"]["code"].get<int>() : 0;
  };
  EXPECT_EQ(code(Json::object()), -32602);
  EXPECT_EQ(code({{"model", kModel}, {"seeds", Json::array()}}), -32602);
  EXPECT_EQ(code({{"model", kModel}, {"seeds", {1, 1}}}), -32602);
  EXPECT_EQ(code({{"model", "relative.safetensors"}, {"seeds", {1}}}), -32602);
  EXPECT_EQ(code({{"model", kModel}, {"project", "/p"}, {"run", "r"}, {"seeds", {1}}}), -32602);
  Json unfit = sampleOf({1, 2, 3});
  unfit["labels"] = {0, 1};
  EXPECT_EQ(code(unfit), -32602);
  // What only shows when the model is opened comes as a notification.
  client.call("sample", {{"model", "/no/such.safetensors"}, {"seeds", {1}}});
  EXPECT_EQ(client.nextOf("failed")["kind"], "not_found");
  Json label = sampleOf({1});
  label["labels"] = {99};
  client.call("sample", label);
  EXPECT_EQ(client.nextOf("failed", 120)["kind"], "usage");
  Json stage = sampleOf({1});
  stage["stages"] = {7};
  client.call("sample", stage);
  EXPECT_EQ(client.nextOf("failed", 120)["kind"], "not_found");
}

TEST_F(ServeTest, measuresARunAndItsSpectraOnDemand) {
  const fs::path project = scratch_.path() / "project";
  const auto toy = test::makeToyProject(project, 2, [](Recipe& recipe) {
    recipe.checkpointEvery = 1;
    recipe.keepLast = 10;
  });
  ASSERT_TRUE(toy) << toy.error().message;
  ASSERT_TRUE(test::trainToyRun(project, "first", "all"));
  const auto events = fs::file_size(project / "runs/first/events.jsonl");

  SocketClient client(socket_);
  const Json asked = {
      {"project", project.string()}, {"run", "first"}, {"samples", 8}, {"real", 16}};
  Json measure = asked;
  measure["measures"] = {"fvd", "motion"};
  measure["at"] = 1;
  const Json accepted = client.call("measure", measure);
  ASSERT_TRUE(accepted.contains("result")) << accepted.dump();
  std::map<int64_t, protocol::StageMeasured> stages;
  for (int i = 0; i < 2; ++i) {
    protocol::StageMeasured stage;
    const Json told = client.nextOf("measured", 300);
    const auto read = protocol::fromJson(told, stage);
    ASSERT_TRUE(read) << read.error().message << told.dump();
    EXPECT_EQ(stage.request, accepted["result"]["request"]);
    EXPECT_EQ(stage.step, 1);
    stages[stage.stage] = stage;
  }
  ASSERT_EQ(stages.size(), 2u);
  // The same numbers as those of the command.
  EvaluateRequest request;
  request.project = project;
  request.run = "first";
  request.step = 1;
  request.measures = {"fvd", "motion"};
  request.samples = 8;
  request.realClips = 16;
  request.device = "cpu";
  request.events = false;
  const auto summary = evaluateRun(request, {}, {});
  ASSERT_TRUE(summary) << summary.error().message;
  for (const StageEvaluation& evaluation : summary->stages) {
    const protocol::StageMeasured& told = stages[evaluation.stage];
    EXPECT_EQ(told.protocol, evaluation.report.protocol.key());
    ASSERT_EQ(told.values.size(), evaluation.report.rows.size());
    EXPECT_EQ(told.values[0].name, "fd_small");
    EXPECT_EQ(told.values[0].value, evaluation.report.rows[0].fake->mean);
    EXPECT_EQ(told.values[0].real, evaluation.report.rows[0].floor->mean);
    const auto whole = io::readJsonFile(realVfs(), told.file, {.maxBytes = 1 << 26});
    ASSERT_TRUE(whole) << whole.error().message;
    EXPECT_EQ((*whole)["stage"], evaluation.stage);
  }
  EXPECT_TRUE(client.nextOf("done").is_object());

  Json stage2 = asked;
  stage2["stages"] = {2};
  client.call("spectrum", stage2);
  protocol::StageSpectrum spectrum;
  const Json told = client.nextOf("spectrum", 300);
  const auto read = protocol::fromJson(told, spectrum);
  ASSERT_TRUE(read) << read.error().message << told.dump();
  EXPECT_EQ(spectrum.stage, 2);
  EXPECT_EQ(spectrum.step, 2);
  EXPECT_EQ(spectrum.size, 32);
  ASSERT_EQ(spectrum.fake.size(), 4u) << "a row for each time step";
  EXPECT_EQ(spectrum.fake[0].size(), 17u);
  EXPECT_EQ(spectrum.real.size(), 17u);
  EXPECT_GT(spectrum.real[1], 0);
  EXPECT_TRUE(client.nextOf("done").is_object());
  EXPECT_EQ(fs::file_size(project / "runs/first/events.jsonl"), events)
      << "the run's events are left alone unless asked for";

  const auto refused = [&](const char* method, Json params) {
    const Json answer = client.call(method, params);
    return answer.contains("error") ? answer["error"]["code"].get<int>() : 0;
  };
  EXPECT_EQ(refused("measure", {{"run", "first"}}), -32602);
  Json few = asked;
  few["samples"] = 2;
  EXPECT_EQ(refused("measure", few), -32602);
  EXPECT_EQ(refused("spectrum", measure), -32602) << "it takes no measures";
  Json word = asked;
  word["measures"] = {"fdv"};
  client.call("measure", word);
  const Json failed = client.nextOf("failed", 60);
  EXPECT_EQ(failed["kind"], "usage");
  EXPECT_NE(failed["message"].get<std::string>().find("fvd"), std::string::npos);
}

TEST_F(ServeTest, aMeasuringCanBeCancelledAndReplaced) {
  const fs::path project = scratch_.path() / "project";
  ASSERT_TRUE(test::makeToyProject(project, 1));
  ASSERT_TRUE(test::trainToyRun(project, "first", "1"));
  SocketClient client(socket_);
  const Json endless = {{"project", project.string()},
                        {"run", "first"},
                        {"samples", 100'000},
                        {"measures", {"psd"}},
                        {"slot", "m"}};
  const Json number = client.call("measure", endless)["result"]["request"];
  EXPECT_TRUE(client.nextOf("measuring", 120).is_object());
  const Json next = client.call(
      "spectrum",
      {{"project", project.string()}, {"run", "first"}, {"samples", 4}, {"slot", "m"}})["result"];
  EXPECT_EQ(next["replaced"], number);
  EXPECT_EQ(client.nextOf("failed", 120)["kind"], "cancelled");
  EXPECT_EQ(client.nextOf("spectrum", 120)["request"], next["request"]);
  EXPECT_EQ(client.nextOf("done", 120)["request"], next["request"]);
}

TEST_F(ServeTest, endsAtShutdownAlsoWhileItWorks) {
  SocketClient client(socket_);
  client.call("sample", sampleOf({1}, 100'000));
  const std::string folder = "unroll-serve-" + std::to_string(::getpid());
  client.nextOf("sampling", 120);
  client.call("shutdown");
  ASSERT_EQ(service_.wait_for(std::chrono::seconds(60)), std::future_status::ready);
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with(folder)) << entry.path();
  }
}

}  // namespace
}  // namespace unroll::engine
