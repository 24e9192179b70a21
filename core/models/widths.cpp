#include "models/widths.h"

#include <map>

#include <c10/util/Exception.h>

namespace unroll::models {
namespace {

using Table = std::map<int64_t, std::vector<int64_t>>;

const std::vector<int64_t>& find(const Table& table, int64_t size) {
  const auto found = table.find(size);
  TORCH_CHECK(found != table.end(), "no network of size ", size, "; sizes are 8, 16, 32, 64, 128, 256");
  return found->second;
}

}  // namespace

const std::vector<int64_t>& generatorWidths(int64_t size) {
  static const Table table{{8, {4}},          {16, {4, 2}},          {32, {8, 4, 2}},
                           {64, {8, 8, 4, 2}}, {128, {8, 8, 8, 4, 2}}, {256, {8, 8, 8, 4, 2, 1}}};
  return find(table, size);
}

const std::vector<int64_t>& criticWidths(int64_t size) {
  static const Table table{{4, {1, 2}},        {8, {1, 2}},           {16, {1, 2, 4}},
                           {32, {1, 2, 4}},    {64, {1, 2, 4, 8}},    {128, {1, 2, 4, 8, 8}},
                           {256, {1, 2, 4, 8, 8, 8}}};
  return find(table, size);
}

}  // namespace unroll::models
