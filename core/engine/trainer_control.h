#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "engine/control_server.h"
#include "train/train_request.h"

namespace unroll::engine {

/// Lets a training be followed and steered over the run's control socket. Stands between the
/// trainer and another observer, to which everything is handed on.
///
/// The socket is RUN/control.sock; where the path is too long or the file system has no sockets, a
/// file in runtimeSocketPath(), and in any case the run's lock says where. Without a socket at all
/// training goes on and a message says so.
///
/// Threads: the observer's calls come on the training thread and never wait for a reader; commands
/// are taken between two steps.
class TrainerControl : public train::TrainObserver, private ControlServer::Service {
 public:
  /// `outer` stops the training too; `next` outlives this.
  TrainerControl(train::TrainObserver& next, std::stop_token outer,
                 ControlServer::Limits limits = {});
  ~TrainerControl() override;

  /// What the trainer is to be stopped by.
  std::stop_token stopToken() const { return stop_.get_token(); }

  void onRun(const io::RunFolder& run) override;
  void onLeave() override;
  void onProgress(const train::TrainProgress& progress) override;
  void onMessage(std::string_view sentence) override;
  void onCheckpoint(const std::filesystem::path& file) override;
  void onPreview(const std::filesystem::path& folder) override;
  void onEvent(std::string_view type, const nlohmann::ordered_json& fields) override;
  train::TrainWish nextWish() override;
  train::TrainWish whilePaused() override;
  /// Pauses, saying why, until a "resume" or the next try, some seconds later.
  bool holdForDisk(const Error& error) override;

 private:
  // On the socket's thread.
  protocol::Hello hello() override;
  protocol::Json status() override;
  ControlServer::Answer answer(ControlServer::ClientId client,
                               const protocol::Request& request) override;
  std::vector<std::string> methods() const override;
  void tick() override;

  void open(const io::RunFolder& run);
  void heardLocked();
  void command(const protocol::Request& request, bool free);
  train::TrainWish takeWishLocked(bool paused);
  bool canPreviewLocked() const;  ///< in a pause
  protocol::Status statusLocked();
  protocol::Progress progressLocked();
  void tellState(protocol::RunState state);
  protocol::PreviewReady previewOf(int64_t stage, int64_t step, const std::string& folder) const;

  train::TrainObserver& next_;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> outer_;
  const ControlServer::Limits limits_;
  std::string run_;
  std::filesystem::path previews_;
  int64_t stages_ = 0;

  mutable std::mutex mutex_;  ///< Guards all that follows.
  std::condition_variable_any wake_;
  bool wantsPause_ = false, wantsFree_ = false, wantsCheckpoint_ = false, wantsPreview_ = false;
  bool holds_ = false;  ///< the training thread is in a pause
  protocol::Status now_;
  double heard_ = 0;                       ///< when the training thread last called, Unix seconds
  double told_ = 0;                        ///< when progress was last told
  int64_t firstStep_ = -1;                 ///< of this process and training
  std::unique_ptr<ControlServer> server_;  ///< ended without the mutex held
};

}  // namespace unroll::engine
