#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "io/safetensors.h"

namespace unroll::io {

/// One checkpoint file of a run.
struct CheckpointEntry {
  std::string stage;  ///< "stage2" or "joint"
  int64_t step = 0;
  std::filesystem::path path;
  uint64_t bytes = 0;
  int64_t saved = 0;     ///< Unix seconds
  bool starred = false;  ///< by the user: never pruned
  bool best = false;     ///< by a measure: never pruned while marked
  std::string bestBy;    ///< that measure's name; "" where the mark does not say
};

/// Which checkpoints of one stage outlive the next save. The newest always does.
struct RetentionPolicy {
  int keepLast = 3;             ///< at least 1
  bool powerOfTwoAged = true;   ///< the oldest of each age [2^k, 2^(k+1)) in steps
  std::optional<int64_t> best;  ///< a step kept besides those marked best
  std::set<int64_t> starred;    ///< steps kept besides those marked with a star
};

enum class CheckpointMark { Star, Best };

/// Makes `stage2-step-00012000.safetensors`.
std::string checkpointFileName(std::string_view stage, int64_t step);

/// The steps of `steps` (any order) that `policy` lets go, oldest first.
std::vector<int64_t> stepsToPrune(std::vector<int64_t> steps, const RetentionPolicy& policy);

/// The checkpoints folder of one run.
///
///   save: O_EXCL .tmp-<step>-<pid> -> checked writes -> fsync -> close checked -> re-open, verify
///         header and hashes -> rename -> fsync(folder) -> journal line -> prune
///
/// There is no pointer file that could go stale: the latest checkpoint is the highest step that
/// verifies. A failed save leaves every older checkpoint as it was and can simply be tried again.
/// Threads: one at a time. Only the holder of the run's lock may call save, recover and prune.
class CheckpointStore {
 public:
  CheckpointStore(Vfs& vfs, std::filesystem::path runFolder);

  /// At start, with the run's lock held: makes the folder, removes temporaries of killed saves and
  /// moves broken checkpoints to checkpoints/quarantine. See takeNotes().
  Result<void> recover();

  /// Refuses (Disk) when less than three times `checkpointBytes` is free.
  Result<void> checkFreeSpace(uint64_t checkpointBytes) const;

  /// Writes one checkpoint and prunes older ones of that stage; returns its path.
  /// Errors: Disk (training may pause and try again), Usage for an unlawful stage name.
  Result<std::filesystem::path> save(std::string_view stage, int64_t step,
                                     const std::vector<TensorView>& tensors,
                                     const Metadata& metadata);

  /// Every checkpoint, by stage and step; not verified.
  Result<std::vector<CheckpointEntry>> list() const;

  /// The highest step of `stage` that verifies; empty when there is none.
  Result<std::optional<CheckpointEntry>> latest(std::string_view stage);

  /// Opens one checkpoint with its hashes compared.
  /// Errors: NotFound (naming the steps there are), Corrupt, Unreadable.
  Result<SafetensorsFile> open(std::string_view stage, int64_t step,
                               const SafetensorsLimits& limits = {}) const;

  /// Moves a file to checkpoints/quarantine (never deletes) and notes why; returns the new path.
  Result<std::filesystem::path> quarantine(const std::filesystem::path& file,
                                           std::string_view reason);

  /// Deletes what `policy` lets go of `stage`, provided the newest one verifies.
  Result<int> prune(std::string_view stage, const RetentionPolicy& policy);

  void setPolicy(RetentionPolicy policy) { policy_ = std::move(policy); }  ///< used by save

  /// Marks live as files beside the checkpoint, so the studio may set them while a trainer runs.
  /// Setting Best takes it from the stage's other checkpoints and notes `by`, the measure's name.
  Result<void> setMark(std::string_view stage, int64_t step, CheckpointMark mark, bool on,
                       std::string_view by = {});

  /// Sentences for the user since the last call: what was quarantined, removed or skipped and why.
  std::vector<std::string> takeNotes();

  const std::filesystem::path& folder() const { return folder_; }  ///< RUN/checkpoints

  /// Called at named instants of a save ("save.opened", "save.after_fsync", "save.renamed",
  /// "prune.removed", …); tests kill the process there.
  void setKillPoint(std::function<void(std::string_view)> hook) { killPoint_ = std::move(hook); }

 private:
  Result<std::vector<CheckpointEntry>> listStage(std::string_view stage) const;
  Result<void> verifyFile(const std::filesystem::path& path) const;
  Result<int> pruneEntries(const std::vector<CheckpointEntry>& entries,
                           const RetentionPolicy& policy);
  void journal(std::string_view event, const std::filesystem::path& file, std::string_view detail);
  void note(std::string sentence);
  void hit(std::string_view point) const;

  Vfs* vfs_;
  std::filesystem::path folder_;
  RetentionPolicy policy_;
  std::vector<std::string> notes_;
  std::function<void(std::string_view)> killPoint_;
};

}  // namespace unroll::io
