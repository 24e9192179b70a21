#include "ui/export/written_bytes.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

namespace unroll::ui {

qint64 bytesAt(const QString& path) {
  const QFileInfo info(path);
  if (!info.isDir()) return info.exists() ? info.size() : 0;
  qint64 bytes = 0;
  for (QDirIterator files(path, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
    files.next();
    bytes += files.fileInfo().size();
  }
  return bytes;
}

qint64 partialBytes(const QString& output) {
  const QFileInfo info(output);
  const QStringList names{info.fileName() + QStringLiteral(".part*"),
                          info.completeBaseName() + QStringLiteral(".part*")};
  qint64 bytes = 0;
  for (const QFileInfo& part : info.dir().entryInfoList(names)) bytes += bytesAt(part.filePath());
  return bytes;
}

}  // namespace unroll::ui
