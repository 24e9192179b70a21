// A real training, followed and steered over its real socket.
#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <thread>

#include <ATen/Parallel.h>

#include "../train/toy_data.h"
#include "base/scratch_folder.h"
#include "engine/train_run.h"
#include "io/checkpoint_store.h"
#include "io/event_log.h"
#include "io/project.h"
#include "io/safetensors.h"
#include "protocol/recipe_json.h"
#include "socket_client.h"

namespace unroll {
namespace {

namespace fs = std::filesystem;
using protocol::Json;
using test::SocketClient;

/// Holds the training before chosen steps until the test has done what it wants.
struct Gate : train::TrainObserver {
  std::vector<int> holds;  ///< before which questions for a wish
  int asked = 0;
  std::promise<void> arrived, go;
  std::vector<std::string> messages;
  void onMessage(std::string_view sentence) override { messages.emplace_back(sentence); }
  train::TrainWish nextWish() override {
    ++asked;
    if (std::find(holds.begin(), holds.end(), asked) != holds.end()) {
      arrived.set_value();
      go.get_future().wait();
      arrived = {};
      go = {};
    }
    return train::TrainWish::None;
  }
};

class TrainServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    at::set_num_threads(1);
    const auto made = test::makeToyProject(project_, 4);
    ASSERT_TRUE(made) << made.error().message;
    request_.project = project_;
    request_.threads = 1;
    request_.device = "cpu";
  }

  std::future<Result<train::TrainSummary>> start(const std::string& run, const std::string& stage,
                                                 train::TrainObserver& observer) {
    request_.run = run;
    request_.stage = stage;
    return std::async(std::launch::async, [this, request = request_, &observer] {
      return engine::trainRun(request, observer, stop_.get_token());
    });
  }

