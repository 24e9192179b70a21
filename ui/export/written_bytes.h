#pragma once

#include <QString>

namespace unroll::ui {

/// Bytes of a file, or of all files below a folder; 0 when nothing is there. Blocks; any thread.
qint64 bytesAt(const QString& path);

/// Bytes of what the engine has written so far: it stands beside `output` under a name with ".part"
/// in it until it is whole. Blocks; any thread.
qint64 partialBytes(const QString& output);

}  // namespace unroll::ui
