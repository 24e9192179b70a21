#include "gui/support.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTextEdit>

#include "io/npy.h"
#include "io/project.h"
#include "protocol/built_in_recipes.h"
#include "protocol/recipe_json.h"

namespace unroll::ui::test {
namespace {

template <typename T>
T required(Result<T> result) {
  if (!result) qFatal("%s", result.error().message.c_str());
  return std::move(*result);
}

}  // namespace

ScratchProject::ScratchProject(const QString& recipe)
    : path_(folder_.filePath(QStringLiteral("project"))) {
  const Recipe made = required(builtInRecipe(recipe.toStdString()));
  const io::Json json = required(io::parseStrictJson(toJson(made), "recipe"));
  required(io::Project::create(path_.toStdString(), json));
}

void ScratchProject::addRun(const QString& run) {
  const io::Project project = required(io::Project::open(path_.toStdString()));
  required(
      project.createRun(run.toStdString(), {{"seed", 1}, {"device", "cpu"}}, project.recipe()));
}

void ScratchProject::addEvent(const QString& run, const QString& type, const QJsonObject& fields,
                              double time) {
  QJsonObject line = fields;
  line.insert(QStringLiteral("t"), time);
  line.insert(QStringLiteral("type"), type);
  QFile file(runFolder(run) + QStringLiteral("/events.jsonl"));
  if (!file.open(QIODevice::Append)) qFatal("The events file cannot be opened.");
  file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

void ScratchProject::addScalar(const QString& run, int stage, qint64 step, const QString& name,
                               double value, double time) {
  addEvent(run, QStringLiteral("scalar"),
           {{QStringLiteral("stage"), stage},
            {QStringLiteral("step"), step},
            {QStringLiteral("name"), name},
            {QStringLiteral("value"), value}},
           time);
}

QString ScratchProject::checkpointName(int stage, qint64 step) {
  return QStringLiteral("stage%1-step-%2.safetensors")
      .arg(stage)
      .arg(step, 8, 10, QLatin1Char('0'));
}

void ScratchProject::addCheckpoint(const QString& run, int stage, qint64 step, qint64 modified) {
  QFile file(runFolder(run) + QStringLiteral("/checkpoints/") + checkpointName(stage, step));
  if (!file.open(QIODevice::WriteOnly)) qFatal("A checkpoint cannot be written.");
  file.write("weights");
  file.flush();
  if (modified == 0) return;
  const auto time = QDateTime::fromSecsSinceEpoch(modified);
  if (!file.setFileTime(time, QFileDevice::FileModificationTime))
    qFatal("The time of a checkpoint cannot be set.");
}

void ScratchProject::addPreview(const QString& run, int stage, qint64 step, int count, int frames,
                                int size) {
  const QString name =
      QStringLiteral("stage%1-step-%2").arg(stage).arg(step, 8, 10, QLatin1Char('0'));
  const QString folder = runFolder(run) + QStringLiteral("/previews/") + name;
  QDir().mkpath(folder);
  for (int probe = 0; probe < count; ++probe) {
    const std::vector<uint8_t> pixels(
        static_cast<size_t>(frames) * static_cast<size_t>(size) * static_cast<size_t>(size) * 3,
        static_cast<uint8_t>(40 + 30 * probe));
    const QString file = folder + QStringLiteral("/probe-%1.npy").arg(probe);
    const auto written = io::writeNpy(realVfs(), file.toStdString(),
                                      std::span<const uint8_t>(pixels), {frames, size, size, 3});
    if (!written) qFatal("%s", written.error().message.c_str());
  }
  addEvent(run, QStringLiteral("preview"),
           {{QStringLiteral("stage"), stage},
            {QStringLiteral("step"), step},
            {QStringLiteral("folder"), name},
            {QStringLiteral("count"), count}});
}

QStringList unnamedWidgets(QWidget& root) {
  QStringList found;
  QList<QWidget*> widgets = root.findChildren<QWidget*>();
  widgets.prepend(&root);
  for (QWidget* widget : widgets) {
    const bool interactive =
        qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
        qobject_cast<QLineEdit*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) ||
        (qobject_cast<QAbstractSlider*>(widget) && !qobject_cast<QScrollBar*>(widget)) ||
        qobject_cast<QAbstractItemView*>(widget) || qobject_cast<QTextEdit*>(widget) ||
        (widget->focusPolicy() != Qt::NoFocus &&
         widget->metaObject()->className() != QByteArrayLiteral("QScrollArea"));
    // Parts that Qt makes inside its own widgets have names of theirs that start with qt_.
    if (!interactive || qobject_cast<QLabel*>(widget) ||
        widget->objectName().startsWith(QLatin1String("qt_")))
      continue;
    if (widget->parentWidget() != nullptr &&
        (qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) ||
         qobject_cast<QComboBox*>(widget->parentWidget()) ||
         widget->parentWidget()->inherits("QComboBoxPrivateContainer") ||
         qobject_cast<QAbstractItemView*>(widget->parentWidget()))) {
      continue;
    }
    const QString where =
        QString::fromLatin1(widget->metaObject()->className()) + QStringLiteral(" '") +
        widget->objectName() + QStringLiteral("' in '") +
        (widget->parentWidget() ? widget->parentWidget()->objectName() : QString()) +
        QStringLiteral("'");
    if (widget->objectName().isEmpty()) found += where + QStringLiteral(" has no object name.");
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
    if (accessible == nullptr || accessible->text(QAccessible::Name).trimmed().isEmpty()) {
      found += where + QStringLiteral(" has no accessible name.");
    }
  }
  return found;
}

}  // namespace unroll::ui::test
