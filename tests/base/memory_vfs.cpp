#include "base/memory_vfs.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace unroll::test {

namespace fs = std::filesystem;

struct MemoryVfs::Node {
  bool folder = false;
  std::string now;
  std::string durable;
  std::map<std::string, NodePointer> entries;
  std::map<std::string, NodePointer> durableEntries;
};

/// One change that no sync has made sure yet.
struct MemoryVfs::Pending {
  enum class Kind { Write, Truncate, Link, Unlink, Rename } kind = Kind::Write;
  NodePointer node;    ///< the file written, or the entry's node
  NodePointer folder;  ///< of the entry, or where a rename starts
  std::string name;
  NodePointer toFolder;
  std::string toName;
  uint64_t offset = 0;
  std::string bytes;

  bool touchesFolder(const NodePointer& which) const {
    return kind != Kind::Write && kind != Kind::Truncate && (folder == which || toFolder == which);
  }
  bool touchesFile(const NodePointer& which) const {
    return (kind == Kind::Write || kind == Kind::Truncate) && node == which;
  }

  /// Does the change to the durable side.
  void commit() const {
    switch (kind) {
      case Kind::Write:
        if (node->durable.size() < offset + bytes.size())
          node->durable.resize(offset + bytes.size());
        node->durable.replace(offset, bytes.size(), bytes);
        break;
      case Kind::Truncate:
        node->durable.resize(offset);
        break;
      case Kind::Link:
        folder->durableEntries[name] = node;
        break;
      case Kind::Unlink:
        folder->durableEntries.erase(name);
        break;
      case Kind::Rename:
        folder->durableEntries.erase(name);
        toFolder->durableEntries[toName] = node;
        break;
    }
  }
};

class MemoryFile : public VfsFile {
 public:
  MemoryFile(MemoryVfs& vfs, MemoryVfs::NodePointer node, std::string name)
      : vfs_(vfs), node_(std::move(node)), name_(std::move(name)) {}

  IoResult<size_t> readAt(uint64_t offset, std::span<std::byte> out) override {
    if (const auto error = vfs_.begin("read " + name_, false)) return tl::unexpected(*error);
    if (offset >= node_->now.size()) return size_t{0};
    const size_t count = std::min<size_t>(out.size(), node_->now.size() - offset);
    const auto bytes = asBytes(std::string_view(node_->now).substr(offset, count));
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return count;
  }

  IoResult<size_t> write(std::span<const std::byte> bytes) override {
    const bool halve = vfs_.fault_ && vfs_.fault_->kind == Fault::Kind::ShortWrite &&
                       vfs_.fault_->at == vfs_.operations_ + 1;
    if (const auto error = vfs_.begin("write " + name_, true)) return tl::unexpected(*error);
    if (halve) bytes = bytes.first((bytes.size() + 1) / 2);
    MemoryVfs::Pending operation;
    operation.kind = MemoryVfs::Pending::Kind::Write;
    operation.node = node_;
    operation.offset = node_->now.size();
    operation.bytes.assign(static_cast<const char*>(static_cast<const void*>(bytes.data())),
                           bytes.size());
    node_->now += operation.bytes;
    vfs_.record(std::move(operation));
    return bytes.size();
  }

  IoResult<void> sync() override {
    if (syncFailed_) ++vfs_.syncsAfterFailure_;
    if (const auto error = vfs_.begin("sync " + name_, true)) {
      syncFailed_ = true;
      return tl::unexpected(*error);
    }
    vfs_.commitIf([&](const MemoryVfs::Pending& p) { return p.touchesFile(node_); });
    return {};
  }

  IoResult<void> truncate(uint64_t size) override {
    if (const auto error = vfs_.begin("truncate " + name_, true)) return tl::unexpected(*error);
    node_->now.resize(size);
    MemoryVfs::Pending operation;
    operation.kind = MemoryVfs::Pending::Kind::Truncate;
    operation.node = node_;
    operation.offset = size;
    vfs_.record(std::move(operation));
    return {};
  }

