#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "media/image.h"

namespace unroll::media::test {

/// A folder of its own for one test, removed with it.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string operator/(const std::string& name) const { return (path / name).string(); }
  std::vector<std::string> names() const;  ///< what is in it, sorted

  std::filesystem::path path;
};

/// The folder in UNROLL_CLIPS, or an empty text.
std::string clipsFolder();

/// Runs a program (argv[0] is looked up in PATH) and returns what it printed on standard output.
std::string outputOf(const std::vector<std::string>& arguments);

/// One value of ffprobe about the first video stream or the format, e.g. "nb_read_frames".
std::string probe(const std::string& path, const std::string& entry);

void writeBytes(const std::string& path, const std::string& bytes);
std::string readBytes(const std::string& path);

/// A YUV4MPEG2 file of one constant colour, 4:4:4.
void writeConstantY4m(const std::string& path, int width, int height, int frames, uint8_t y,
                      uint8_t u, uint8_t v, const std::string& extra = "");

/// A moving test picture: gradients and a square that goes right, frame `number`.
Image movingPicture(int width, int height, int number);

double meanDifference(std::span<const uint8_t> a, std::span<const uint8_t> b);

}  // namespace unroll::media::test

#define SKIP_WITHOUT_CLIPS()                        \
  if (::unroll::media::test::clipsFolder().empty()) \
  GTEST_SKIP() << "UNROLL_CLIPS does not name the folder of test clips"
