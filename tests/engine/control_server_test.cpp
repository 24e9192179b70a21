#include "engine/control_server.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "base/scratch_folder.h"
#include "socket_client.h"

namespace unroll::engine {
namespace {

namespace fs = std::filesystem;
using protocol::Json;
using test::SocketClient;

class Echo : public ControlServer::Service {
 public:
  protocol::Hello hello() override {
    return {protocol::kProtocolVersion, "test", "trainer", "r", 7};
  }
  Json status() override { return {{"asked", asked.load()}}; }
  ControlServer::Answer answer(ControlServer::ClientId, const protocol::Request& request) override {
    ++asked;
    if (request.method == "refuse") {
      return tl::unexpected(
          protocol::ErrorReply{request.id, protocol::RpcCode::Refused, "Not now."});
    }
    return request.params;
  }
  std::vector<std::string> methods() const override { return {"echo", "refuse", "status"}; }
  void left(ControlServer::ClientId) override { ++gone; }

  std::atomic<int> asked = 0, gone = 0;
};

class ControlServerTest : public ::testing::Test {
 protected:
  void listen(ControlServer::Limits limits = {}) {
    auto opened = ControlServer::open(path_, service_, limits);
    ASSERT_TRUE(opened) << opened.error().message;
    server_ = std::move(*opened);
  }

