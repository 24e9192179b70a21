#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "base/seeds.h"

namespace unroll::metrics {

/// Which of a set's clips are kept when there is only room for some: the first `most`, then each
/// later one, as often as is fair, in place of a random other. However many clips there were, each
/// is as likely to be kept. The same clips every time.
class KeptClips {
 public:
  explicit KeptClips(int64_t most);

  int64_t next();  ///< the row of the next clip; -1: it is not kept
  int64_t most() const { return most_; }
  const std::vector<int64_t>& clips() const { return clips_; }  ///< the number of each row's clip

 private:
  int64_t most_, seen_ = 0;
  Random random_;
  std::vector<int64_t> clips_;
};

/// A table that grows row by row, or whose rows are replaced.
class RowTable {
 public:
  /// `row` is at most one beyond the last. Shapes: the same for every row.
  void put(int64_t row, const torch::Tensor& values);
  void set(torch::Tensor rows);

  torch::Tensor all() const;  ///< (rows, ...), a view; undefined when there are none

 private:
  torch::Tensor rows_;  ///< with room for more
  int64_t count_ = 0;
};

}  // namespace unroll::metrics
