#include "io/npy.h"

#include <numeric>

#include <gtest/gtest.h>

#include "base/fault_loop.h"
#include "base/seeds.h"

namespace unroll {
namespace {

using test::MemoryVfs;

struct NpyTest : testing::Test {
  NpyTest() { vfs.put("/p/.keep", ""); }
  MemoryVfs vfs;
};

std::string npy(std::string dict, size_t dataBytes, char major = 1) {
  std::string file = std::string("\x93NUMPY", 6) + major + '\0';
  file += static_cast<char>(dict.size() & 0xFF);
  file += static_cast<char>(dict.size() >> 8);
  if (major > 1) file += std::string(2, '\0');
  return file + dict + std::string(dataBytes, '\x05');
}

TEST_F(NpyTest, arraysOfAnyRankComeBack) {
  const std::vector<std::vector<int64_t>> shapes{{},     {0},          {7},
                                                 {2, 3}, {4, 5, 6, 3}, {1, 1, 1, 1, 1, 2}};
  for (const auto& shape : shapes) {
    const auto count = static_cast<size_t>(
        std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>()));
    std::vector<uint8_t> bytes(count);
    std::vector<float> floats(count);
    std::iota(bytes.begin(), bytes.end(), uint8_t{0});
    std::iota(floats.begin(), floats.end(), -1.5F);
    ASSERT_TRUE(io::writeNpy(vfs, "/p/u.npy", std::span<const uint8_t>(bytes), shape));
    ASSERT_TRUE(io::writeNpy(vfs, "/p/f.npy", std::span<const float>(floats), shape));
    const auto u = io::readNpy(vfs, "/p/u.npy");
    const auto f = io::readNpy(vfs, "/p/f.npy");
    ASSERT_TRUE(u && f);
    EXPECT_EQ(u->shape, shape);
    EXPECT_EQ(u->type, io::NpyType::Uint8);
    EXPECT_TRUE(std::ranges::equal(u->uint8(), bytes));
    EXPECT_EQ(f->type, io::NpyType::Float32);
    EXPECT_TRUE(std::ranges::equal(f->float32(), floats));
    EXPECT_EQ(f->elementCount(), static_cast<int64_t>(count));
    const std::string file = vfs.files().at("/p/f.npy");
    EXPECT_EQ((file.size() - count * 4) % 64, 0U);
  }
}

TEST_F(NpyTest, writtenPieceByPieceOrNotAtAll) {
  const std::vector<std::byte> frame(12, std::byte{9});
  auto writer = io::NpyWriter::create(vfs, "/p/v.npy", io::NpyType::Uint8, {3, 2, 2, 3});
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->append(frame));
  ASSERT_TRUE(writer->append(frame));
  EXPECT_FALSE(writer->commit());
  EXPECT_FALSE(vfs.files().contains("/p/v.npy"));
  ASSERT_TRUE(writer->append(frame));
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(io::readNpy(vfs, "/p/v.npy")->elementCount(), 36);
}

TEST_F(NpyTest, readsPieceByPiece) {
  const std::vector<uint8_t> bytes{1, 2, 3, 4, 5, 6};
  ASSERT_TRUE(io::writeNpy(vfs, "/p/r.npy", std::span<const uint8_t>(bytes), {2, 3}));
  auto reader = io::NpyReader::open(vfs, "/p/r.npy");
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->shape(), (std::vector<int64_t>{2, 3}));
  EXPECT_EQ(reader->byteCount(), 6U);
  std::vector<std::byte> row(3);
  ASSERT_TRUE(reader->read(3, row));
  EXPECT_EQ(row, (std::vector<std::byte>{std::byte{4}, std::byte{5}, std::byte{6}}));
  const auto beyond = reader->read(4, row);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().kind, ErrorKind::Corrupt);
}

TEST_F(NpyTest, hostileFilesAreRefused) {
  const auto dict = [](const char* shape, const char* descr = "|u1", const char* order = "False") {
    return std::string("{'descr': '") + descr + "', 'fortran_order': " + order + ", 'shape': (" +
           shape + "), }\n";
  };
  const std::vector<std::string> bad{
      "",
      "\x93NUMPY",
      std::string(100, 'x'),
      npy("", 0),
      npy(dict("4,"), 3),
      npy(dict("4,"), 5),
      npy(dict("-4,"), 4),
      npy(dict("4294967296, 4294967296, 4294967296"), 4),
      npy(dict("99999999999999999999,"), 4),
      npy(dict("4,", "<f8"), 32),
      npy(dict("4,", "|O"), 32),
      npy(dict("2, 2", "|u1", "True"), 4),
      npy(dict("4,", "|u1", "Maybe"), 4),
      npy("{'descr': '|u1', 'shape': (4,)}", 4),
      npy("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (4,)}", 4),
      npy("{'descr': [('a', '|u1')], 'fortran_order': False, 'shape': (4,)}", 4),
      npy(dict("4,") + "__import__('os')", 4),
      npy(dict("4,"), 4, 4)};
  for (const std::string& file : bad) {
    vfs.put("/p/bad.npy", file);
    const auto array = io::readNpy(vfs, "/p/bad.npy");
    ASSERT_FALSE(array) << file.substr(0, 90);
    EXPECT_NE(array.error().message.find("/p/bad.npy"), std::string::npos);
  }
  for (const char major : {1, 2, 3}) {
    vfs.put("/p/good.npy", npy(dict("4,"), 4, major));
    const auto array = io::readNpy(vfs, "/p/good.npy");
    ASSERT_TRUE(array) << array.error().message;
    EXPECT_EQ(array->uint8().size(), 4U);
  }
  EXPECT_EQ(io::readNpy(vfs, "/p/good.npy", 3).error().kind, ErrorKind::Refused);
}

TEST_F(NpyTest, mutatedFilesNeverCrash) {
  const std::string good = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", 24);
  Random random(11);
  for (int i = 0; i < 20000; ++i) {
    std::string file = good;
    for (int64_t k = 1 + random.below(3); k > 0; --k) {
      file[static_cast<size_t>(random.below(static_cast<int64_t>(file.size())))] =
          static_cast<char>(random.below(256));
    }
    vfs.put("/p/m.npy", file);
    const auto array = io::readNpy(vfs, "/p/m.npy");
    EXPECT_TRUE(!array || array->bytes.size() <= 24U);
  }
}

TEST_F(NpyTest, failuresWhileWritingLeaveTheOldFile) {
  static const std::vector<uint8_t> old(3, 1);
  static const std::vector<uint8_t> fresh(5000, 2);
  test::Scenario scenario;
  scenario.name = "npy";
  scenario.prepare = [](Vfs& v) {
    ASSERT_TRUE(io::writeNpy(v, "/p/a.npy", std::span<const uint8_t>(old), {3}));
  };
  scenario.write = [](Vfs& v) {
    return io::writeNpy(v, "/p/a.npy", std::span<const uint8_t>(fresh), {5000});
  };
  scenario.check = [](Vfs& v, bool mustBeNew) -> std::string {
    const auto array = io::readNpy(v, "/p/a.npy");
    if (!array) return array.error().message;
    const bool isNew = std::ranges::equal(array->uint8(), fresh);
    return isNew || (!mustBeNew && std::ranges::equal(array->uint8(), old)) ? "" : "neither";
  };
  const auto faults = test::failEveryOperation(scenario);
  EXPECT_EQ(faults.failures, 0) << faults.first;
  const auto cuts = test::cutPowerEverywhere(scenario);
  EXPECT_EQ(cuts.failures, 0) << cuts.first;
}

}  // namespace
}  // namespace unroll
