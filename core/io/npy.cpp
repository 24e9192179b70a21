#include "io/npy.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace unroll::io {
namespace {

static_assert(std::endian::native == std::endian::little, "Arrays are written as they lie.");

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr uint64_t kMaxHeaderBytes = 65536;
constexpr size_t kMaxRank = 32;  ///< NumPy's own limit before 2.0

uint64_t itemBytes(NpyType type) { return type == NpyType::Uint8 ? 1 : 4; }

/// Bytes of an array, or nothing when they cannot be counted.
bool arrayBytes(NpyType type, const std::vector<int64_t>& shape, uint64_t& bytes) {
  bytes = itemBytes(type);
  for (const int64_t extent : shape) {
    if (extent < 0 || __builtin_mul_overflow(bytes, static_cast<uint64_t>(extent), &bytes)) {
      return false;
    }
  }
  return bytes <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
}

std::string headerText(NpyType type, const std::vector<int64_t>& shape) {
  std::string dict = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}",
                                 type == NpyType::Uint8 ? "|u1" : "<f4", fmt::join(shape, ", "),
                                 shape.size() == 1 ? "," : "");
  // Magic, version and length take 10 bytes; the data starts at a multiple of 64.
  const size_t total = (10 + dict.size() + 1 + 63) / 64 * 64;
  dict.resize(total - 11, ' ');
  dict += '\n';
  std::string text(kMagic);
  text += std::string_view("\x01\x00", 2);
  text += static_cast<char>(dict.size() & 0xFF);
  text += static_cast<char>(dict.size() >> 8);
  return text + dict;
}

/// The Python dictionary of a header; nothing but its three keys is understood.
class DictReader {
 public:
  explicit DictReader(std::string_view text) : text_(text) {}

  struct Header {
    std::string descr;
    bool fortran = false;
    std::vector<int64_t> shape;
  };

  bool read(Header& header) {
    unsigned seen = 0;
    if (!take('{')) return false;
    while (!take('}')) {
      std::string key;
      if (!quotedText(key) || !take(':')) return false;
      unsigned bit = 0;
      if (key == "descr") {
        bit = 1;
        if (!quotedText(header.descr)) return false;
      } else if (key == "fortran_order") {
        bit = 2;
        header.fortran = word("True");
        if (!header.fortran && !word("False")) return false;
      } else if (key == "shape") {
        bit = 4;
        if (!tuple(header.shape)) return false;
      } else {
        return false;
      }
      if ((seen & bit) != 0) return false;
      seen |= bit;
      if (!take(',') && !peek('}')) return false;
    }
    skipBlanks();
    return seen == 7 && at_ == text_.size();
  }

 private:
  void skipBlanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool peek(char c) {
    skipBlanks();
    return at_ < text_.size() && text_[at_] == c;
  }
  bool take(char c) {
    if (!peek(c)) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view wanted) {
    skipBlanks();
    if (!text_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }
  bool quotedText(std::string& out) {
    if (!peek('\'') && !peek('"')) return false;
    const size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) return false;
    out = std::string(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return true;
  }
  bool tuple(std::vector<int64_t>& shape) {
    if (!take('(')) return false;
    while (!take(')')) {
      int64_t value = 0;
      if (shape.size() >= kMaxRank || !number(value)) return false;
      shape.push_back(value);
      if (!take(',') && !peek(')')) return false;
    }
    return true;
  }
  bool number(int64_t& value) {
    skipBlanks();
    const size_t start = at_;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      if (__builtin_mul_overflow(value, int64_t{10}, &value) ||
          __builtin_add_overflow(value, text_[at_] - '0', &value)) {
        return false;
      }
    }
    return at_ > start;
  }

  std::string_view text_;
  size_t at_ = 0;
};

template <typename T>
Result<void> writeArray(Vfs& vfs, const std::filesystem::path& path, NpyType type,
                        std::span<const T> values, const std::vector<int64_t>& shape) {
  UNROLL_TRY_ASSIGN(writer, NpyWriter::create(vfs, path, type, shape));
  UNROLL_TRY(writer.append(std::as_bytes(values)));
  return writer.commit();
}

tl::unexpected<Error> broken(const std::filesystem::path& path, std::string_view problem) {
  return fail(ErrorKind::Corrupt, fmt::format("'{}' is not a whole .npy array: {}; write it again "
                                              "with numpy.save.",
                                              path.string(), problem));
}

}  // namespace

int64_t NpyArray::elementCount() const {
  return static_cast<int64_t>(bytes.size() / itemBytes(type));
}

