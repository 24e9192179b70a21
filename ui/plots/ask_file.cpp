#include "ui/plots/ask_file.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

namespace unroll::ui {

QString askFileToWrite(QWidget* parent, const QString& title, const QString& proposed,
                       const QStringList& suffixes) {
  const QString suffix = QFileInfo(proposed).suffix();
  QString path = proposed;
  for (;;) {
    path = QFileDialog::getSaveFileName(parent, title, path);
    if (path.isEmpty() || suffixes.contains(QFileInfo(path).suffix().toLower())) return path;
    path += QLatin1Char('.') + suffix;
    // The dialog asked about the name without it: it asks again about the whole one.
    if (!QFileInfo::exists(path)) return path;
  }
}

QString whyNotWritten(const QString& path, const QByteArray& bytes) {
  QSaveFile file(path);
  const bool written =
      file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
  return written ? QString() : file.errorString();
}

std::optional<QString> writeFile(const QString& path, const QByteArray& bytes) {
  const QString why = whyNotWritten(path, bytes);
  if (why.isEmpty()) return std::nullopt;
  // A free function: the translations name it by its namespace.
  return QCoreApplication::translate("unroll::ui",
                                     "'%1' cannot be written: %2; choose another folder.")
      .arg(path, why);
}

}  // namespace unroll::ui