  IoResult<uint64_t> size() override {
    if (const auto error = vfs_.begin("size " + name_, false)) return tl::unexpected(*error);
    return uint64_t{node_->now.size()};
  }

  IoResult<void> close() override {
    if (const auto error = vfs_.begin("close " + name_, false)) return tl::unexpected(*error);
    return {};
  }

  IoResult<std::span<const std::byte>> map() override { return asBytes(node_->now); }

 private:
  MemoryVfs& vfs_;
  MemoryVfs::NodePointer node_;
  std::string name_;
  bool syncFailed_ = false;
};

namespace {

class MemoryLock : public VfsLock {
 public:
  MemoryLock(std::shared_ptr<std::set<std::string>> locks, std::string path)
      : locks_(std::move(locks)), path_(std::move(path)) {}
  ~MemoryLock() override { locks_->erase(path_); }

 private:
  std::shared_ptr<std::set<std::string>> locks_;
  std::string path_;
};

std::string key(const fs::path& path) { return path.lexically_normal().string(); }

}  // namespace

MemoryVfs::MemoryVfs()
    : root_(std::make_shared<Node>()), locks_(std::make_shared<std::set<std::string>>()) {
  root_->folder = true;
}

MemoryVfs::~MemoryVfs() = default;

size_t MemoryVfs::pendingOperations() const { return pending_.size(); }

std::optional<IoError> MemoryVfs::begin(const std::string& what, bool writes) {
  ++operations_;
  trace_.push_back(what);
  if (!fault_ || operations_ < fault_->at) return std::nullopt;
  if (fault_->kind == Fault::Kind::PowerLoss) return IoError{EIO};
  if (fault_->kind == Fault::Kind::ShortWrite) return std::nullopt;
  const bool again = fault_->lasting && writes;
  // A full disk refuses no reading, so its first refusal waits for the next writing.
  if (fault_->lasting ? again : operations_ == fault_->at) return IoError{fault_->code};
  return std::nullopt;
}

MemoryVfs::NodePointer MemoryVfs::find(const fs::path& path) const {
  NodePointer node = root_;
  for (const fs::path& part : path.lexically_normal().relative_path()) {
    if (part.empty() || part == ".") continue;
    const auto found = node->entries.find(part.string());
    if (!node->folder || found == node->entries.end()) return nullptr;
    node = found->second;
  }
  return node;
}

MemoryVfs::NodePointer MemoryVfs::parentOf(const fs::path& path) const {
  NodePointer node = find(path.parent_path());
  return node && node->folder ? node : nullptr;
}

void MemoryVfs::record(Pending operation) { pending_.push_back(std::move(operation)); }

void MemoryVfs::commitIf(const std::function<bool(const Pending&)>& chosen) {
  std::vector<Pending> rest;
  for (Pending& operation : pending_) {
    if (chosen(operation)) {
      operation.commit();
    } else {
      rest.push_back(std::move(operation));
    }
  }
  pending_ = std::move(rest);
}

IoResult<std::unique_ptr<VfsFile>> MemoryVfs::open(const fs::path& path, OpenMode mode) {
  const std::string name = path.filename().string();
  if (const auto error = begin("open " + name, mode != OpenMode::Read)) {
    return tl::unexpected(*error);
  }
  const NodePointer parent = parentOf(path);
  if (!parent) return tl::unexpected(IoError{ENOENT});
  const auto found = parent->entries.find(name);
  const bool there = found != parent->entries.end();
  if (there && found->second->folder) return tl::unexpected(IoError{EISDIR});
  if (there && mode == OpenMode::CreateNew) return tl::unexpected(IoError{EEXIST});
  if (!there && mode == OpenMode::Read) return tl::unexpected(IoError{ENOENT});
  NodePointer node = there ? found->second : std::make_shared<Node>();
  if (!there) {
    parent->entries[name] = node;
    Pending operation;
    operation.kind = Pending::Kind::Link;
    operation.node = node;
    operation.folder = parent;
    operation.name = name;
    record(std::move(operation));
  }
  return std::make_unique<MemoryFile>(*this, node, name);
}