std::span<const uint8_t> NpyArray::uint8() const {
  return {static_cast<const uint8_t*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

std::span<const float> NpyArray::float32() const {
  return {static_cast<const float*>(static_cast<const void*>(bytes.data())), bytes.size() / 4};
}

Result<void> writeNpy(Vfs& vfs, const std::filesystem::path& path, std::span<const uint8_t> values,
                      const std::vector<int64_t>& shape) {
  return writeArray(vfs, path, NpyType::Uint8, values, shape);
}

Result<void> writeNpy(Vfs& vfs, const std::filesystem::path& path, std::span<const float> values,
                      const std::vector<int64_t>& shape) {
  return writeArray(vfs, path, NpyType::Float32, values, shape);
}

NpyWriter::NpyWriter(AtomicFile file, std::filesystem::path path, uint64_t expected)
    : file_(std::move(file)), path_(std::move(path)), expected_(expected) {}

Result<NpyWriter> NpyWriter::create(Vfs& vfs, const std::filesystem::path& path, NpyType type,
                                    std::vector<int64_t> shape) {
  uint64_t bytes = 0;
  if (shape.size() > kMaxRank || !arrayBytes(type, shape, bytes)) {
    return fail(ErrorKind::Usage,
                fmt::format("'{}' cannot hold an array of shape ({}): it has no countable size.",
                            path.string(), fmt::join(shape, ", ")));
  }
  const std::string header = headerText(type, shape);
  AtomicFile::Options options;
  options.expectedBytes = header.size() + bytes;
  UNROLL_TRY_ASSIGN(file, AtomicFile::create(vfs, path, std::move(options)));
  UNROLL_TRY(file.write(header));
  return NpyWriter(std::move(file), path, bytes);
}

Result<void> NpyWriter::append(std::span<const std::byte> bytes) {
  appended_ += bytes.size();
  return file_.write(bytes);
}

Result<void> NpyWriter::commit() {
  if (appended_ != expected_) {
    return fail(ErrorKind::Usage, fmt::format("'{}' was not written: its shape takes {} bytes and "
                                              "{} were given.",
                                              path_.string(), expected_, appended_));
  }
  return file_.commit();
}

Result<NpyReader> NpyReader::open(Vfs& vfs, const std::filesystem::path& path) {
  auto file = vfs.open(path, OpenMode::Read);
  if (!file) return tl::unexpected(readError(file.error(), path));
  const IoResult<uint64_t> size = (*file)->size();
  if (!size) return tl::unexpected(readError(size.error(), path));

  std::string start(std::min<uint64_t>(*size, 12 + kMaxHeaderBytes), '\0');
  const IoResult<size_t> got =
      readFully(**file, 0, std::as_writable_bytes(std::span(start.data(), start.size())));
  if (!got) return tl::unexpected(readError(got.error(), path));
  start.resize(*got);
  if (start.size() < 12 || !start.starts_with(kMagic)) return broken(path, "it starts otherwise");
  const auto byteAt = [&](size_t i) { return uint64_t{static_cast<unsigned char>(start[i])}; };
  const uint64_t major = byteAt(6);
  if (major < 1 || major > 3) return broken(path, fmt::format("it says version {}", major));
  const size_t dictStart = major == 1 ? 10 : 12;
  uint64_t dictBytes = byteAt(8) | byteAt(9) << 8;
  if (major > 1) dictBytes |= byteAt(10) << 16 | byteAt(11) << 24;
  if (dictBytes > kMaxHeaderBytes || dictStart + dictBytes > start.size()) {
    return broken(path, "its header is cut short");
  }
  DictReader::Header header;
  if (!DictReader(std::string_view(start).substr(dictStart, dictBytes)).read(header)) {
    return broken(path, "its header cannot be understood");
  }

  NpyReader reader;
  if (header.descr == "|u1" || header.descr == "<u1" || header.descr == ">u1") {
    reader.type_ = NpyType::Uint8;
  } else if (header.descr == "<f4") {
    reader.type_ = NpyType::Float32;
  } else {
    return fail(ErrorKind::Unsupported,
                fmt::format("'{}' has elements of another type than uint8 and float32: convert it "
                            "with numpy's astype.",
                            path.string()));
  }
  if (header.fortran && header.shape.size() > 1) {
    return fail(ErrorKind::Unsupported,
                fmt::format("'{}' is in Fortran order: write it with numpy.ascontiguousarray.",
                            path.string()));
  }
  reader.shape_ = std::move(header.shape);
  reader.dataStart_ = dictStart + dictBytes;
  if (!arrayBytes(reader.type_, reader.shape_, reader.bytes_)) {
    return broken(path, "its shape overflows");
  }
  const uint64_t there = *size - reader.dataStart_;
  if (reader.bytes_ != there) {
    return broken(path,
                  fmt::format("its shape takes {} bytes and {} are there", reader.bytes_, there));
  }
  reader.path_ = path;
  reader.file_ = std::move(*file);
  return reader;
}

Result<void> NpyReader::read(uint64_t offset, std::span<std::byte> out) {
  const IoResult<size_t> count = readFully(*file_, dataStart_ + offset, out);
  if (!count) return tl::unexpected(readError(count.error(), path_));
  if (*count != out.size()) return broken(path_, "it became shorter while it was read");
  return {};
}

Result<NpyArray> readNpy(Vfs& vfs, const std::filesystem::path& path, uint64_t maxBytes) {
  UNROLL_TRY_ASSIGN(reader, NpyReader::open(vfs, path));
  if (reader.byteCount() > maxBytes) {
    return fail(ErrorKind::Refused,
                fmt::format("'{}' holds {}, and {} is the most allowed here: use a shorter one.",
                            path.string(), humanBytes(reader.byteCount()), humanBytes(maxBytes)));
  }
  NpyArray array{.type = reader.type(),
                 .shape = reader.shape(),
                 .bytes = std::vector<std::byte>(reader.byteCount())};
  UNROLL_TRY(reader.read(0, array.bytes));
  return array;
}

}  // namespace unroll::io
