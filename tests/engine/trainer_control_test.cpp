#include "engine/trainer_control.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "base/scratch_folder.h"
#include "io/project.h"
#include "socket_client.h"

namespace unroll::engine {
namespace {

namespace fs = std::filesystem;
using protocol::Json;
using test::SocketClient;
using train::TrainWish;

/// The test is the trainer: it says what happened and asks what is wished.
class TrainerControlTest : public ::testing::Test {
 protected:
  void SetUp() override { begin(scratch_.path() / "runs" / "first"); }
  void TearDown() override { control_.onLeave(); }

  void begin(const fs::path& folder) {
    ASSERT_TRUE(makeFolders(realVfs(), folder.parent_path()));
    auto made = io::RunFolder::create(realVfs(), folder, Json::object(),
                                      {{"stages", {Json::object(), Json::object()}}});
    ASSERT_TRUE(made) << made.error().message;
    run_.emplace(std::move(*made));
    auto lock = run_->lock();
    ASSERT_TRUE(lock);
    lock_.emplace(std::move(*lock));
    control_.onRun(*run_);
    control_.onEvent("state",
                     {{"state", "running"}, {"training", "stage1"}, {"stage", 1}, {"step", 0}});
  }

  test::ScratchFolder scratch_;
  std::optional<io::RunFolder> run_;
  std::optional<io::RunLock> lock_;
  train::TrainObserver next_;
  std::stop_source outer_;
  TrainerControl control_{next_, outer_.get_token()};
};

TEST_F(TrainerControlTest, theLockNamesTheSocketWhichGoesInTheEnd) {
  const auto holder = run_->lockHolder();
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->pid, ::getpid());
  EXPECT_EQ(holder->socket, run_->controlSocket());
  EXPECT_TRUE(fs::exists(run_->controlSocket()));
  control_.onLeave();
  EXPECT_FALSE(fs::exists(run_->controlSocket()));
}

TEST_F(TrainerControlTest, commandsAreAnsweredAtOnceAndTakenBetweenSteps) {
  SocketClient client(run_->controlSocket());
  client.call("subscribe");
  EXPECT_EQ(control_.nextWish(), TrainWish::None);
  EXPECT_TRUE(client.call("checkpoint").contains("result"));
  EXPECT_TRUE(client.call("checkpoint").contains("result"));
  EXPECT_EQ(control_.nextWish(), TrainWish::Checkpoint);
  EXPECT_EQ(control_.nextWish(), TrainWish::None) << "asked for twice, granted once";
  client.call("preview");
  EXPECT_EQ(control_.nextWish(), TrainWish::Preview);

  EXPECT_EQ(client.call("pause")["result"]["state"]["state"], "pausing");
  EXPECT_EQ(client.call("resume")["result"]["state"]["state"], "running") << "called off in time";
  EXPECT_EQ(control_.nextWish(), TrainWish::None);

  client.call("pause");
  EXPECT_EQ(control_.nextWish(), TrainWish::Pause);
  std::vector<TrainWish> wishes;
  std::thread trainer([&] {
    for (TrainWish wish; (wish = control_.whilePaused()) != TrainWish::None;) {
      wishes.push_back(wish);
      if (wish == TrainWish::PauseAndFree) {
        control_.onEvent(
            "state",
            {{"state", "paused_freed"}, {"training", "stage1"}, {"stage", 1}, {"step", 3}});
      } else {
        control_.onEvent("log", {{"stage", 1}, {"message", "made"}});
        control_.onMessage("made");
      }
    }
  });
  client.call("preview");
  EXPECT_EQ(client.nextOf("log")["message"], "made");
  client.call("pause", {{"free", true}});
  EXPECT_EQ(client.state("paused_freed")["params"]["step"], 3);
  client.call("preview");  // Nothing can be made of it now: it waits for the end of the pause.
  client.call("resume");
  trainer.join();
  EXPECT_EQ(wishes, (std::vector{TrainWish::Preview, TrainWish::PauseAndFree}));
  EXPECT_EQ(control_.nextWish(), TrainWish::Preview);
}

TEST_F(TrainerControlTest, stopEndsAPauseToo) {
  SocketClient client(run_->controlSocket());
  client.call("subscribe");
  client.call("pause");
  EXPECT_EQ(control_.nextWish(), TrainWish::Pause);
  std::thread trainer([&] { EXPECT_EQ(control_.whilePaused(), TrainWish::None); });
  EXPECT_EQ(client.call("stop")["result"]["state"]["state"], "stopping");
  trainer.join();
  EXPECT_TRUE(control_.stopToken().stop_requested());
}

TEST_F(TrainerControlTest, aFullDiskPausesUntilItIsMended) {
  SocketClient client(run_->controlSocket());
  client.call("subscribe");
  const Error full{ErrorKind::Disk, "'x' cannot be written: free some space and try again."};
  std::thread trainer([&] { EXPECT_TRUE(control_.holdForDisk(full)) << "worth another try"; });
  EXPECT_EQ(client.state("paused")["params"]["reason"], full.message);
  EXPECT_TRUE(client.nextOf("log")["message"].get<std::string>().starts_with(full.message));
  client.call("resume");
  trainer.join();
  control_.onEvent("state",
                   {{"state", "running"}, {"training", "stage1"}, {"stage", 1}, {"step", 0}});
  EXPECT_EQ(client.state("running")["params"]["reason"], "");

  std::thread again([&] { EXPECT_FALSE(control_.holdForDisk(full)) << "nothing is tried again"; });
  client.state("paused");
  client.call("stop");
  again.join();
  EXPECT_FALSE(control_.holdForDisk(full));
}

TEST_F(TrainerControlTest, theOuterStopIsPassedOn) {
  EXPECT_FALSE(control_.stopToken().stop_requested());
  outer_.request_stop();
  EXPECT_TRUE(control_.stopToken().stop_requested());
}

TEST_F(TrainerControlTest, eventsBecomeNotifications) {
  SocketClient client(run_->controlSocket());
  client.call("subscribe");
  control_.onEvent("scalar", {{"stage", 2}, {"step", 7}, {"name", "loss/critic"}, {"value", 0.5}});
  EXPECT_EQ(client.nextOf("metric")["value"], 0.5);
  control_.onEvent("checkpoint", {{"stage", 2}, {"step", 7}, {"file", "stage2.safetensors"}});
  EXPECT_EQ(client.nextOf("checkpoint")["file"], "stage2.safetensors");
  control_.onEvent("spectrum", {{"stage", 2}, {"step", 7}, {"power", {1, 2}}});
  EXPECT_EQ(client.nextOf("spectrum")["power"][1], 2) << "what a later version logs is passed on";

  const fs::path folder = run_->previewsFolder() / "stage2-step-00000007";
  fs::create_directories(folder);
  for (const char* name : {"probe-0.npy", "probe-0-stage1.npy", "probe-0-real.npy", "probe-1.npy",
                           "probe-1.npy.tmp", "other.npy"}) {
    std::ofstream(folder / name) << "x";
  }
  control_.onEvent(
      "preview", {{"stage", 2}, {"step", 7}, {"folder", folder.filename().string()}, {"count", 2}});
  const Json preview = client.nextOf("preview");
  std::vector<std::string> parts;
  for (const Json& clip : preview["clips"]) {
    parts.push_back(clip["probe"].dump() + " " + clip["part"].get<std::string>());
    EXPECT_TRUE(fs::path(clip["file"].get<std::string>()).is_absolute());
  }
  EXPECT_EQ(parts, (std::vector<std::string>{"0 real", "0 stage1", "0 stage2", "1 stage2"}));

  control_.onEvent("failed", {{"stage", 2},
                              {"message", "The disk is full."},
                              {"kind", "disk"},
                              {"checkpoint", "c.safetensors"},
                              {"step", 7}});
  const Json failed = client.nextOf("failed");
  EXPECT_EQ(failed["message"], "The disk is full.");
  EXPECT_EQ(failed["step"], 7);

  // Who comes later is told how it stands.
  SocketClient late(run_->controlSocket());
  const Json status = late.call("subscribe")["result"];
  EXPECT_EQ(status["checkpoint"]["step"], 7);
  EXPECT_EQ(status["preview"]["clips"].size(), 4u);
}

TEST_F(TrainerControlTest, aSilentTrainerIsToldOf) {
  SocketClient client(run_->controlSocket());
  client.call("subscribe");
  double silent = 0;
  for (int i = 0; i < 2; ++i) {
    const Json progress = client.nextOf("progress", 2.5);
    ASSERT_TRUE(progress.is_object()) << "one at least every two seconds";
    EXPECT_GT(progress["silentSeconds"].get<double>(), silent);
    silent = progress["silentSeconds"];
  }
  control_.nextWish();
  EXPECT_LT(client.nextOf("progress", 2.5)["silentSeconds"].get<double>(), silent);
}

TEST_F(TrainerControlTest, wrongParametersAreRefused) {
  SocketClient client(run_->controlSocket());
  EXPECT_EQ(client.call("pause", {{"fee", true}})["error"]["code"], -32602);
  EXPECT_EQ(client.call("stop", {{"now", true}})["error"]["code"], -32602);
  EXPECT_FALSE(control_.stopToken().stop_requested());
  EXPECT_EQ(control_.nextWish(), TrainWish::None);
}

TEST_F(TrainerControlTest, aLongPathGetsASocketElsewhere) {
  control_.onLeave();
  test::ScratchFolder runtime;
  ASSERT_EQ(::setenv("XDG_RUNTIME_DIR", runtime.path().c_str(), 1), 0);
  begin(scratch_.path() / std::string(120, 'p') / "runs" / "first");
  ::unsetenv("XDG_RUNTIME_DIR");
  const auto holder = run_->lockHolder();
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->socket.parent_path(), runtime.path() / "unroll");
  SocketClient client(holder->socket);
  EXPECT_TRUE(client.connected());
  EXPECT_EQ(client.call("status")["result"]["state"]["state"], "running");
  control_.onLeave();
  EXPECT_FALSE(fs::exists(holder->socket));
}

TEST_F(TrainerControlTest, aFolderThatTakesNoSocketGetsOneElsewhere) {
  control_.onLeave();
  test::ScratchFolder runtime;
  ASSERT_EQ(::setenv("XDG_RUNTIME_DIR", runtime.path().c_str(), 1), 0);
  const fs::path folder = scratch_.path() / "runs" / "second";
  fs::create_directories(folder / "control.sock" / "in the way");
  begin(folder);
  ::unsetenv("XDG_RUNTIME_DIR");
  const auto holder = run_->lockHolder();
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->socket.parent_path(), runtime.path() / "unroll");
  EXPECT_TRUE(SocketClient(holder->socket).connected());
}

}  // namespace
}  // namespace unroll::engine
