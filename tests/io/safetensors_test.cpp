#include "io/safetensors.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/fault_loop.h"
#include "base/scratch_folder.h"
#include "io/safetensors_builder.h"

namespace unroll {
namespace {

using io::DType;
using io::Metadata;
using io::SafetensorsFile;
using io::TensorView;
using test::handMade;
using test::parse;

std::string entry(std::string_view name, std::string_view dtype, std::string_view shape,
                  std::string_view offsets) {
  return fmt::format(R"("{}":{{"dtype":"{}","shape":[{}],"data_offsets":[{}]}})", name, dtype,
                     shape, offsets);
}

/// Tensors of every type and some awkward shapes; they live as long as the object.
struct Zoo {
  std::vector<std::vector<std::byte>> data;
  std::vector<TensorView> tensors;

  Zoo() {
    const std::array<DType, 10> all{DType::U8,  DType::F64, DType::Bool, DType::F16, DType::I8,
                                    DType::F32, DType::I64, DType::BF16, DType::I32, DType::I16};
    for (const DType dtype : all) {
      add(fmt::format("w.{}", io::name(dtype)), dtype, {3, 5});
      add(fmt::format("scalar.{}", io::name(dtype)), dtype, {});
      add(fmt::format("empty.{}", io::name(dtype)), dtype, {2, 0, 4});
    }
    add("größe \"quoted\" \\ name", DType::F32, {1, 1, 1, 1, 1, 1, 1, 2});
  }

  void add(std::string name, DType dtype, std::vector<int64_t> shape) {
    int64_t count = io::itemSize(dtype);
    for (const int64_t extent : shape) count *= extent;
    data.push_back(test::noise(static_cast<size_t>(count), data.size()));
    tensors.push_back({std::move(name), dtype, std::move(shape), {}});
    for (size_t i = 0; i < data.size(); ++i) tensors[i].data = data[i];
  }
};

TEST(SafetensorsTest, whatIsWrittenIsReadBack) {
  const test::ScratchFolder scratch;
  const auto path = scratch.path() / "zoo ü.safetensors";
  const Zoo zoo;
  const Metadata metadata{{"recipe", R"({"stages":[1,2]})"}, {"leer", ""}, {"größe", "a\nb\"c"}};
  ASSERT_TRUE(io::writeSafetensors(realVfs(), path, zoo.tensors, metadata));
  EXPECT_EQ(std::filesystem::file_size(path), io::safetensorsSize(zoo.tensors, metadata).value());
  const auto file = SafetensorsFile::open(path);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->metadata(), metadata);
  EXPECT_TRUE(file->verify().value_or(false));
  ASSERT_EQ(file->tensors().size(), zoo.tensors.size());
  for (const TensorView& tensor : zoo.tensors) {
    const io::TensorInfo* info = file->find(tensor.name);
    ASSERT_NE(info, nullptr) << tensor.name;
    EXPECT_EQ(info->dtype, tensor.dtype);
    EXPECT_EQ(info->shape, tensor.shape);
    std::vector<std::byte> copy(info->byteSize());
    ASSERT_TRUE(file->read(tensor.name, copy));
    EXPECT_TRUE(std::ranges::equal(copy, tensor.data));
    const auto mapped = file->data(tensor.name);
    ASSERT_TRUE(mapped);
    EXPECT_TRUE(std::ranges::equal(*mapped, tensor.data));
    EXPECT_EQ(
        std::bit_cast<uintptr_t>(mapped->data()) % static_cast<size_t>(io::itemSize(tensor.dtype)),
        0U);
  }
  EXPECT_EQ(file->find("absent"), nullptr);
  EXPECT_EQ(file->read("absent", {}).error().kind, ErrorKind::NotFound);
}

TEST(SafetensorsTest, theSameInputGivesTheSameBytes) {
  test::MemoryVfs vfs;
  vfs.put("/p/.keep", "");
  Zoo zoo;
  ASSERT_TRUE(io::writeSafetensors(vfs, "/p/a", zoo.tensors, {{"k", "v"}}));
  std::reverse(zoo.tensors.begin(), zoo.tensors.end());
  ASSERT_TRUE(io::writeSafetensors(vfs, "/p/b", zoo.tensors, {{"k", "v"}}));
  const auto files = vfs.files();
  EXPECT_EQ(files.at("/p/a"), files.at("/p/b"));
  EXPECT_EQ(static_cast<unsigned char>(files.at("/p/a")[0]) % 8, 0);
}

TEST(SafetensorsTest, nothingAtAllCanBeWritten) {
  test::MemoryVfs vfs;
  vfs.put("/p/.keep", "");
  for (const bool hashes : {true, false}) {
    io::SafetensorsWriteOptions options;
    options.hashes = hashes;
    const auto written = io::writeSafetensors(vfs, "/p/none", {}, {}, options);
    ASSERT_TRUE(written) << written.error().message;
    const auto file = SafetensorsFile::open(vfs, "/p/none");
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(file->verify().value(), hashes);
  }
}

TEST(SafetensorsTest, everyFlippedBitIsSeenByVerify) {
  test::MemoryVfs vfs;
  vfs.put("/p/.keep", "");
  const auto data = test::noise(40, 3);
  ASSERT_TRUE(io::writeSafetensors(vfs, "/p/a", {{"x", DType::U8, {40}, data}}, {{"step", "17"}}));
  const std::string good = vfs.files().at("/p/a");
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
    vfs.put("/p/a", bad);
    const auto file = SafetensorsFile::open(vfs, "/p/a");
    // A flip may rename our own keys, so that the file looks like another program's.
    ASSERT_TRUE(!file || !file->verify().value_or(false)) << "bit " << bit;
  }
}

