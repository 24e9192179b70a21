#include "ui/shell/project_link.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace unroll::ui {
namespace {

const QString kProject = QStringLiteral("project.json");

}  // namespace

void writeProjectLink(const QString& project, const QString& name) {
  const QDir folder(project);
  if (!folder.exists(kProject) || !folder.entryList({QStringLiteral("*.unroll")}).isEmpty()) return;
  QSaveFile file(folder.filePath(name + QStringLiteral(".unroll")));
  // Nothing is lost where it cannot be written: the folder opens as well.
  if (!file.open(QIODevice::WriteOnly)) return;
  file.write("{\"format\": \"unroll-link\", \"version\": 1}\n");
  file.commit();
}

QString projectOf(const QString& path) {
  const QFileInfo info(path);
  const QString folder =
      info.isDir() ? path
      : info.isFile() && (info.fileName() == kProject || info.suffix() == QLatin1String("unroll"))
          ? info.absolutePath()
          : QString();
  return !folder.isEmpty() && QDir(folder).exists(kProject) ? folder : QString();
}

}  // namespace unroll::ui
