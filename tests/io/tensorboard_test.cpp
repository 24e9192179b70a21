#include "io/tensorboard.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/fault_loop.h"
#include "base/scratch_folder.h"
#include "io/python_tools.h"

namespace unroll {
namespace {

using io::TensorBoardWriter;

template <typename T>
T take(std::string_view& bytes) {
  T value{};
  if (bytes.size() < sizeof(T)) {
    ADD_FAILURE() << "the file ends too early";
    bytes = {};
    return value;
  }
  std::memcpy(&value, bytes.data(), sizeof(T));
  bytes.remove_prefix(sizeof(T));
  return value;
}

uint64_t takeVarint(std::string_view& bytes) {
  uint64_t value = 0;
  for (unsigned shift = 0; !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) break;
  }
  return value;
}

struct Point {
  double time = 0;
  int64_t step = 0;
  std::string tag;
  float value = 0;
  std::string version;
  bool start = false;
};

/// The fields of a message this writer uses, nested ones walked into.
void readMessage(std::string_view bytes, int level, Point& point) {
  while (!bytes.empty()) {
    const uint64_t key = takeVarint(bytes);
    const uint64_t field = key >> 3;
    switch (key & 7) {
      case 0: {
        const uint64_t value = takeVarint(bytes);
        if (level == 0 && field == 2) point.step = static_cast<int64_t>(value);
        if (level == 7 && field == 1) point.start = value == 1;
        break;
      }
      case 1:
        point.time = take<double>(bytes);
        break;
      case 5:
        point.value = take<float>(bytes);
        break;
      default: {
        const uint64_t size = takeVarint(bytes);
        const std::string_view inner = bytes.substr(0, size);
        bytes.remove_prefix(std::min<size_t>(size, bytes.size()));
        if (level == 0 && field == 3) point.version = inner;
        if (level == 0 && field == 5) readMessage(inner, 5, point);
        if (level == 0 && field == 7) readMessage(inner, 7, point);
        if (level == 5) readMessage(inner, 51, point);
        if (level == 51 && field == 1) point.tag = inner;
      }
    }
  }
}

/// Every record of a file, both checksums compared.
std::vector<Point> readFile(std::string_view bytes) {
  std::vector<Point> points;
  while (!bytes.empty()) {
    const std::string_view length = bytes.substr(0, 8);
    const auto size = take<uint64_t>(bytes);
    EXPECT_EQ(take<uint32_t>(bytes), io::maskedCrc32c(asBytes(length)));
    const std::string_view event = bytes.substr(0, size);
    bytes.remove_prefix(std::min<size_t>(size, bytes.size()));
    EXPECT_EQ(take<uint32_t>(bytes), io::maskedCrc32c(asBytes(event)));
    Point& point = points.emplace_back();
    readMessage(event, 0, point);
    if (testing::Test::HasFailure()) break;
  }
  return points;
}

TEST(TensorBoardTest, theChecksumIsCastagnolis) {
  EXPECT_EQ(io::crc32c(asBytes("123456789")), 0xE3069283U);
  EXPECT_EQ(io::crc32c(asBytes(std::string(32, '\0'))), 0x8A9136AAU);  // RFC 3720, B.4
  EXPECT_EQ(io::crc32c(asBytes(std::string(32, '\xFF'))), 0x62A8AB43U);
  EXPECT_EQ(io::crc32c({}), 0U);
}

TEST(TensorBoardTest, scalarsAreReadBack) {
  test::MemoryVfs vfs;
  vfs.put("/p/.keep", "");
  std::filesystem::path path;
  {
    auto writer = TensorBoardWriter::create(vfs, "/p/tensorboard", 41);
    ASSERT_TRUE(writer) << writer.error().message;
    path = writer->path();
    ASSERT_TRUE(writer->scalar("stage1/loss/generator", 0, 0.25, 1700000000.5));
    ASSERT_TRUE(writer->scalar("größe", 1234567890123, -1e30, 1700000001));
    ASSERT_TRUE(writer->scalar("nan", 3, std::nan(""), 1700000002));
  }
  const auto points = readFile(vfs.files().at(path.string()));
  ASSERT_EQ(points.size(), 5U);
  EXPECT_EQ(points[0].version, "brain.Event:2");
  EXPECT_TRUE(points[1].start);
  EXPECT_EQ(points[1].step, 41);
  EXPECT_EQ(points[2].tag, "stage1/loss/generator");
  EXPECT_EQ(points[2].value, 0.25F);
  EXPECT_EQ(points[2].time, 1700000000.5);
  EXPECT_EQ(points[3].tag, "größe");
  EXPECT_EQ(points[3].step, 1234567890123);
  EXPECT_EQ(points[3].value, -1e30F);
  EXPECT_TRUE(std::isnan(points[4].value));
  EXPECT_NE(path.filename().string().find("events.out.tfevents."), std::string::npos);
}

TEST(TensorBoardTest, twoWritersTakeTwoFiles) {
  test::MemoryVfs vfs;
  vfs.put("/p/.keep", "");
  const auto first = TensorBoardWriter::create(vfs, "/p");
  const auto second = TensorBoardWriter::create(vfs, "/p");
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->path(), second->path());
}

TEST(TensorBoardTest, aFailingOperationTearsNoRecord) {
  for (const int code : {ENOSPC, EIO, EINTR, 0}) {
    for (int64_t n = 1; n < 20; ++n) {
      test::MemoryVfs vfs;
      vfs.put("/p/.keep", "");
      auto writer = TensorBoardWriter::create(vfs, "/p");
      ASSERT_TRUE(writer);
      vfs.resetOperations();
      vfs.setFault(test::Fault{n, code ? test::Fault::Kind::Error : test::Fault::Kind::ShortWrite,
                               code, false});
      for (int64_t step = 0; step < 50; ++step) {
        (void)writer->scalar("a", step, 1, 1);
        if (step % 5 == 0) (void)writer->flush();
      }
      vfs.setFault(std::nullopt);
      ASSERT_TRUE(writer->flush());
      ASSERT_EQ(readFile(vfs.files().at(writer->path().string())).size(), 51U) << n << " " << code;
    }
  }
}

TEST(TensorBoardTest, theTensorboardPackageReadsTheFile) {
  const std::string module = "tensorboard.backend.event_processing.event_accumulator";
  const auto python = test::pythonWith(module);
  if (!python) GTEST_SKIP() << "Python's tensorboard is not installed.";
  const test::ScratchFolder scratch;
  {
    auto first = TensorBoardWriter::create(realVfs(), scratch.path());
    ASSERT_TRUE(first);
    for (int64_t step = 0; step < 100; ++step) {
      ASSERT_TRUE(first->scalar("stage1/loss", step, static_cast<double>(step) / 4,
                                1700000000.0 + static_cast<double>(step)));
    }
  }
  const auto script = scratch.path() / "read.py";
  std::ofstream(script)
      << "import sys\n"
         "from "
      << module
      << " import EventAccumulator\n"
         "a = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0, 'tensors': 0})\n"
         "a.Reload()\n"
         "tags = a.Tags()\n"
         "points = a.Scalars('stage1/loss') if 'stage1/loss' in tags['scalars'] else "
         "a.Tensors('stage1/loss')\n"
         "assert len(points) == 100, len(points)\n"
         "assert points[99].step == 99 and points[99].wall_time == 1700000099.0\n"
         "assert getattr(points[99], 'value', 24.75) == 24.75\n";
  EXPECT_EQ(
      std::system(
          fmt::format("{} '{}' '{}'", *python, script.string(), scratch.path().string()).c_str()),
      0);
}

}  // namespace
}  // namespace unroll
