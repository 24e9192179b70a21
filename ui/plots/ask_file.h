#pragma once

#include <optional>

#include <QByteArray>
#include <QString>
#include <QStringList>

class QWidget;

namespace unroll::ui {

/// Asks where a file is to be written. Its name ends in one of `suffixes` (lower case): that of
/// `proposed` is added to any other, and what is there already is replaced only when the person
/// said so. Empty: nowhere. Threads: GUI only; blocks while the dialog is open.
QString askFileToWrite(QWidget* parent, const QString& title, const QString& proposed,
                       const QStringList& suffixes);

/// Writes the whole file or leaves what is there. The system's reason; empty: it is written.
QString whyNotWritten(const QString& path, const QByteArray& bytes);
/// The same where the person chose the place: one sentence when it cannot be written.
std::optional<QString> writeFile(const QString& path, const QByteArray& bytes);

}  // namespace unroll::ui
