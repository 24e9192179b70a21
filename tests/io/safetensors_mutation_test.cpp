#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/memory_vfs.h"
#include "base/scratch_folder.h"
#include "base/seeds.h"
#include "io/python_tools.h"
#include "io/safetensors.h"
#include "io/safetensors_builder.h"

namespace unroll {
namespace {

using io::DType;

size_t below(Random& random, size_t bound) {
  return static_cast<size_t>(random.below(static_cast<int64_t>(bound)));
}

std::string pick(Random& random, std::initializer_list<const char*> words) {
  return *(words.begin() + below(random, words.size()));
}

/// Headers built from the grammar, each part now and then wrong; with `repair` the offsets follow
/// from the shapes, so that mutations get past the tiling check.
std::string grownJson(Random& random, bool repair, uint64_t& dataBytes) {
  std::string json = "{";
  if (random.chance(0.4)) {
    json += R"("__metadata__":{)";
    for (int64_t k = random.below(3); k > 0; --k) {
      json += fmt::format(
          R"("k{}":{}{})", random.below(3),
          random.chance(0.9) ? R"("v\u00e4")" : pick(random, {"1", "null", "{}", "[\"a\"]"}),
          k > 1 ? "," : "");
    }
    json += "},";
  }
  dataBytes = 0;
  const int64_t tensors = random.below(5);
  for (int64_t t = 0; t < tensors; ++t) {
    const std::string dtype =
        random.chance(0.9)
            ? pick(random, {"F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL"})
            : pick(random, {"F8_E4M3", "f32", "", "U64", "C64"});
    uint64_t size = 1;
    for (const char* wide : {"F64", "I64"}) size = dtype == wide ? 8 : size;
    for (const char* wide : {"F32", "I32"}) size = dtype == wide ? 4 : size;
    for (const char* wide : {"F16", "BF16", "I16"}) size = dtype == wide ? 2 : size;
    std::string shape;
    for (int64_t rank = random.below(4); rank > 0; --rank) {
      const uint64_t extent = static_cast<uint64_t>(random.below(4));
      size *= extent;
      shape += fmt::format("{}{}", shape.empty() ? "" : ",", extent);
    }
    if (random.chance(0.05)) {
      shape = pick(random, {"-1", "4294967296,4294967296", "1.0", "\"1\"", "18446744073709551615",
                            "[1]", "0,9223372036854775807"});
    }
    uint64_t begin = dataBytes;
    uint64_t end = dataBytes + size;
    if (!repair) {
      begin += static_cast<uint64_t>(random.below(3));
      end = begin + static_cast<uint64_t>(random.below(20));
    }
    dataBytes = end;
    const std::string name = random.chance(0.9) ? fmt::format("t{}", t)
                                                : pick(random, {"", "t0", "\\n", "NaN", "\\u0041"});
    json += fmt::format(R"({}"{}":{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})",
                        t > 0 ? "," : "", name, dtype, shape, begin, end);
  }
  return json + "}" + std::string(below(random, 9), ' ');
}

void scramble(std::string& text, Random& random) {
  for (int64_t k = 1 + random.below(3); k > 0 && !text.empty(); --k) {
    const size_t at = below(random, text.size());
    switch (random.below(6)) {
      case 0:
        text[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        text.erase(at, 1 + below(random, 6));
        break;
      case 2:
        text.insert(at, text.substr(below(random, text.size()), below(random, 30)));
        break;
      case 3:
        text.insert(
            at, pick(random, {"{", "}", "[", "]", ",", ":", "\"", "\\", "0", "-", "1e9", "null"}));
        break;
      case 4:
        text[at] = static_cast<char>(text[at] ^ (1 << random.below(8)));
        break;
      default:
        std::swap(text[at], text[below(random, text.size())]);
        break;
    }
  }
}

/// One mutant. Half of them have N and the file's length repaired after the mutation.
std::string mutant(Random& random) {
  uint64_t dataBytes = 0;
  std::string json = grownJson(random, random.chance(0.6), dataBytes);
  const bool repair = random.chance(0.5);
  if (repair) {
    if (random.chance(0.5)) scramble(json, random);
    return test::handMade(json, dataBytes);
  }
  std::string file = test::handMade(json, dataBytes);
  scramble(file, random);
  if (random.chance(0.1)) file.resize(below(random, file.size() + 1));
  return file;
}

bool sameTensors(const io::SafetensorsHeader& a, const io::SafetensorsFile& b) {
  if (a.tensors.size() != b.tensors().size() || a.metadata != b.metadata()) return false;
  return std::all_of(a.tensors.begin(), a.tensors.end(), [&](const io::TensorInfo& tensor) {
    const io::TensorInfo* other = b.find(tensor.name);
    return other && other->dtype == tensor.dtype && other->shape == tensor.shape;
  });
}

TEST(SafetensorsMutationTest, nothingCrashesAndWhatIsAcceptedCanBeWrittenAgain) {
#ifdef __SANITIZE_ADDRESS__
  constexpr int kMutants = 40000;
#else
  constexpr int kMutants = 200000;
#endif
  Random random(20240607);
  test::MemoryVfs vfs;
  vfs.put("/p/.keep", "");
  int accepted = 0;
  for (int i = 0; i < kMutants; ++i) {
    const std::string file = mutant(random);
    const auto header = test::parse(file);
    if (!header) {
      ASSERT_TRUE(header.error().message.ends_with('.')) << header.error().message;
      continue;
    }
    ++accepted;
    std::vector<io::TensorView> views;
    for (const io::TensorInfo& tensor : header->tensors) {
      views.push_back({tensor.name, tensor.dtype, tensor.shape,
                       asBytes(file).subspan(header->dataStart + tensor.begin, tensor.byteSize())});
    }
    if (accepted % 512 == 1) {  // The trace of the file system in memory would grow without end.
      vfs.clearTrace();
      vfs.syncEverything();
    }
    const auto written = io::writeSafetensors(vfs, "/p/x", views, header->metadata);
    ASSERT_TRUE(written) << written.error().message;
    const auto again = io::SafetensorsFile::open(vfs, "/p/x");
    ASSERT_TRUE(again) << again.error().message;
    ASSERT_TRUE(sameTensors(*header, *again)) << file;
  }
  EXPECT_GT(accepted, kMutants / 20);
  std::cout << kMutants << " mutants, " << accepted << " accepted, 0 crashes\n";
}

TEST(SafetensorsMutationTest, pythonsReaderAcceptsWhatThisOneAccepts) {
  const auto python = test::pythonWith("safetensors");
  if (!python) GTEST_SKIP() << "Python's safetensors is not installed (set up python-tools).";
  const test::ScratchFolder scratch;
  const auto path = scratch.path() / "accepted";
  Random random(99);
  int accepted = 0;
  {
    std::ofstream out(path, std::ios::binary);
    for (int i = 0; i < 60000; ++i) {
      const std::string file = mutant(random);
      if (!test::parse(file)) continue;
      ++accepted;
      const uint64_t size = file.size();
      out.write(static_cast<const char*>(static_cast<const void*>(&size)), sizeof size);
      out.write(file.data(), static_cast<std::streamsize>(file.size()));
    }
  }
  const auto script = scratch.path() / "read.py";
  std::ofstream(script) << "import struct, sys\n"
                           "from safetensors import deserialize\n"
                           "data = open(sys.argv[1], 'rb').read()\n"
                           "at = count = refused = 0\n"
                           "while at < len(data):\n"
                           "    size = struct.unpack_from('<Q', data, at)[0]\n"
                           "    file = data[at + 8:at + 8 + size]\n"
                           "    at += 8 + size\n"
                           "    count += 1\n"
                           "    try:\n"
                           "        deserialize(file)\n"
                           "    except Exception as error:\n"
                           "        refused += 1\n"
                           "        print(error, file)\n"
                           "print(count, 'files,', refused, 'refused by Python')\n"
                           "sys.exit(1 if refused else 0)\n";
  EXPECT_GT(accepted, 3000);
  const std::string command = fmt::format("{} '{}' '{}'", *python, script.string(), path.string());
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(SafetensorsMutationTest, pythonReadsWhatIsWritten) {
  const auto python = test::pythonWith("safetensors, numpy");
  if (!python) GTEST_SKIP() << "Python's safetensors and numpy are not installed.";
  const test::ScratchFolder scratch;
  const auto path = scratch.path() / "ours.safetensors";
  const std::vector<float> values{1.5F, -2.0F, 3.25F, 0.0F, 1e-30F, 7.0F};
  const std::vector<int64_t> counter{12000};
  ASSERT_TRUE(io::writeSafetensors(
      realVfs(), path,
      {{"generator.gates.weight", DType::F32, {2, 3}, std::as_bytes(std::span(values))},
       {"steps", DType::I64, {}, std::as_bytes(std::span(counter))},
       {"none", DType::F32, {0, 3}, {}}},
      {{"recipe", "{\"größe\":32}"}}));
  const auto script = scratch.path() / "read.py";
  std::ofstream(script) << "import sys\n"
                           "from safetensors import safe_open\n"
                           "with safe_open(sys.argv[1], 'np') as f:\n"
                           "    w = f.get_tensor('generator.gates.weight')\n"
                           "    assert w.shape == (2, 3) and w[0, 2] == 3.25 and w[1, 2] == 7.0\n"
                           "    assert f.get_tensor('steps').item() == 12000\n"
                           "    assert f.get_tensor('none').shape == (0, 3)\n"
                           "    assert f.metadata()['recipe'] == '{\"gr\\u00f6\\u00dfe\":32}'\n";
  EXPECT_EQ(
      std::system(fmt::format("{} '{}' '{}'", *python, script.string(), path.string()).c_str()), 0);
}

}  // namespace
}  // namespace unroll
