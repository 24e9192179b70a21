// Stands for `unroll` where a test wants to decide what it says. `fake_unroll serve` makes clips of
// one grey (the seed) without a network; `fake_unroll job` says progress and ends as its words say.
#include <QCoreApplication>
#include <QLocalServer>
#include <QLocalSocket>
#include <QThread>
#include <QTimer>

#include <cstdio>
#include <memory>

#include "base/file_system.h"
#include "io/json_file.h"
#include "io/npy.h"
#include "protocol/serve_messages.h"

namespace {

using namespace unroll;
using protocol::Json;

constexpr int64_t kFrames = 4, kSize = 8;

/// Answers `sample` with grey clips, seed after seed, a tick each; a model called "/slow", or a run
/// "slow", takes for ever, "/crash" ends the program. Answers `measure` with numbers made of the
/// step; step 666 is refused, step 999 takes for ever.
class FakeService : public QObject {
 public:
  explicit FakeService(const QString& path) {
    if (!server_.listen(path)) qFatal("%s", qPrintable(server_.errorString()));
    connect(&server_, &QLocalServer::newConnection, this, [this] {
      socket_ = server_.nextPendingConnection();
      connect(socket_, &QLocalSocket::disconnected, this, [] { QCoreApplication::exit(0); });
      connect(socket_, &QLocalSocket::readyRead, this, [this] {
        const QByteArray bytes = socket_->readAll();
        lines_.add(
            std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())),
            [this](std::string_view line) { take(line); }, [] {});
      });
      tell("hello", toJson(protocol::Hello{1, "fake", "serve", "", 0}));
    });
    folder_ = path + QStringLiteral(".clips");
    std::printf("%s\n", qPrintable(path));
    std::fflush(stdout);
  }

 private:
  void send(const protocol::Message& message) { socket_->write(toLine(message).c_str()); }
  void tell(const char* method, const Json& params) {
    send(protocol::Notification{method, params});
  }

  /// Reads and answers a piece of work; 0: it is refused.
  template <typename Work>
  int64_t accept(const protocol::Request& request, Work& wanted) {
    const auto read = protocol::fromJson(request.params, wanted);
    if (!read) {
      send(
          protocol::ErrorReply{request.id, protocol::RpcCode::InvalidParams, read.error().message});
      return 0;
    }
    const int64_t number = ++last_;
    send(protocol::Reply{request.id, toJson(protocol::Accepted{number, 0})});
    return number;
  }

  void take(std::string_view line) {
    const auto message = protocol::parseMessage(line);
    const auto& request = std::get<protocol::Request>(message.value());
    if (request.method == "sample") {
      protocol::SampleRequest wanted;
      const int64_t number = accept(request, wanted);
      if (number == 0) return;
      if (wanted.model == "/crash") std::abort();
      if (wanted.model == "/slow" || wanted.run == "slow") return;
      QTimer::singleShot(0, this, [this, wanted, number] { make(wanted, number); });
    } else if (request.method == "measure") {
      protocol::MeasureRequest wanted;
      const int64_t number = accept(request, wanted);
      if (number == 0) return;
      QTimer::singleShot(0, this, [this, wanted, number] { measure(wanted, number); });
    } else if (request.method == "cancel") {
      protocol::Cancel cancel;
      (void)protocol::fromJson(request.params, cancel);
      send(protocol::Reply{request.id, Json{{"cancelled", true}}});
      tell("failed", toJson(protocol::SampleFailed{cancel.request, "cancelled", "Cancelled."}));
    } else {
      send(protocol::Reply{request.id, Json::object()});
      if (request.method == "shutdown") QCoreApplication::exit(0);
    }
  }

  void make(const protocol::SampleRequest& wanted, int64_t number) {
    int64_t done = 0;
    const auto seeds = static_cast<int64_t>(wanted.seeds.size());
    for (const uint64_t seed : wanted.seeds) {
      protocol::SampleReady ready{number, seed, static_cast<int64_t>(seed % 2), "grey", {}};
      for (int64_t stage = 1; stage <= 2; ++stage) {
        const int64_t frames = wanted.frames > 0 ? wanted.frames : kFrames;
        const int64_t size = kSize * stage;
        const std::vector<uint8_t> pixels(static_cast<size_t>(frames * size * size * 3),
                                          static_cast<uint8_t>(seed));
        const std::string file = QStringLiteral("%1/%2-%3-%4.npy")
                                     .arg(folder_)
                                     .arg(number)
                                     .arg(seed)
                                     .arg(stage)
                                     .toStdString();
        (void)makeFolders(realVfs(), folder_.toStdString());
        (void)io::writeNpy(realVfs(), file, std::span<const uint8_t>(pixels),
                           {frames, size, size, 3});
        ready.clips.push_back({stage, file, 12.5, 100});
      }
      tell("sampling", toJson(protocol::SampleProgress{number, ++done * kFrames, seeds * kFrames}));
      tell("ready", toJson(ready));
    }
    tell("done", toJson(protocol::SampleDone{number, 0.1, folder_.toStdString()}));
  }

  void measure(const protocol::MeasureRequest& wanted, int64_t number) {
    const int64_t step = wanted.at.value_or(100);
    tell("measuring", toJson(protocol::MeasureProgress{number, "Stage", 1, wanted.samples}));
    if (step == 999) return;
    if (step == 666) {
      return tell("failed", toJson(protocol::SampleFailed{number, "not_found",
                                                          "There is no checkpoint 666."}));
    }
    const int64_t stage = wanted.stages.at(0);
    const Json document = {
        {"stage", stage},
        {"step", step},
        {"protocol",
         {{"key", "fake"},
          {"draws", 5},
          {"fakeClips", wanted.samples},
          {"realClips", 40},
          {"frames", 12},
          {"size", 8 * stage}}},
        {"measures",
         {{{"name", "fd_small"},
           {"title", "Distance"},
           {"better", "lower"},
           {"fake", {{"mean", step}, {"deviation", 1.0}}}}}},
        {"curves",
         {{{"name", "motion"},
           {"unit", "levels of 255 a frame"},
           {"fake", {step, 2, 1}},
           {"real", {4, 4, 4}}}}},
        {"spectrum",
         {{"fake", {{10, step, 4}}}, {"real", {{10, 10, 4}}}, {"realDeviation", {{1, 4, 3}}}}}};
    const std::string folder = wanted.events ? wanted.project + "/runs/" + wanted.run + "/measures"
                                             : folder_.toStdString();
    (void)makeFolders(realVfs(), folder);
    const std::string file = QStringLiteral("%1/stage%2-step-%3.json")
                                 .arg(QString::fromStdString(folder))
                                 .arg(stage)
                                 .arg(step, 8, 10, QLatin1Char('0'))
                                 .toStdString();
    (void)io::writeJsonFile(realVfs(), file, document);
    tell("measured", toJson(protocol::StageMeasured{number, stage, step, "fake", {}, file}));
    tell("done", toJson(protocol::SampleDone{number, 0.1, folder}));
  }

  QLocalServer server_;
  QLocalSocket* socket_ = nullptr;
  protocol::LineSplitter lines_;
  QString folder_;
  int64_t last_ = 0;
};

int job(const QStringList& words) {
  std::fputs("a plain line\n", stderr);
  std::fputs(
      "{\"title\":\"Working\",\"done\":1,\"total\":4,\"note\":\"things\",\"secondsLeft\":3.5}\n",
      stderr);
  std::fputs("{\"note\":\"Something was found.\"}\n{\"title\":\"Wor", stderr);
  std::fflush(stderr);
  std::fputs("king\",\"done\":4,\"total\":4,\"note\":\"\",\"secondsLeft\":-1}\n", stderr);
  std::fflush(stderr);
  if (words.contains(QLatin1String("wait"))) QThread::sleep(60);  // Ended by a signal.
  if (words.contains(QLatin1String("crash"))) std::abort();
  if (words.contains(QLatin1String("refuse"))) {
    std::puts("{\"error\":{\"kind\":\"not_found\",\"message\":\"There is no such thing.\"}}");
    return 4;
  }
  std::puts("{\"made\":7}");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  const QStringList words = QCoreApplication::arguments();
  if (words.contains(QLatin1String("serve"))) {
    FakeService service(words.value(words.indexOf(QLatin1String("--socket")) + 1));
    return QCoreApplication::exec();
  }
  return job(words);
}