  /// Where the run's trainer listens, as soon as it does.
  fs::path socketOf(const std::string& run) const {
    for (int i = 0; i < 6000; ++i) {
      const auto folder = io::RunFolder::open(realVfs(), project_ / "runs" / run);
      const auto holder = folder ? folder->lockHolder() : std::nullopt;
      if (holder && !holder->socket.empty()) return holder->socket;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
  }

  fs::path checkpoint(const std::string& run, const std::string& stage, int64_t step) const {
    return project_ / "runs" / run / "checkpoints" / io::checkpointFileName(stage, step);
  }

  std::vector<io::Event> events(const std::string& run) const {
    io::EventReader reader(realVfs(), project_ / "runs" / run / "events.jsonl");
    return reader.poll().value_or(std::vector<io::Event>());
  }

  std::vector<std::string> states(const std::string& run) const {
    std::vector<std::string> words;
    for (const io::Event& event : events(run)) {
      if (event.type == "state") words.push_back(event.fields["state"]);
    }
    return words;
  }

  test::ScratchFolder scratch_;
  fs::path project_ = scratch_.path() / "project";
  train::TrainRequest request_;
  std::stop_source stop_;
};

/// The first tensor that differs, "" when all are the same to the last bit.
std::string difference(const fs::path& one, const fs::path& two) {
  const auto a = io::SafetensorsFile::open(one), b = io::SafetensorsFile::open(two);
  if (!a || !b) return "cannot open";
  if (a->tensors().size() != b->tensors().size()) return "numbers of tensors";
  for (const io::TensorInfo& info : a->tensors()) {
    const auto left = *a->data(info.name), right = *b->data(info.name);
    if (!std::equal(left.begin(), left.end(), right.begin(), right.end())) return info.name;
  }
  return "";
}

TEST_F(TrainServiceTest, isFollowedPausedResumedAndStopped) {
  request_.steps = 1'000'000;
  Gate observer;
  auto done = start("first", "1", observer);
  const fs::path socket = socketOf("first");
  ASSERT_FALSE(socket.empty());
  SocketClient client(socket);
  ASSERT_TRUE(client.call("subscribe").contains("result"));
  EXPECT_TRUE(client.nextOf("metric").is_object());

  ASSERT_TRUE(client.call("pause").contains("result"));
  const Json paused = client.state("paused");
  ASSERT_TRUE(paused.contains("params"));
  const int64_t step = paused["params"]["step"];
  EXPECT_TRUE(fs::exists(checkpoint("first", "stage1", step)))
      << "a pause begins with a checkpoint";
  for (int i = 0; i < 2; ++i) {
    const Json beat = client.nextOf("progress", 5);
    ASSERT_TRUE(beat.is_object());
    EXPECT_EQ(beat["state"], "paused");
    EXPECT_EQ(beat["step"], step) << "it holds";
  }
  client.call("preview");
  const Json preview = client.nextOf("preview");
  EXPECT_EQ(preview["step"], step);
  ASSERT_EQ(preview["clips"].size(), 12u) << "six probes, each with a real clip beside it";
  EXPECT_EQ(preview["clips"][0]["part"], "real");
  EXPECT_EQ(preview["clips"][1]["part"], "stage1");
  EXPECT_TRUE(fs::exists(preview["clips"][0]["file"].get<std::string>()));

  client.call("resume");
  EXPECT_TRUE(client.state("running").contains("params"));
  client.call("checkpoint");
  EXPECT_GE(client.nextOf("checkpoint")["step"], step);
  EXPECT_TRUE(client.state("running").contains("params"));
  client.call("preview");
  EXPECT_GE(client.nextOf("preview")["step"], step);

  client.call("stop");
  EXPECT_TRUE(client.state("idle").contains("params"));
  while (!client.next(20).is_discarded()) {
  }
  EXPECT_TRUE(client.ended());
  const auto summary = done.get();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_TRUE(summary->interrupted);
  EXPECT_TRUE(fs::exists(checkpoint("first", "stage1", summary->stages[0].step)));
  EXPECT_FALSE(fs::exists(socket));
  const std::vector<std::string> words = states("first");
  const std::vector<std::string> wanted = {"preparing", "running", "pausing", "saving",
                                           "paused",    "running", "saving",  "running"};
  ASSERT_GE(words.size(), wanted.size());
  EXPECT_TRUE(std::equal(wanted.begin(), wanted.end(), words.begin())) << Json(words).dump();
  EXPECT_EQ(words.back(), "idle");
}

TEST_F(TrainServiceTest, aPauseThatFreesMemoryChangesNoBit) {
  Gate straight;
  auto first = start("straight", "all", straight);
  ASSERT_TRUE(first.get());

  Gate gate;
  gate.holds = {3, 6};  // In the middle of stage 1 and of stage 2.
  auto done = start("freed", "all", gate);
  std::optional<SocketClient> client;
  for (int hold = 0; hold < 2; ++hold) {
    gate.arrived.get_future().wait();
    if (!client) {
      client.emplace(socketOf("freed"));
      client->call("subscribe");
    }
    EXPECT_EQ(client->call("pause", {{"free", true}})["result"]["state"]["state"], "pausing");
    gate.go.set_value();
    const Json freed = client->state("paused_freed");
    ASSERT_TRUE(freed.contains("params"));
    EXPECT_EQ(freed["params"]["stage"], hold + 1);
    client->call("resume");
    EXPECT_TRUE(client->state("running").contains("params"));
  }
  const auto summary = done.get();
  ASSERT_TRUE(summary) << summary.error().message;
  for (const char* stage : {"stage1", "stage2"}) {
    EXPECT_EQ(difference(checkpoint("straight", stage, 4), checkpoint("freed", stage, 4)), "")
        << stage;
  }
  EXPECT_EQ(states("freed").back(), "finished");
}

TEST_F(TrainServiceTest, canBeStoppedWhileItsMemoryIsFree) {
  request_.steps = 1'000'000;
  Gate observer;
  auto done = start("first", "1", observer);
  SocketClient client(socketOf("first"));
  client.call("subscribe");
  client.nextOf("metric");
  client.call("pause");
  client.state("paused");
  client.call("pause", {{"free", true}});
  const Json freed = client.state("paused_freed");
  ASSERT_TRUE(freed.contains("params"));
  client.call("stop");
  const auto summary = done.get();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_TRUE(summary->interrupted);
  EXPECT_EQ(summary->stages[0].step, freed["params"]["step"]);
  EXPECT_TRUE(fs::exists(checkpoint("first", "stage1", summary->stages[0].step)));
}

TEST_F(TrainServiceTest, aTrainingThatCannotBeginSaysWhyInTheLog) {
  request_.settings = {"stage1.frames=30"};  // Longer than the clips.
  Gate observer;
  const auto done = start("long", "1", observer).get();
  ASSERT_FALSE(done);
  const auto all = events("long");
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all.back().type, "failed");
  EXPECT_EQ(all.back().fields["message"], done.error().message);
  EXPECT_EQ(all.back().fields["kind"], "refused");
  EXPECT_EQ(states("long").back(), "failed");
}

}  // namespace
}  // namespace unroll
