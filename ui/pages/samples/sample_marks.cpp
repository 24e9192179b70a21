#include "ui/pages/samples/sample_marks.h"

#include <algorithm>
#include <memory>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUndoCommand>

namespace unroll::ui {

/// One star or set of tags, there and back.
class SampleMarks::Change : public QUndoCommand {
 public:
  Change(SampleMarks& marks, QString address, Mark after, const QString& text)
      : QUndoCommand(text),
        marks_(marks),
        address_(std::move(address)),
        before_(marks.marks_.value(address_)),
        after_(std::move(after)) {}
  void undo() override { marks_.put(address_, before_); }
  void redo() override { marks_.put(address_, after_); }

 private:
  SampleMarks& marks_;
  QString address_;
  Mark before_;
  Mark after_;
};

SampleMarks::SampleMarks(QObject* parent) : QObject(parent) {
  connect(&writer_, &JsonWriter::failed, this, &SampleMarks::failed);
}

QString SampleMarks::address(const QString& run, qint64 step, quint64 seed, qint64 label) {
  QString text = QStringLiteral("%1@%2/%3").arg(run).arg(step).arg(seed);
  if (label >= 0) text += QStringLiteral("/%1").arg(label);
  return text;
}

void SampleMarks::setProject(const QString& folder) {
  if (folder == project_) return;
  writer_.wait();
  project_ = folder;
  marks_.clear();
  undo_.clear();
  QFile file(folder + QStringLiteral("/marks.json"));
  if (!folder.isEmpty() && file.exists()) {
    const QJsonDocument document =
        file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
    if (!document.isObject()) {
      project_.clear();  // What cannot be read is not written over.
      Q_EMIT failed(
          tr("The stars and tags in '%1' cannot be read: move the file away to begin anew.")
              .arg(file.fileName()));
    }
    const QJsonObject samples = document.object().value(QLatin1String("samples")).toObject();
    for (auto one = samples.begin(); one != samples.end(); ++one) {
      const QJsonObject object = one.value().toObject();
      Mark mark{object.value(QLatin1String("starred")).toBool(), {}};
      for (const QJsonValue& tag : object.value(QLatin1String("tags")).toArray())
        mark.tags.append(tag.toString());
      marks_.insert(one.key(), mark);
    }
  }
  Q_EMIT changed({});
}

QStringList SampleMarks::starred() const {
  QStringList list;
  for (auto one = marks_.begin(); one != marks_.end(); ++one) {
    if (one->starred) list.append(one.key());
  }
  list.sort();
  return list;
}

void SampleMarks::toggleStar(const QString& address) {
  Mark mark = marks_.value(address);
  mark.starred = !mark.starred;
  const QString text = mark.starred ? tr("Star %1") : tr("Unstar %1");
  undo_.push(std::make_unique<Change>(*this, address, mark, text.arg(address)).release());
}

void SampleMarks::setTags(const QString& address, const QStringList& tags) {
  Mark mark = marks_.value(address);
  QStringList cleaned;
  for (const QString& tag : tags) {
    if (!tag.trimmed().isEmpty() && !cleaned.contains(tag.trimmed())) cleaned.append(tag.trimmed());
  }
  if (mark.tags == cleaned) return;
  mark.tags = cleaned;
  undo_.push(std::make_unique<Change>(*this, address, mark, tr("Tag %1").arg(address)).release());
}

void SampleMarks::put(const QString& address, const Mark& mark) {
  if (mark == Mark{}) {
    marks_.remove(address);
  } else {
    marks_.insert(address, mark);
  }
  save();
  Q_EMIT changed(address);
}

void SampleMarks::save() {
  if (project_.isEmpty()) return;
  QJsonObject samples;
  for (auto one = marks_.begin(); one != marks_.end(); ++one) {
    samples.insert(one.key(),
                   QJsonObject{{QStringLiteral("starred"), one->starred},
                               {QStringLiteral("tags"), QJsonArray::fromStringList(one->tags)}});
  }
  writer_.write(project_ + QStringLiteral("/marks.json"),
                QJsonObject{{QStringLiteral("version"), 1}, {QStringLiteral("samples"), samples}});
}

}  // namespace unroll::ui