IoResult<void> MemoryVfs::rename(const fs::path& from, const fs::path& to) {
  if (const auto error =
          begin("rename " + from.filename().string() + " " + to.filename().string(), true)) {
    return tl::unexpected(*error);
  }
  const NodePointer node = find(from);
  const NodePointer toFolder = parentOf(to);
  if (!node || !toFolder) return tl::unexpected(IoError{ENOENT});
  Pending operation;
  operation.kind = Pending::Kind::Rename;
  operation.node = node;
  operation.folder = parentOf(from);
  operation.name = from.filename().string();
  operation.toFolder = toFolder;
  operation.toName = to.filename().string();
  operation.folder->entries.erase(operation.name);
  toFolder->entries[operation.toName] = node;
  record(std::move(operation));
  return {};
}

IoResult<void> MemoryVfs::unlink(const fs::path& path) {
  // A full disk still lets files go.
  const bool needsRoom = fault_ && fault_->code == EROFS;
  if (const auto error = begin("unlink " + path.filename().string(), needsRoom)) {
    return tl::unexpected(*error);
  }
  const NodePointer parent = parentOf(path);
  const std::string name = path.filename().string();
  if (!parent || !parent->entries.contains(name)) return tl::unexpected(IoError{ENOENT});
  parent->entries.erase(name);
  Pending operation;
  operation.kind = Pending::Kind::Unlink;
  operation.folder = parent;
  operation.name = name;
  record(std::move(operation));
  return {};
}

IoResult<void> MemoryVfs::makeFolder(const fs::path& path) {
  if (const auto error = begin("mkdir " + path.filename().string(), true)) {
    return tl::unexpected(*error);
  }
  const NodePointer parent = parentOf(path);
  const std::string name = path.filename().string();
  if (!parent) return tl::unexpected(IoError{ENOENT});
  if (parent->entries.contains(name)) return tl::unexpected(IoError{EEXIST});
  auto node = std::make_shared<Node>();
  node->folder = true;
  parent->entries[name] = node;
  Pending operation;
  operation.kind = Pending::Kind::Link;
  operation.node = node;
  operation.folder = parent;
  operation.name = name;
  record(std::move(operation));
  return {};
}

IoResult<void> MemoryVfs::syncFolder(const fs::path& path) {
  if (const auto error = begin("syncfolder " + path.filename().string(), true)) {
    return tl::unexpected(*error);
  }
  const NodePointer node = find(path);
  if (!node || !node->folder) return tl::unexpected(IoError{ENOENT});
  commitIf([&](const Pending& p) { return p.touchesFolder(node); });
  return {};
}

IoResult<std::vector<FolderEntry>> MemoryVfs::list(const fs::path& path) {
  if (const auto error = begin("list " + path.filename().string(), false)) {
    return tl::unexpected(*error);
  }
  const NodePointer node = find(path);
  if (!node) return tl::unexpected(IoError{ENOENT});
  if (!node->folder) return tl::unexpected(IoError{ENOTDIR});
  std::vector<FolderEntry> entries;
  for (const auto& [name, entry] : node->entries) {
    entries.push_back({name, entry->folder ? FileType::Folder : FileType::Regular});
  }
  return entries;
}

IoResult<FileStatus> MemoryVfs::status(const fs::path& path) {
  if (const auto error = begin("status " + path.filename().string(), false)) {
    return tl::unexpected(*error);
  }
  const NodePointer node = find(path);
  if (!node) return tl::unexpected(IoError{ENOENT});
  return FileStatus{node->folder ? FileType::Folder : FileType::Regular, node->now.size(), 0};
}

