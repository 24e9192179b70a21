#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "protocol/serve_messages.h"
#include "protocol/trainer_messages.h"

namespace unroll::protocol {
namespace {

template <typename S>
void expectSameBack(const S& value) {
  S back;
  const Json json = Json::parse(toJson(value).dump());
  const auto read = fromJson(json, back);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(back, value);
}

TEST(MessagesTest, comeBackAsTheyWent) {
  expectSameBack(Hello{1, "unroll 0.1.0", "trainer", "first", 42});
  expectSameBack(Pause{true});
  expectSameBack(StateChange{RunState::PausedFreed, "stage2", 2, 12, 1700000000.5, "no room"});
  expectSameBack(Progress{RunState::Running, "joint", 0, 5, 10, 3, 0.5, 2.5, 9, -1.25, 0.75,
                          int64_t{1} << 40, 0.25, 12.5});
  expectSameBack(Metric{2, 3, "loss/critic", std::numeric_limits<double>::infinity(), 1});
  expectSameBack(PreviewReady{2, 40, "/a/b", {{0, "stage2", "/a/b/probe-0.npy"}}, 3});
  expectSameBack(CheckpointSaved{1, 2, "x.safetensors", 3});
  expectSameBack(LogLine{1, "Ärger – 图", 2});
  expectSameBack(Failure{1, "why", "disk", "c", 7, 2});
  expectSameBack(Dropped{9});
  SampleRequest request;
  request.project = "/p";
  request.run = "r";
  request.seeds = {0, std::numeric_limits<uint64_t>::max()};
  request.labels = {3};
  request.truncation = 0.5;
  expectSameBack(request);
  request.at = 12;
  expectSameBack(request);
  expectSameBack(Accepted{4, 3});
  expectSameBack(SampleReady{4, 17, 2, "waves", {{1, "/f", 12.5, 100}}});
  expectSameBack(SampleDone{4, 1.5, "/out"});
  MeasureRequest measure;
  measure.project = "/p";
  measure.run = "r";
  measure.measures = {"fvd", "psd"};
  measure.stages = {2};
  expectSameBack(measure);
  measure.at = 12;
  expectSameBack(measure);
  expectSameBack(MeasureProgress{4, "Stage 2 at step 12", 3, 8});
  const double infinite = std::numeric_limits<double>::infinity();
  expectSameBack(StageMeasured{
      4, 2, 12, "key", {{"fd_small", "Fréchet distance", "", "lower", infinite, 0.5, {}}}, "/f"});
  expectSameBack(StageSpectrum{4, 2, 12, 4, {{1, 2, 3}, {4, 5, -infinite}}, {1, 2, 3}, {0, 0, 1}});
  expectSameBack(SampleFailed{4, "cancelled", "why"});
  expectSameBack(ServeStatus{1, 2, 3});
  Status status;
  status.state.state = RunState::Saving;
  status.checkpoint = CheckpointSaved{1, 2, "f", 3};
  Status back;
  ASSERT_TRUE(fromJson(toJson(status), back));
  EXPECT_EQ(back.checkpoint, status.checkpoint);
  EXPECT_FALSE(back.preview);
}

TEST(MessagesTest, numbersThatAreNotFiniteAreWords) {
  const Json json = toJson(Metric{1, 2, "x", std::nan(""), 0});
  EXPECT_EQ(json["value"], "NaN");
  Metric back;
  ASSERT_TRUE(fromJson(json, back));
  EXPECT_TRUE(std::isnan(back.value));
}

template <typename S>
std::string refusal(const Json& json) {
  S value;
  const auto read = fromJson(json, value);
  EXPECT_FALSE(read) << json.dump();
  return read ? std::string() : read.error().message;
}

TEST(MessagesTest, wrongKeysAndValuesAreNamed) {
  EXPECT_NE(refusal<Pause>({{"fre", true}}).find("Did you mean 'free'"), std::string::npos);
  EXPECT_NE(refusal<Pause>({{"free", 1}}).find("'free'"), std::string::npos);
  EXPECT_FALSE(refusal<Pause>(Json::array()).empty());
  EXPECT_NE(refusal<Metric>({{"stage", 1}}).find("'step' is missing"), std::string::npos);
  EXPECT_NE(refusal<SampleRequest>({{"seeds", {1, -1}}}).find("number 2"), std::string::npos);
  EXPECT_FALSE(refusal<SampleRequest>({{"seeds", {1.5}}}).empty());
  EXPECT_FALSE(refusal<SampleRequest>({{"frames", 1e300}}).empty());
  EXPECT_FALSE(refusal<SampleRequest>({{"frames", std::numeric_limits<uint64_t>::max()}}).empty());
  EXPECT_FALSE(refusal<StateChange>(
                   {{"state", "asleep"}, {"training", ""}, {"stage", 1}, {"step", 1}, {"time", 1}})
                   .empty());
  EXPECT_FALSE(
      refusal<PreviewReady>(
          {{"stage", 1}, {"step", 1}, {"folder", ""}, {"clips", {{{"probe", 0}}}}, {"time", 0}})
          .empty());
}

TEST(MessagesTest, statesHaveTheirWords) {
  for (int i = 0; i <= static_cast<int>(RunState::Failed); ++i) {
    const auto state = static_cast<RunState>(i);
    EXPECT_EQ(runStateFromWord(word(state)), state);
  }
  EXPECT_EQ(runStateFromWord("training"), RunState::Running);
  EXPECT_EQ(runStateFromWord("stopped"), RunState::Idle);
  EXPECT_FALSE(runStateFromWord(""));
}

TEST(JsonRpcTest, everyKindComesBack) {
  const auto back = [](const Message& message) {
    const std::string line = toLine(message);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    auto read = parseMessage(line);
    EXPECT_TRUE(read) << line;
    return read ? *read : Message{};
  };
  EXPECT_EQ(std::get<Request>(back(Request{int64_t{3}, "pause", {{"free", true}}})).method,
            "pause");
  EXPECT_EQ(std::get<Reply>(back(Reply{std::string("x"), {{"a", "line\nfeed"}}})).result["a"],
            "line\nfeed");
  EXPECT_EQ(std::get<ErrorReply>(back(ErrorReply{{}, RpcCode::ParseError, "m"})).code,
            RpcCode::ParseError);
  EXPECT_EQ(std::get<Notification>(back(Notification{"log", {{"m", "\xff"}}})).method, "log")
      << "bad UTF-8 is replaced";
}

TEST(JsonRpcTest, linesAreCutHoweverTheyArrive) {
  const std::string text = "{\"a\":1}\n\n  \r\n" + std::string(kMaxLineBytes + 5, 'x') + "\nlast\n";
  for (const size_t piece : {size_t{1} << 22, size_t{1000}, size_t{7}}) {
    LineSplitter splitter;
    std::vector<std::string> lines;
    int tooLong = 0;
    for (size_t at = 0; at < text.size(); at += piece) {
      splitter.add(
          std::string_view(text).substr(at, piece),
          [&](std::string_view line) { lines.emplace_back(line); }, [&] { ++tooLong; });
    }
    EXPECT_EQ(lines, (std::vector<std::string>{"{\"a\":1}", "last"}));
    EXPECT_EQ(tooLong, 1);
  }
}

}  // namespace
}  // namespace unroll::protocol
