#pragma once

#include <source_location>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace unroll {

/// What went wrong, in categories that a caller can act on.
enum class ErrorKind {
  Usage,        ///< a wrong option, key or value: exit 2
  Refused,      ///< input that cannot be used as it is: exit 3
  Unreadable,   ///< a file that cannot be opened or read: exit 3
  Unsupported,  ///< a known thing this build or machine cannot do: exit 3
  Corrupt,      ///< a file whose contents contradict themselves: exit 3
  NotFound,     ///< exit 4
  OutOfMemory,  ///< exit 5
  Device,       ///< exit 5
  Disk,         ///< writing failed: full, read-only, EIO: exit 6
  Cancelled,    ///< exit 130
  Internal,     ///< a bug of ours: exit 1
};

/// One refusal. `message` is one sentence for the user: what, where, what to do.
struct Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message;
  std::source_location where = std::source_location::current();
};

template <typename T>
using Result = tl::expected<T, Error>;

/// What a function returns in place of a Result<T>'s value when it refuses.
inline tl::unexpected<Error> fail(ErrorKind kind, std::string message,
                                  std::source_location where = std::source_location::current()) {
  return tl::unexpected<Error>(Error{kind, std::move(message), where});
}

/// The program's exit code for `kind` (see DESIGN: 2 usage, 3 refused, 4 not found, 5 device or
/// memory, 6 disk, 130 interrupted).
int exitCode(ErrorKind kind);

/// The kind's name as it appears in --json output, for example "not_found".
const char* name(ErrorKind kind);

}  // namespace unroll

/// Returns the error of a Result from the enclosing function; else goes on.
#define UNROLL_TRY(expression)                                           \
  do {                                                                   \
    auto unrollTried = (expression);                                     \
    if (!unrollTried) return tl::unexpected(std::move(unrollTried).error()); \
  } while (false)

/// Declares `variable` with the value of a Result, or returns its error.
#define UNROLL_TRY_ASSIGN(variable, expression)                                      \
  auto variable##Tried = (expression);                                               \
  if (!variable##Tried) return tl::unexpected(std::move(variable##Tried).error());   \
  auto variable = std::move(variable##Tried).value()
