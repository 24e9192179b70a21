#include "ui/model/project_model.h"

#include <QDir>

#include "ui/model/project_reader.h"
#include "ui/model/run_model.h"

namespace unroll::ui {
namespace {

constexpr int kLookMs = 2000;
constexpr int kSoonMs = 150;

bool sameRun(const RunInfo& a, const RunInfo& b) {
  return a.name == b.name && a.live == b.live && a.created == b.created && a.recipe == b.recipe;
}

bool sameRuns(const QMap<QString, RunInfo>& a, const QMap<QString, RunInfo>& b) {
  if (a.keys() != b.keys()) return false;
  for (auto run = a.cbegin(); run != a.cend(); ++run) {
    if (!sameRun(*run, b.value(run.key()))) return false;
  }
  return true;
}

}  // namespace

ProjectModel::ProjectModel(QObject* parent) : QObject(parent), reader_(new ProjectReader) {
  qRegisterMetaType<ProjectLook>();
  thread_.setObjectName(QStringLiteral("project-reader"));
  reader_->moveToThread(&thread_);
  connect(&thread_, &QThread::finished, reader_, &QObject::deleteLater);
  connect(reader_, &ProjectReader::opened, this, &ProjectModel::takeOpened);
  connect(reader_, &ProjectReader::looked, this, &ProjectModel::take);
  connect(reader_, &ProjectReader::refused, this, [this](const QString& path, const QString& why) {
    if (opening_) Q_EMIT openFailed(path, why);
    opening_ = false;
  });
  connect(reader_, &ProjectReader::saved, this, &ProjectModel::refresh);
  connect(reader_, &ProjectReader::notSaved, this, &ProjectModel::saveFailed);
  thread_.start();
  timer_.setInterval(kLookMs);
  connect(&timer_, &QTimer::timeout, this, &ProjectModel::refresh);
  soon_.setInterval(kSoonMs);
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, &ProjectModel::refresh);
  connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, [this] { soon_.start(); });
}

ProjectModel::~ProjectModel() {
  qDeleteAll(runs_);
  thread_.quit();
  thread_.wait();
}

void ProjectModel::open(const QString& path) {
  opening_ = true;
  const QString absolute = QDir::cleanPath(QDir(path).absolutePath());
  QMetaObject::invokeMethod(
      reader_, [reader = reader_, absolute] { reader->open(absolute); }, Qt::QueuedConnection);
}

void ProjectModel::close() {
  if (!isOpen()) return;
  QMetaObject::invokeMethod(reader_, &ProjectReader::close, Qt::QueuedConnection);
  timer_.stop();
  qDeleteAll(runs_);
  runs_.clear();
  infos_.clear();
  path_.clear();
  Q_EMIT closed();
}

void ProjectModel::saveRecipe(const Recipe& recipe) {
  QMetaObject::invokeMethod(
      reader_, [reader = reader_, recipe] { reader->save(recipe); }, Qt::QueuedConnection);
}

QStringList ProjectModel::runNames() const { return infos_.keys(); }

const RunInfo* ProjectModel::runInfo(const QString& name) const {
  const auto found = infos_.constFind(name);
  return found == infos_.cend() ? nullptr : &*found;
}

RunModel* ProjectModel::run(const QString& name) {
  if (RunModel* known = runs_.value(name)) return known;
  const RunInfo* info = runInfo(name);
  if (info == nullptr) return nullptr;
  auto* made = new RunModel(*info, thread_, this);
  runs_.insert(name, made);
  // A trainer that ends or starts says so in the log first: look at the lock at once.
  connect(made, &RunModel::logChanged, &soon_, qOverload<>(&QTimer::start));
  connect(made, &RunModel::unreadable, this, &ProjectModel::runUnreadable);
  return made;
}

quint64 ProjectModel::checkpointBytes() const {
  quint64 largest = 0;
  for (const RunModel* run : runs_) {
    for (const Checkpoint& checkpoint : run->checkpoints())
      largest = std::max(largest, checkpoint.bytes);
  }
  return largest;
}

void ProjectModel::refresh() {
  if (isOpen()) QMetaObject::invokeMethod(reader_, &ProjectReader::look, Qt::QueuedConnection);
}

void ProjectModel::takeOpened(const ProjectLook& look) {
  opening_ = false;
  qDeleteAll(runs_);
  runs_.clear();
  path_ = look.path;
  name_ = look.name;
  recipe_ = look.recipe;
  dataChanged_ = look.dataChanged;
  putRuns(look);
  putDisk(look);
  watchFolders();
  timer_.start();
  Q_EMIT opened();
  Q_EMIT runsChanged();
  Q_EMIT diskChanged();
}

bool ProjectModel::putRuns(const ProjectLook& look) {
  QMap<QString, RunInfo> infos;
  for (const RunInfo& run : look.runs) infos.insert(run.name, run);
  const bool changed = !sameRuns(infos, infos_) || broken_ != look.brokenRuns;
  infos_ = std::move(infos);
  broken_ = look.brokenRuns;
  return changed;
}

bool ProjectModel::putDisk(const ProjectLook& look) {
  if (freeBytes_ == look.freeBytes && freeKnown_ == look.freeKnown && writable_ == look.writable)
    return false;
  freeBytes_ = look.freeBytes;
  freeKnown_ = look.freeKnown;
  writable_ = look.writable;
  return true;
}

void ProjectModel::take(const ProjectLook& look) {
  if (look.path != path_) return;  // Another project was opened since.
  const bool runs = putRuns(look);
  for (auto run = runs_.begin(); run != runs_.end();) {
    const RunInfo* info = runInfo(run.key());
    if (info == nullptr) {
      (*run)->deleteLater();
      run = runs_.erase(run);
      continue;
    }
    (*run)->setInfo(*info);
    ++run;
  }
  if (runs) {
    watchFolders();
    Q_EMIT runsChanged();
  }
  if (!(recipe_ == look.recipe)) {
    recipe_ = look.recipe;
    Q_EMIT recipeChanged();
  }
  if (dataChanged_ != look.dataChanged) {
    dataChanged_ = look.dataChanged;
    Q_EMIT dataChanged();
  }
  if (putDisk(look)) Q_EMIT diskChanged();
}

void ProjectModel::watchFolders() {
  if (!watcher_.directories().isEmpty()) watcher_.removePaths(watcher_.directories());
  QStringList folders = {path_, dataFolder(), path_ + QStringLiteral("/runs")};
  for (const RunInfo& run : std::as_const(infos_)) folders.append(run.folder);
  folders.removeIf([](const QString& folder) { return !QDir(folder).exists(); });
  watcher_.addPaths(folders);
}

}  // namespace unroll::ui
