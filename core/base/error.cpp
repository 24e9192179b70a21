#include "base/error.h"

namespace unroll {

int exitCode(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Usage: return 2;
    case ErrorKind::Refused:
    case ErrorKind::Unreadable:
    case ErrorKind::Unsupported:
    case ErrorKind::Corrupt: return 3;
    case ErrorKind::NotFound: return 4;
    case ErrorKind::OutOfMemory:
    case ErrorKind::Device: return 5;
    case ErrorKind::Disk: return 6;
    case ErrorKind::Cancelled: return 130;
    case ErrorKind::Internal: return 1;
  }
  return 1;
}

const char* name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Usage: return "usage";
    case ErrorKind::Refused: return "refused";
    case ErrorKind::Unreadable: return "unreadable";
    case ErrorKind::Unsupported: return "unsupported";
    case ErrorKind::Corrupt: return "corrupt";
    case ErrorKind::NotFound: return "not_found";
    case ErrorKind::OutOfMemory: return "out_of_memory";
    case ErrorKind::Device: return "device";
    case ErrorKind::Disk: return "disk";
    case ErrorKind::Cancelled: return "cancelled";
    case ErrorKind::Internal: return "internal";
  }
  return "internal";
}

}  // namespace unroll
