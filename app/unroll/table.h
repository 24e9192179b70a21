#pragma once

#include <string>
#include <vector>

namespace unroll::cli {

/// Text in columns for a terminal. Columns are as wide as their widest cell; a column named in
/// `right` is aligned to the right.
class Table {
 public:
  explicit Table(std::vector<std::string> header, std::vector<size_t> right = {});

  void add(std::vector<std::string> row);  ///< as many cells as the header
  bool empty() const { return rows_.size() == 1; }

  /// Two spaces between columns, each row ended by a line feed.
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;  ///< the header first
  std::vector<size_t> right_;
};

/// Code points of UTF-8 text: its width in a terminal for the scripts that need one cell each.
size_t displayWidth(const std::string& text);

}  // namespace unroll::cli