  test::ScratchFolder scratch_;
  fs::path path_ = scratch_.path() / "control.sock";
  Echo service_;
  std::unique_ptr<ControlServer> server_;
};

int code(const Json& answer) { return answer.value("error", Json::object()).value("code", 0); }

TEST_F(ControlServerTest, saysItsVersionFirstAndAnswers) {
  listen();
  SocketClient client(path_);
  const Json hello = client.next();
  EXPECT_EQ(hello["method"], "hello");
  EXPECT_EQ(hello["params"]["protocol"], protocol::kProtocolVersion);
  EXPECT_EQ(client.call("echo", {{"a", 1}})["result"]["a"], 1);
  EXPECT_EQ(client.call("hello", {{"protocol", 1}, {"role", "client"}})["result"]["role"],
            "trainer");
  EXPECT_EQ(code(client.call("hello", {{"protocol", 2}})), -32002);
  EXPECT_EQ(code(client.call("refuse")), -32000);
}

TEST_F(ControlServerTest, whatCannotBeReadIsAnsweredAndTheConnectionLives) {
  listen();
  SocketClient client(path_);
  client.next();
  const auto answerTo = [&](const std::string& line) {
    client.send(line + "\n");
    return client.next();
  };
  EXPECT_EQ(code(answerTo("{nonsense")), -32700);
  EXPECT_EQ(code(answerTo("[]")), -32600);
  EXPECT_EQ(code(answerTo(R"({"id":1,"method":"echo"})")), -32600);
  EXPECT_EQ(code(answerTo(R"({"jsonrpc":"2.0","id":1,"id":2,"method":"echo"})")), -32700);
  EXPECT_EQ(code(answerTo(R"({"jsonrpc":"2.0","id":1,"method":"echo","extra":0})")), -32600);
  EXPECT_EQ(code(answerTo(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":[1]})")), -32602);
  EXPECT_EQ(code(answerTo(R"({"jsonrpc":"2.0","method":"echo"})")), -32600)
      << "a command without id";
  const Json unknown = answerTo(R"({"jsonrpc":"2.0","id":5,"method":"ecko"})");
  EXPECT_EQ(code(unknown), -32601);
  EXPECT_EQ(unknown["id"], 5);
  EXPECT_NE(unknown["error"]["message"].get<std::string>().find("echo"), std::string::npos);
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  EXPECT_EQ(code(answerTo(deep)), -32700);
  EXPECT_EQ(code(answerTo(std::string((size_t{1} << 20) + 1, 'x'))), -32001);
  EXPECT_EQ(code(answerTo(std::string(size_t{5} << 20, 'y'))), -32001) << "skipped as it arrives";
  EXPECT_EQ(client.call("echo", {{"still", true}})["result"]["still"], true);
  EXPECT_EQ(service_.asked, 1) << "nothing of that reached the service";
}

TEST_F(ControlServerTest, isForItsOwnerOnlyAndGoesWithTheServer) {
  listen();
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_TRUE(S_ISSOCK(status.st_mode));
  server_.reset();
  EXPECT_FALSE(fs::exists(path_));
  listen();
  auto second = ControlServer::open(path_, service_);
  EXPECT_TRUE(second) << "what a killed process left is replaced";
}

TEST_F(ControlServerTest, onlySubscribersAreToldAndTwoOfThemBoth) {
  listen();
  SocketClient one(path_), two(path_), silent(path_);
  EXPECT_EQ(one.call("subscribe")["result"]["asked"], 0);
  two.call("subscribe");
  silent.call("echo");
  for (int i = 0; i < 100; ++i) server_->tell({"metric", {{"i", i}}});
  for (SocketClient* client : {&one, &two}) {
    for (int i = 0; i < 100; ++i) EXPECT_EQ(client->nextOf("metric")["i"], i);
  }
  EXPECT_TRUE(silent.next(0.2).is_discarded());
  server_.reset();
  EXPECT_TRUE(one.next().is_discarded());
  EXPECT_TRUE(one.ended());
}

TEST_F(ControlServerTest, aSlowReaderCostsTheTrainerNothing) {
  ControlServer::Limits limits;
  limits.pendingBytes = 64 << 10;
  limits.dropped = 1'000'000;
  listen(limits);
  SocketClient slow(path_, 4096), quick(path_);
  slow.call("subscribe");
  quick.call("subscribe");
  std::atomic<int> taken = 0;
  std::thread reader([&] {
    while (quick.nextOf("metric", 20).value("i", -1) >= 0) {
      if (++taken == 10'000) return;
    }
  });
  // A trainer whose steps take nothing but the telling.
  double slowest = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    server_->tell({"metric", {{"i", i}, {"text", std::string(100, 'x')}}});
    server_->tellLatest({"progress", {{"i", i}}});
    slowest = std::max(
        slowest, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    if (i % 100 == 99) std::this_thread::yield();
    while (i - taken > 300) std::this_thread::yield();  // The quick one must not be overrun.
  }
  reader.join();
  EXPECT_EQ(taken, 10'000) << "the quick reader has all";
  EXPECT_LT(slowest, 1.0) << "no step waited for a reader";
  EXPECT_EQ(server_->disconnectedSlow(), 0);

  // The slow one: a first stretch without a gap, then how much was left out, then the newest
  // progress.
  int seen = 0;
  int64_t dropped = 0;
  int progress = -1;
  while (progress != 9999 || dropped == 0) {
    const Json message = slow.next(20);
    ASSERT_TRUE(message.is_object());
    const std::string method = message.value("method", "");
    if (method == "metric") ++seen;
    if (method == "dropped") dropped += message["params"]["count"].get<int64_t>();
    if (method == "progress") progress = message["params"]["i"];
  }
  EXPECT_EQ(seen + dropped, 10'000);
  EXPECT_GT(seen, 0);
  EXPECT_GT(dropped, 5'000);
}

TEST_F(ControlServerTest, aStuckReaderIsLeft) {
  ControlServer::Limits limits;
  limits.pendingBytes = 16 << 10;
  limits.dropped = 100;
  listen(limits);
  SocketClient stuck(path_, 4096);
  stuck.call("subscribe");
  for (int i = 0; i < 200'000 && server_->disconnectedSlow() == 0; ++i) {
    server_->tell({"metric", {{"text", std::string(200, 'x')}}});
    if (i % 64 == 0) std::this_thread::yield();
  }
  EXPECT_EQ(server_->disconnectedSlow(), 1);
  SocketClient fresh(path_);
  EXPECT_EQ(fresh.call("echo", {{"a", 2}})["result"]["a"], 2) << "others do not notice";
  EXPECT_EQ(service_.gone, 1);  // The server's one thread has answered since, so this is settled.
}

TEST_F(ControlServerTest, manyRequestsWithoutReadingDoNotFillMemory) {
  ControlServer::Limits limits;
  limits.pendingBytes = 32 << 10;
  limits.stall = std::chrono::milliseconds(700);
  listen(limits);
  SocketClient flood(path_, 4096);
  std::thread sender([&] {
    const std::string line = R"({"jsonrpc":"2.0","id":1,"method":"echo","params":{"t":")" +
                             std::string(1000, 'x') + "\"}}\n";
    for (int i = 0; i < 20'000; ++i) flood.send(line);  // Ends early when it is disconnected.
  });
  sender.join();
  EXPECT_LT(service_.asked, 20'000) << "it was not listened to while it did not take its answers";
  EXPECT_EQ(server_->disconnectedSlow(), 1);
}

TEST(RuntimeSocketTest, isInAFolderForThisUserOnly) {
  test::ScratchFolder scratch;
  ASSERT_EQ(::setenv("XDG_RUNTIME_DIR", scratch.path().c_str(), 1), 0);
  const auto path = runtimeSocketPath("run-1.sock");
  ASSERT_TRUE(path) << path.error().message;
  EXPECT_EQ(*path, scratch.path() / "unroll" / "run-1.sock");
  struct stat status {};
  ASSERT_EQ(::stat((scratch.path() / "unroll").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  // A runtime folder that is missing or too long is passed over.
  const std::string longName(200, 'x');
  ASSERT_EQ(::setenv("XDG_RUNTIME_DIR", ("/" + longName).c_str(), 1), 0);
  const auto other = runtimeSocketPath("run-1.sock");
  ASSERT_TRUE(other) << other.error().message;
  EXPECT_EQ(other->parent_path().parent_path(), "/tmp");
  EXPECT_LE(other->native().size(), kMaxSocketPath);
  Echo service;
  const auto server = ControlServer::open(*other, service);
  EXPECT_TRUE(server);
  ::unsetenv("XDG_RUNTIME_DIR");
}

TEST(RuntimeSocketTest, aLongPathIsRefusedInASentence) {
  Echo service;
  const auto refused = ControlServer::open("/tmp/" + std::string(120, 'a'), service);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("107"), std::string::npos) << refused.error().message;
}

}  // namespace
}  // namespace unroll::engine
