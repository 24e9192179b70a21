// Preloaded into the program by fault_loop.py: lets the n-th call of one kind on a file below a
// folder fail, write half, or kill the process.
//
//   FAULT_ROOT   the folder; calls on other files pass
//   FAULT_CALL   write, sync, rename or create
//   FAULT_AT     which of them, from 1; also every later one with FAULT_STICKY=1
//   FAULT_HOW    an errno, "short" (write half of it) or "kill"
//   FAULT_HIT    a file that is made when it happens; with FAULT_AT=0, the number of calls is
//                written to it at the end
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>
#include <string_view>

namespace {

std::string setting(const char* name) {
  const char* value = ::getenv(name);
  return value != nullptr ? value : "";
}

struct Plan {
  std::string root = setting("FAULT_ROOT"), call = setting("FAULT_CALL"),
              how = setting("FAULT_HOW"), hit = setting("FAULT_HIT");
  long at = ::atol(setting("FAULT_AT").c_str());
  bool sticky = setting("FAULT_STICKY") == "1";
  std::atomic<long> calls{0};

  ~Plan() {
    if (root.empty() || at != 0) return;
    root.clear();  // What follows is not counted.
    if (FILE* file = ::fopen(hit.c_str(), "we")) {
      ::fprintf(file, "%ld\n", calls.load());
      ::fclose(file);
    }
  }
};

Plan& plan() {
  static Plan instance;
  return instance;
}

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

std::string pathOf(int descriptor) {
  char link[64], path[PATH_MAX];
  ::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = ::readlink(link, path, sizeof path);
  return length > 0 ? std::string(path, static_cast<size_t>(length)) : std::string();
}

/// Whether this call is the one; counts it.
bool struck(const char* call, const std::string& path) {
  Plan& p = plan();
  if (p.root.empty() || p.call != call || !path.starts_with(p.root)) return false;
  const long number = ++p.calls;
  if (number != p.at && !(p.sticky && number > p.at)) return false;
  const auto open = next<int (*)(const char*, int, ...)>("open");
  const int mark = open(p.hit.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (mark >= 0) next<int (*)(int)>("close")(mark);
  if (p.how == "kill") ::kill(::getpid(), SIGKILL);
  return true;
}

int refuse() {
  errno = ::atoi(plan().how.c_str());
  return -1;
}

bool isShort() { return plan().how == "short"; }

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t count) {
  const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  if (!struck("write", pathOf(descriptor))) return real(descriptor, bytes, count);
  return isShort() ? real(descriptor, bytes, (count + 1) / 2) : refuse();
}

ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t offset) {
  const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  if (!struck("write", pathOf(descriptor))) return real(descriptor, bytes, count, offset);
  return isShort() ? real(descriptor, bytes, (count + 1) / 2, offset) : refuse();
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t count, off64_t offset) {
  return pwrite(descriptor, bytes, count, offset);
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  const auto real = next<ssize_t (*)(int, const iovec*, int)>("writev");
  if (!struck("write", pathOf(descriptor))) return real(descriptor, parts, count);
  return isShort() ? real(descriptor, parts, 1) : refuse();
}

int fsync(int descriptor) {
  return struck("sync", pathOf(descriptor)) ? refuse() : next<int (*)(int)>("fsync")(descriptor);
}

int fdatasync(int descriptor) {
  return struck("sync", pathOf(descriptor)) ? refuse()
                                            : next<int (*)(int)>("fdatasync")(descriptor);
}

int rename(const char* from, const char* to) {
  return struck("rename", to) ? refuse()
                              : next<int (*)(const char*, const char*)>("rename")(from, to);
}

int renameat(int fromFolder, const char* from, int toFolder, const char* to) {
  const std::string path = *to == '/' ? to : pathOf(toFolder) + "/" + to;
  return struck("rename", path) ? refuse()
                                : next<int (*)(int, const char*, int, const char*)>("renameat")(
                                      fromFolder, from, toFolder, to);
}

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if ((flags & O_CREAT) != 0 && struck("create", path)) return refuse();
  return next<int (*)(const char*, int, ...)>("open")(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open(path, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  const std::string whole = *path == '/' || folder == AT_FDCWD ? path : pathOf(folder) + "/" + path;
  if ((flags & O_CREAT) != 0 && struck("create", whole)) return refuse();
  return next<int (*)(int, const char*, int, ...)>("openat")(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return openat(folder, path, flags | O_LARGEFILE, mode);
}
}
