#include "ui/shell/session.h"

#include <QEvent>
#include <QMainWindow>
#include <QSettings>
#include <QSplitter>

#include "ui/model/cursors.h"
#include "ui/model/project_model.h"

namespace unroll::ui {
namespace {

constexpr int kSoonMs = 400;
constexpr int kFramesMs = 3000;

QString splitterKey(const QSplitter& splitter) {
  return QStringLiteral("session/splitter/") + splitter.objectName();
}

}  // namespace

Session::Session(StudioContext& context, QMainWindow& window)
    : QObject(&window), context_(context), window_(window) {
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, &Session::save);
  window_.installEventFilter(this);
  Cursors* cursors = context_.cursors;
  connect(cursors, &Cursors::runChanged, this, &Session::saveSoon);
  connect(cursors, &Cursors::stepChanged, this, &Session::saveSoon);
  connect(cursors, &Cursors::seedChanged, this, &Session::saveSoon);
  connect(cursors, &Cursors::frameChanged, this, [this] {
    // While a clip plays this comes at every frame.
    if (!restoring_ && !soon_.isActive()) soon_.start(kFramesMs);
  });
  connect(context_.project, &ProjectModel::opened, this, &Session::saveSoon);
  connect(context_.project, &ProjectModel::closed, this, &Session::saveSoon);
}

void Session::restoreWindow() {
  restoring_ = true;
  const QByteArray geometry =
      context_.settings->value(QStringLiteral("session/geometry")).toByteArray();
  if (!geometry.isEmpty()) window_.restoreGeometry(geometry);
  restoring_ = false;
  watchSplitters();
}

void Session::watchSplitters() {
  for (QSplitter* splitter : window_.findChildren<QSplitter*>()) {
    if (splitter->objectName().isEmpty() || splitter->property("inSession").toBool()) continue;
    splitter->setProperty("inSession", true);
    splitter->setProperty("standardState", splitter->saveState());
    const QByteArray state = context_.settings->value(splitterKey(*splitter)).toByteArray();
    if (!state.isEmpty()) splitter->restoreState(state);
    connect(splitter, &QSplitter::splitterMoved, this, &Session::saveSoon);
  }
}

void Session::restoreCursors() {
  const QSettings& settings = *context_.settings;
  if (settings.value(QStringLiteral("session/project")).toString() != context_.project->path())
    return;
  restoring_ = true;
  Cursors* cursors = context_.cursors;
  const QString run = settings.value(QStringLiteral("session/run")).toString();
  if (context_.project->runInfo(run) != nullptr) cursors->setRun(run);
  cursors->setStep(settings.value(QStringLiteral("session/step"), -1).toLongLong());
  cursors->setSeed(settings.value(QStringLiteral("session/seed"), 0).toLongLong());
  cursors->setFrame(settings.value(QStringLiteral("session/frame"), 0).toInt());
  restoring_ = false;
}

QString Session::project() const {
  return context_.settings->value(QStringLiteral("session/project")).toString();
}

QString Session::page() const {
  return context_.settings->value(QStringLiteral("session/page")).toString();
}

bool Session::flag(const QString& name, bool fallback) const {
  return context_.settings->value(QStringLiteral("session/") + name, fallback).toBool();
}

void Session::setPage(const QString& key) {
  context_.settings->setValue(QStringLiteral("session/page"), key);
  saveSoon();
}

void Session::setFlag(const QString& name, bool on) {
  const QString key = QStringLiteral("session/") + name;
  context_.settings->setValue(key, on);
  saveSoon();
}

void Session::resetSplitters() {
  for (QSplitter* splitter : window_.findChildren<QSplitter*>()) {
    const QByteArray standard = splitter->property("standardState").toByteArray();
    if (!standard.isEmpty()) splitter->restoreState(standard);
  }
  saveSoon();
}

void Session::watchWindow(QWidget& window, const QString& page) {
  windows_.insert(&window, page);
  const QByteArray geometry =
      context_.settings->value(QStringLiteral("session/window/") + page).toByteArray();
  if (!geometry.isEmpty()) window.restoreGeometry(geometry);
  window.installEventFilter(this);
  saveSoon();
}

QStringList Session::windows() const {
  return context_.settings->value(QStringLiteral("session/windows")).toStringList();
}

bool Session::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &window_ && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
    saveSoon();
  if (watched == &window_ && event->type() == QEvent::Close) save();
  if (windows_.contains(watched)) {
    // Those that are open when the main window goes come back with it.
    if (event->type() == QEvent::Close) windows_.remove(watched);
    if (event->type() == QEvent::Close || event->type() == QEvent::Resize ||
        event->type() == QEvent::Move) {
      saveSoon();
    }
  }
  return QObject::eventFilter(watched, event);
}

void Session::saveSoon() {
  if (restoring_ || (soon_.isActive() && soon_.remainingTime() <= kSoonMs)) return;
  soon_.start(kSoonMs);
}

void Session::save() {
  soon_.stop();
  if (frozen_) return;
  QSettings& settings = *context_.settings;
  const Cursors& cursors = *context_.cursors;
  settings.setValue(QStringLiteral("session/geometry"), window_.saveGeometry());
  if (settled_) settings.setValue(QStringLiteral("session/project"), context_.project->path());
  if (settled_ && context_.project->isOpen()) {
    settings.setValue(QStringLiteral("session/run"), cursors.run());
    settings.setValue(QStringLiteral("session/step"), cursors.step());
    settings.setValue(QStringLiteral("session/seed"), cursors.seed());
    settings.setValue(QStringLiteral("session/frame"), cursors.frame());
  }
  QStringList pages;
  for (const QWidget* window : window_.findChildren<QWidget*>()) {
    const auto found = windows_.constFind(window);
    if (found == windows_.cend()) continue;
    pages.append(*found);
    settings.setValue(QStringLiteral("session/window/") + *found, window->saveGeometry());
  }
  if (settled_) settings.setValue(QStringLiteral("session/windows"), pages);
  for (const QSplitter* splitter : window_.findChildren<QSplitter*>()) {
    if (splitter->property("inSession").toBool())
      settings.setValue(splitterKey(*splitter), splitter->saveState());
  }
  settings.sync();  // QSettings writes beside and renames: a kill leaves the old or the new one.
}

}  // namespace unroll::ui