TEST(SafetensorsTest, anotherProgramsFilesAreReadWithoutHashes) {
  const std::filesystem::path folder = std::filesystem::path(UNROLL_SOURCE_DIR) / "tests/golden";
  int files = 0;
  for (const auto& item : std::filesystem::directory_iterator(folder)) {
    if (item.path().extension() != ".safetensors") continue;
    const auto file = SafetensorsFile::open(item.path());
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_FALSE(file->verify().value_or(true));
    EXPECT_FALSE(file->tensors().empty());
    ++files;
  }
  EXPECT_GE(files, 14);
}

struct Hostile {
  const char* name;
  std::string file;
  const char* sentence;  ///< part of the refusal
};

std::vector<Hostile> hostileFiles() {
  const std::string ok = entry("a", "U8", "4", "0,4");
  const auto one = [](const std::string& body, size_t bytes) {
    return handMade("{" + body + "}", bytes);
  };
  std::string huge(8, '\xFF');
  std::string deep = "{\"a\":";
  for (int i = 0; i < 100000; ++i) deep += "[";
  return {
      {"empty", "", "ends after"},
      {"seven bytes", "1234567", "ends after"},
      {"length only", std::string(8, '\0'), "does not fit"},
      {"N of 2^64-1", huge + "{}", "is the most allowed"},
      {"N past the end", handMade("{}", 0).substr(0, 9), "does not fit"},
      {"16 MiB and a byte", std::string("\x01\0\0\x01\0\0\0\0", 8) + "{}", "is the most allowed"},
      {"not JSON", handMade("[1,2,3]", 0), "not JSON"},
      {"blank first", handMade(" {}", 0), "not JSON"},
      {"byte order mark", handMade("\xEF\xBB\xBF{}", 0), "not JSON"},
      {"newline padding", handMade("{}\n", 0), "padded with blanks"},
      {"NUL padding", handMade(std::string_view("{}\0\0", 4), 0), "padded with blanks"},
      {"NUL and more", handMade(std::string_view("{}\0{}", 5), 0), "NUL"},
      {"two objects", handMade("{}{}", 0), "not valid JSON"},
      {"trailing comma", one(ok + ",", 4), "not valid JSON"},
      {"comment", handMade("{/*x*/}", 0), "not valid JSON"},
      {"not UTF-8", one(entry("a\xFF", "U8", "4", "0,4"), 4), "not valid JSON"},
      {"lone surrogate", one(entry("\\ud800", "U8", "4", "0,4"), 4), "not valid JSON"},
      {"hole at the start", one(entry("a", "U8", "4", "1,5"), 5), "where 0 comes next"},
      {"hole between", one(ok + "," + entry("b", "U8", "2", "6,8"), 8), "where 4 comes next"},
      {"overlap", one(ok + "," + entry("b", "U8", "4", "2,6"), 6), "where 4 comes next"},
      {"same bytes twice", one(ok + "," + entry("b", "U8", "4", "0,4"), 4), "where 4 comes next"},
      {"backwards", one(entry("a", "U8", "4", "4,0"), 4), "where 0 comes next"},
      {"truncated", one(ok, 3), "cut short"},
      {"trailing garbage", one(ok, 5), "bytes too many"},
      {"shape too small", one(entry("a", "U8", "3", "0,4"), 4), "a shape of 3 bytes"},
      {"overflow", one(entry("a", "F32", "4611686018427387905", "0,4"), 4), "too large"},
      {"overflow of two", one(entry("a", "U8", "4294967296,4294967296", "0,4"), 4), "too large"},
      {"overflow to zero", one(entry("a", "U8", "4294967296,4294967296", "0,0"), 0), "too large"},
      {"dimension of 2^63", one(entry("a", "U8", "9223372036854775808", "0,4"), 4), "too large"},
      {"dimension of 2^64", one(entry("a", "U8", "18446744073709551616", "0,4"), 4), "too large"},
      {"minus one", one(entry("a", "U8", "-1", "0,4"), 4), "negative"},
      {"minus nought", one(entry("a", "U8", "-0", "0,4"), 4), "negative"},
      {"offset minus one", one(entry("a", "U8", "4", "-1,3"), 4), "negative"},
      {"fraction", one(entry("a", "U8", "4.0", "0,4"), 4), "not whole"},
      {"exponent", one(entry("a", "U8", "4e0", "0,4"), 4), "not whole"},
      {"text as number", one(entry("a", "U8", "\"4\"", "0,4"), 4), "text"},
      {"null", handMade("{\"a\":null}", 0), "null"},
      {"true in shape", one(entry("a", "U8", "true", "0,4"), 4), "true or false"},
      {"list as tensor", handMade("{\"a\":[]}", 0), "a list"},
      {"nested shape", one(entry("a", "U8", "[4]", "0,4"), 4), "a list"},
      {"object in shape", one(entry("a", "U8", "{}", "0,4"), 4), "an object"},
      {"nested 100,000 deep", handMade(deep, 0), "padded with blanks"},
      {"nested and closed", handMade(deep + "}", 0), "a list"},
      {"one offset", one(entry("a", "U8", "4", "0"), 4), "two offsets"},
      {"three offsets", one(entry("a", "U8", "4", "0,4,4"), 4), "two offsets"},
      {"duplicate tensor", one(ok + "," + ok, 4), "twice"},
      {"duplicate by escape", one(ok + "," + entry("\\u0061", "U8", "4", "0,4"), 4), "twice"},
      {"duplicate metadata", handMade(R"({"__metadata__":{},"__metadata__":{}})", 0), "twice"},
      {"duplicate metadata key", handMade(R"({"__metadata__":{"a":"1","a":"2"}})", 0), "twice"},
      {"duplicate dtype",
       handMade(R"({"a":{"dtype":"U8","dtype":"U8","shape":[],"data_offsets":[0,1]}})", 1),
       "twice"},
      {"number in metadata", handMade(R"({"__metadata__":{"a":1}})", 0), "a number"},
      {"object in metadata", handMade(R"({"__metadata__":{"a":{}}})", 0), "an object"},
      {"metadata as text", handMade(R"({"__metadata__":"a"})", 0), "text"},
      {"no dtype", handMade(R"({"a":{"shape":[4],"data_offsets":[0,4]}})", 4), "lacks"},
      {"no shape", handMade(R"({"a":{"dtype":"U8","data_offsets":[0,4]}})", 4), "lacks"},
      {"unknown field",
       handMade(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"x":"y"}})", 4),
       "unknown field"},
      {"unknown dtype", one(entry("a", "F8_E4M3", "4", "0,4"), 4), "F8_E4M3"},
      {"lower-case dtype", one(entry("a", "u8", "4", "0,4"), 4), "type 'u8'"},
      {"rank 9", one(entry("a", "U8", "1,1,1,1,1,1,1,1,4", "0,4"), 4), "dimensions"},
      {"no name", one(entry("", "U8", "4", "0,4"), 4), "name has 0 bytes"},
      {"long name", one(entry(std::string(513, 'n'), "U8", "4", "0,4"), 4), "name has 513 bytes"},
      {"control in name", one(entry("a\\u0000b", "U8", "4", "0,4"), 4), "control"},
      {"newline in name", one(entry("a\\nb", "U8", "4", "0,4"), 4), "control"},
      {"zip", std::string("PK\x03\x04\x14\0\0\0\x08\0archive/data.pkl", 26),
       "zip/TorchScript archive"},
      {"pickle", std::string("\x80\x02\x8a\x0al\xfc\x9c", 7) + std::string(40, 'x'),
       "Python pickle"},
      {"npy", std::string("\x93NUMPY\x01\0v\0{'descr': 0}", 22), "NumPy"},
  };
}

