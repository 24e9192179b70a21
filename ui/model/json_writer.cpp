#include "ui/model/json_writer.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "base/atomic_file.h"

namespace unroll::ui {

JsonWriter::JsonWriter(QObject* parent) : QObject(parent) { thread_.setMaxThreadCount(1); }

JsonWriter::~JsonWriter() { wait(); }

void JsonWriter::write(const QString& path, const QJsonObject& document) {
  thread_.start([this, path = path.toStdString(), document] {
    const std::string text = QJsonDocument(document).toJson().toStdString();
    const Result<void> written = writeFileAtomically(realVfs(), path, text);
    if (written) return;
    const QString sentence = QString::fromStdString(written.error().message);
    QMetaObject::invokeMethod(
        this, [this, sentence] { Q_EMIT failed(sentence); }, Qt::QueuedConnection);
  });
}

}  // namespace unroll::ui