IoResult<uint64_t> MemoryVfs::freeSpace(const fs::path&) {
  if (const auto error = begin("freespace", false)) return tl::unexpected(*error);
  return freeSpace_;
}

IoResult<std::unique_ptr<VfsLock>> MemoryVfs::lock(const fs::path& path, std::string_view note) {
  if (const auto error = begin("lock " + path.filename().string(), true)) {
    return tl::unexpected(*error);
  }
  if (!parentOf(path)) return tl::unexpected(IoError{ENOENT});
  if (!locks_->insert(key(path)).second) return tl::unexpected(IoError{EWOULDBLOCK});
  put(path, std::string(note));
  return std::make_unique<MemoryLock>(locks_, key(path));
}

IoResult<bool> MemoryVfs::isLocked(const fs::path& path) {
  if (const auto error = begin("islocked", false)) return tl::unexpected(*error);
  return locks_->contains(key(path));
}

std::unique_ptr<MemoryVfs> MemoryVfs::reboot(const std::vector<Fate>& fates, Random& random) const {
  // Copies of all nodes there are, with only the durable side.
  std::map<const Node*, NodePointer> copies;
  std::function<NodePointer(const NodePointer&)> copy = [&](const NodePointer& node) {
    if (!node) return NodePointer();
    if (const auto done = copies.find(node.get()); done != copies.end()) return done->second;
    auto made = std::make_shared<Node>();
    copies[node.get()] = made;
    made->folder = node->folder;
    made->durable = node->durable;
    for (const auto& [name, entry] : node->durableEntries) made->durableEntries[name] = copy(entry);
    return made;
  };
  auto after = std::make_unique<MemoryVfs>();
  after->root_ = copy(root_);
  for (size_t i = 0; i < pending_.size(); ++i) {
    if (fates[i] == Fate::Drop) continue;
    Pending operation = pending_[i];
    operation.node = copy(operation.node);
    operation.folder = copy(operation.folder);
    operation.toFolder = copy(operation.toFolder);
    if (fates[i] == Fate::Tear && operation.kind == Pending::Kind::Write) {
      const size_t sector = random.chance(0.5) ? 512 : 4096;
      const size_t sectors = operation.bytes.size() / sector;
      const size_t kept =
          static_cast<size_t>(random.below(static_cast<int64_t>(sectors) + 1)) * sector;
      if (random.chance(0.5)) {
        operation.bytes.resize(kept);  // The rest never got there.
      } else {                         // The length got there, the rest of the bytes did not.
        std::fill(operation.bytes.begin() + static_cast<std::ptrdiff_t>(kept),
                  operation.bytes.end(), '\0');
      }
    }
    operation.commit();
  }
  for (const auto& [old, node] : copies) {
    node->now = node->durable;
    node->entries = node->durableEntries;
  }
  return after;
}

void MemoryVfs::syncEverything() {
  commitIf([](const Pending&) { return true; });
}

std::map<std::string, std::string> MemoryVfs::files() const {
  std::map<std::string, std::string> all;
  const std::function<void(const Node&, const std::string&)> walk = [&](const Node& folder,
                                                                        const std::string& path) {
    for (const auto& [name, entry] : folder.entries) {
      if (entry->folder) {
        walk(*entry, path + "/" + name);
      } else {
        all[path + "/" + name] = entry->now;
      }
    }
  };
  walk(*root_, "");
  return all;
}

void MemoryVfs::put(const fs::path& path, std::string contents) {
  NodePointer folder = root_;
  for (const fs::path& part : path.parent_path().relative_path()) {
    NodePointer& entry = folder->entries[part.string()];
    if (!entry) {
      entry = std::make_shared<Node>();
      entry->folder = true;
      folder->durableEntries[part.string()] = entry;
    }
    folder = entry;
  }
  auto node = std::make_shared<Node>();
  node->now = node->durable = std::move(contents);
  folder->entries[path.filename().string()] = node;
  folder->durableEntries[path.filename().string()] = node;
}

}  // namespace unroll::test
