#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "cli/program_run.h"
#include "engine/socket_client.h"

namespace unroll::test {
namespace {

/// Whether `condition` comes true within `seconds`.
template <typename Condition>
bool comesTrue(Condition&& condition, int seconds = 60) {
  for (int i = 0; i < seconds * 50; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return condition();
}

TEST(ServeCommandTest, saysWhereItListensAndLeavesAtASignal) {
  const TemporaryFolder folder;
  const std::string socket = folder / "serve.sock";
  RunningProgram program({"serve", "--socket", socket, "--threads", "1"}, folder.path());
  ASSERT_TRUE(comesTrue([&] { return readAll(folder / "out.txt") == socket + "\n"; }));
  struct stat status {};
  ASSERT_EQ(::stat(socket.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  SocketClient client(socket);
  EXPECT_EQ(client.next()["params"]["role"], "serve");
  EXPECT_EQ(client.call("status")["result"]["queued"], 0);
  program.signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(::stat(socket.c_str(), &status), -1);
}

TEST(ServeCommandTest, leavesWithTheProgramThatStartedIt) {
  const TemporaryFolder folder;
  const std::string socket = folder / "serve.sock";
  const pid_t parent = ::fork();
  if (parent == 0) {
    const std::string line = programPath().string() + " serve --with-parent --threads 1 --socket " +
                             socket + " > /dev/null & wait";
    ::execl("/bin/sh", "sh", "-c", line.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ASSERT_TRUE(comesTrue([&] { return SocketClient(socket).connected(); }));
  SocketClient client(socket);
  const pid_t service = client.next()["params"]["pid"];
  EXPECT_EQ(::kill(service, 0), 0);
  ASSERT_EQ(::kill(parent, SIGKILL), 0);
  ASSERT_EQ(::waitpid(parent, nullptr, 0), parent);
  EXPECT_TRUE(comesTrue([&] { return ::access(socket.c_str(), F_OK) != 0; }))
      << "it removed its socket, so it left in order";
}

}  // namespace
}  // namespace unroll::test