TEST(SafetensorsTest, hostileFilesAreRefusedInASentence) {
  for (const Hostile& hostile : hostileFiles()) {
    const auto header = parse(hostile.file);
    ASSERT_FALSE(header) << hostile.name;
    const std::string& message = header.error().message;
    EXPECT_NE(message.find(hostile.sentence), std::string::npos) << hostile.name << ": " << message;
    EXPECT_TRUE(message.starts_with("'test' ") && message.ends_with('.')) << message;
  }
}

TEST(SafetensorsTest, hostileFilesAreRefusedFromDiskToo) {
  test::MemoryVfs vfs;
  for (const Hostile& hostile : hostileFiles()) {
    vfs.put("/p/bad.safetensors", hostile.file);
    const auto file = SafetensorsFile::open(vfs, "/p/bad.safetensors");
    ASSERT_FALSE(file) << hostile.name;
    EXPECT_NE(file.error().message.find("/p/bad.safetensors"), std::string::npos) << hostile.name;
  }
}

TEST(SafetensorsTest, unusualButLawfulFilesAreRead) {
  EXPECT_TRUE(parse(handMade("{}", 0)));
  EXPECT_TRUE(parse(handMade("{}      ", 0)));
  EXPECT_TRUE(parse(handMade("{ \"__metadata__\" : { } }", 0)));
  EXPECT_TRUE(parse(handMade("{" + entry("NaN", "F32", "", "0,4") + "}", 4)));
  EXPECT_TRUE(parse(handMade("{" + entry("a", "F32", "0,4611686018427387904", "0,0") + "}", 0)));
  const auto unordered =
      parse(handMade("{" + entry("b", "U8", "4", "4,8") + "," + entry("e", "U8", "0", "4,4") + "," +
                         entry("a", "U8", "4", "0,4") + "}",
                     8));
  ASSERT_TRUE(unordered) << unordered.error().message;
  EXPECT_EQ(unordered->tensors.front().name, "a");
}

