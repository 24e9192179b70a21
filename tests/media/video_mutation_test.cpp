#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>

#include "base/seeds.h"
#include "media/decode_child.h"
#include "media/support.h"

namespace unroll::media {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double kHangSeconds = 10;          // RELIABILITY.md, goal R7.
constexpr uintmax_t kLargestSeed = 100'000;  // Bytes; larger files only make it slower.

size_t below(Random& random, size_t bound) {
  return static_cast<size_t>(random.below(static_cast<int64_t>(std::max<size_t>(bound, 1))));
}

/// Sets a 32-bit number of a box of the MP4 family to an extreme; false where there is no box.
bool bendBox(std::string& bytes, Random& random) {
  static const std::array<const char*, 14> kBoxes = {"moov", "trak", "tkhd", "mdhd", "mvhd",
                                                     "stsd", "stsz", "stco", "stsc", "stts",
                                                     "ctts", "elst", "avcC", "moof"};
  static const std::array<uint32_t, 8> kExtremes = {0,          1,          0x7fffffff, 0x80000000,
                                                    0xffffffff, 0xfffffff0, 0x00010000, 0x40000000};
  const size_t at = bytes.find(kBoxes[below(random, kBoxes.size())]);
  if (at == std::string::npos || at < 4) return false;
  const size_t field = at - 4 + 4 * below(random, 16);
  if (field + 4 > bytes.size()) return false;
  const uint32_t value = kExtremes[below(random, kExtremes.size())];
  for (size_t i = 0; i < 4; ++i) bytes[field + i] = static_cast<char>(value >> (24 - 8 * i));
  return true;
}

/// One damaged copy of `seed`; `other` lends bytes to splices.
std::string mutant(const std::string& seed, const std::string& other, Random& random) {
  std::string bytes = seed;
  for (int64_t changes = 1 + random.below(3); changes > 0; --changes) {
    const size_t size = bytes.size();
    if (size < 16) break;
    const size_t at = below(random, size),
                 length = 1 + below(random, std::min<size_t>(size - at, 2048));
    switch (random.below(8)) {
      case 0:  // Bits anywhere.
        for (int64_t k = 1 + random.below(16); k > 0; --k) {
          bytes[below(random, size)] ^= static_cast<char>(1 << random.below(8));
        }
        break;
      case 1:  // Bytes of the head.
        for (int64_t k = 1 + random.below(4); k > 0; --k) {
          bytes[below(random, std::min<size_t>(size, 512))] = static_cast<char>(random.below(256));
        }
        break;
      case 2:  // Bytes of the tail, where many files keep their index.
        for (int64_t k = 1 + random.below(4); k > 0; --k) {
          bytes[size - 1 - below(random, std::min<size_t>(size, 4096))] =
              static_cast<char>(random.below(256));
        }
        break;
      case 3:
        bytes.resize(at + 1);
        break;
      case 4:
        bytes.erase(at, length);
        break;
      case 5:
        bytes.insert(below(random, size), bytes.substr(at, length));
        break;
      case 6:
        bytes.replace(at, length, other.substr(below(random, other.size()), length));
        break;
      default:
        if (!bendBox(bytes, random)) bytes[at] = static_cast<char>(random.below(256));
    }
  }
  return bytes;
}

/// The small files of the awkward clips with the endings of their names.
std::vector<std::pair<std::string, std::string>> seeds() {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& entry : fs::directory_iterator(test::clipsFolder() + "/awkward")) {
    if (!entry.is_regular_file() || entry.file_size() == 0 || entry.file_size() > kLargestSeed) {
      continue;
    }
    found.emplace_back(entry.path().extension().string(), test::readBytes(entry.path().string()));
  }
  std::ranges::sort(found);
  return found;
}

/// What a refusal is for a person: one line, a whole sentence, about this file.
bool isSentenceAbout(const std::string& message, const std::string& file) {
  return message.size() > 10 && message.size() < 500 && message.find('\n') == std::string::npos &&
         message.ends_with('.') && message.find(file) != std::string::npos;
}

TEST(VideoMutationTest, aDamagedFileCostsThatFileOnly) {
  SKIP_WITHOUT_CLIPS();
  const char* asked = std::getenv("UNROLL_MUTANTS");
  const int64_t count = asked != nullptr ? std::atoll(asked) : 200;
  const auto files = seeds();
  ASSERT_GE(files.size(), 30U);

  test::TempFolder folder;
  DecodeChildSettings settings;
  settings.silenceSeconds = kHangSeconds;
  DecodeChild child(settings);
  std::map<std::string, int64_t> verdicts;
  double slowest = 0;
  for (int64_t number = 0; number < count; ++number) {
    Random random(streamSeed(20261122, "video.mutant", static_cast<uint64_t>(number)));
    const auto& [ending, seed] = files[below(random, files.size())];
    const std::string file = "mutant" + ending, path = folder / file;
    test::writeBytes(path, mutant(seed, files[below(random, files.size())].second, random));

    DecodeRequest request;
    request.path = path;
    request.size = 16;
    request.endSeconds = 3;
    int64_t frames = 0;
    const auto begun = Clock::now();
    const auto outcome = child.decode(request, [&](std::span<const uint8_t>) {
      ++frames;
      return Result<void>();
    });
    const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    slowest = std::max(slowest, seconds);
    // A worker that hangs is killed: that costs its file, but is counted against us here.
    EXPECT_LT(seconds, kHangSeconds) << "mutant " << number;
    if (outcome) {
      ++verdicts[outcome->health.unreadable > 0 || outcome->health.truncated ? "in part" : "whole"];
      EXPECT_EQ(outcome->frames, frames) << "mutant " << number;
      continue;
    }
    const std::string& message = outcome.error().message;
    const bool crashed = message.find("crashed") != std::string::npos;
    ++verdicts[crashed ? "decoder crashed, contained" : unroll::name(outcome.error().kind)];
    EXPECT_TRUE(isSentenceAbout(message, file)) << "mutant " << number << ": " << message;
  }
  std::cout << count << " mutants of " << files.size() << " files, slowest " << slowest << " s:";
  for (const auto& [verdict, times] : verdicts) std::cout << " " << verdict << " " << times << ";";
  std::cout << std::endl;

  // After all of that, a good file still reads.
  test::writeConstantY4m(folder / "good.y4m", 64, 48, 20, 128, 128, 128);
  DecodeRequest good;
  good.path = folder / "good.y4m";
  const auto last = child.decode(good, [](std::span<const uint8_t>) { return Result<void>(); });
  ASSERT_TRUE(last) << last.error().message;
  EXPECT_EQ(last->frames, 20);
}

}  // namespace
}  // namespace unroll::media
