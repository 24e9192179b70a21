#include "metrics/kept_rows.h"

#include <algorithm>
#include <utility>

namespace unroll::metrics {

KeptClips::KeptClips(int64_t most) : most_(most), random_(streamSeed(1, "kept-clips")) {
  TORCH_CHECK(most > 0, "no clip would be kept");
}

int64_t KeptClips::next() {
  const int64_t clip = seen_++;
  if (clip < most_) {
    clips_.push_back(clip);
    return clip;
  }
  const int64_t row = random_.below(clip + 1);
  if (row >= most_) return -1;
  clips_[static_cast<size_t>(row)] = clip;
  return row;
}

void RowTable::put(int64_t row, const torch::Tensor& values) {
  TORCH_CHECK(row <= count_, "row ", row, " of ", count_);
  const int64_t room = rows_.defined() ? rows_.size(0) : 0;
  if (row == room) {
    std::vector<int64_t> shape = values.sizes().vec();
    shape.insert(shape.begin(), std::max<int64_t>(16, 2 * room));
    torch::Tensor larger = torch::empty(shape, values.options());
    if (room > 0) larger.narrow(0, 0, room).copy_(rows_);
    rows_ = std::move(larger);
  }
  rows_[row].copy_(values);
  count_ = std::max(count_, row + 1);
}

void RowTable::set(torch::Tensor rows) {
  count_ = rows.size(0);
  rows_ = std::move(rows);
}

torch::Tensor RowTable::all() const {
  return count_ > 0 ? rows_.narrow(0, 0, count_) : torch::Tensor();
}

}  // namespace unroll::metrics