TEST(SafetensorsTest, limitsAreTheCallers) {
  std::string many;
  for (int i = 0; i < 20; ++i) {
    many +=
        (i ? "," : "") + entry(fmt::format("t{}", i), "U8", "1", fmt::format("{},{}", i, i + 1));
  }
  const std::string file = handMade("{" + many + "}", 20);
  ASSERT_TRUE(parse(file));
  io::SafetensorsLimits few;
  few.maxTensors = 19;
  EXPECT_EQ(parse(file, few).error().kind, ErrorKind::Refused);
  io::SafetensorsLimits small;
  small.maxDataBytes = 19;
  EXPECT_EQ(parse(file, small).error().kind, ErrorKind::Refused);
}

TEST(SafetensorsTest, unlawfulTensorsAreNotWritten) {
  test::MemoryVfs vfs;
  vfs.put("/p/.keep", "");
  const auto data = test::noise(16, 1);
  const std::span<const std::byte> four = std::span(data).first(4);
  const std::vector<std::vector<TensorView>> unlawful{
      {{"a", DType::F32, {2}, four}},
      {{"a", DType::F32, {-1}, four}},
      {{"a", DType::F32, {1}, four}, {"a", DType::F32, {1}, four}},
      {{"", DType::F32, {1}, four}},
      {{"__metadata__", DType::F32, {1}, four}},
      {{"a\n", DType::F32, {1}, four}},
      {{"a\xFF", DType::F32, {1}, four}},
      {{"a", DType::F32, {1, 1, 1, 1, 1, 1, 1, 1, 1}, four}},
  };
  for (const auto& tensors : unlawful) {
    const auto written = io::writeSafetensors(vfs, "/p/a", tensors, {});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::Usage);
  }
  EXPECT_EQ(vfs.files().size(), 1U);
}

TEST(SafetensorsTest, aFileThatShrinksWhileReadIsAnErrorNotACrash) {
  const test::ScratchFolder scratch;
  const auto path = scratch.path() / "x.safetensors";
  const auto data = test::noise(100000, 1);
  ASSERT_TRUE(io::writeSafetensors(realVfs(), path, {{"x", DType::U8, {100000}, data}}, {}));
  const auto file = SafetensorsFile::open(path);
  ASSERT_TRUE(file);
  std::filesystem::resize_file(path, 5000);
  std::vector<std::byte> out(100000);
  EXPECT_EQ(file->read("x", out).error().kind, ErrorKind::Unreadable);
  EXPECT_EQ(file->verify().error().kind, ErrorKind::Unreadable);
  EXPECT_EQ(file->data("x").error().kind, ErrorKind::Unreadable);
}

TEST(SafetensorsTest, failuresWhileWritingLeaveTheOldFile) {
  static const Zoo zoo;
  test::Scenario scenario;
  scenario.name = "safetensors";
  scenario.prepare = [](Vfs& vfs) {
    ASSERT_TRUE(io::writeSafetensors(vfs, "/p/a", {}, {{"v", "old"}}));
  };
  scenario.write = [](Vfs& vfs) {
    return io::writeSafetensors(vfs, "/p/a", zoo.tensors, {{"v", "new"}});
  };
  scenario.check = [](Vfs& vfs, bool mustBeNew) -> std::string {
    const auto file = SafetensorsFile::open(vfs, "/p/a");
    if (!file) return file.error().message;
    if (!file->verify().value_or(false)) return "it does not verify";
    return !mustBeNew || file->metadata().at("v") == "new" ? "" : "the old file is there";
  };
  const auto faults = test::failEveryOperation(scenario);
  EXPECT_EQ(faults.failures, 0) << faults.first;
  const auto cuts = test::cutPowerEverywhere(scenario);
  EXPECT_EQ(cuts.failures, 0) << cuts.first;
}

}  // namespace
}  // namespace unroll
