#include "ui/export/job_queue.h"

#include <signal.h>

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLockFile>
#include <QUuid>

#include "ui/engine_client/engine_launcher.h"
#include "ui/export/written_bytes.h"
#include "ui/model/background.h"
#include "ui/model/words.h"

namespace unroll::ui {
namespace {

/// Stops or continues a program where it stands.
void signalProgram(const EngineJob* work, int number) {
  if (work != nullptr && work->processId() > 0) {
    ::kill(static_cast<pid_t>(work->processId()), number);
  }
}

}  // namespace

JobQueue::JobQueue(EngineLauncher& launcher, QObject* parent)
    : QObject(parent), launcher_(launcher) {
  connect(&writer_, &JsonWriter::failed, this, &JobQueue::setProblem);
  sizes_.setInterval(1000);
  connect(&sizes_, &QTimer::timeout, this, &JobQueue::measurePart);
}

JobQueue::~JobQueue() { delete letGo(); }

/// Forgets the program that runs, which may go on hearing that it shall end; the caller's now.
EngineJob* JobQueue::letGo() {
  sizes_.stop();
  workId_.clear();
  EngineJob* work = work_;
  work_.clear();
  if (work == nullptr) return nullptr;
  work->disconnect(this);
  signalProgram(work, SIGCONT);  // A stopped program does not hear that it shall end.
  return work;
}

void JobQueue::setProject(const QString& folder) {
  if (folder == project_) return;
  if (EngineJob* work = letGo()) {
    // Its end is not waited for: the window must not stand still.
    connect(work, &EngineJob::finished, work, &QObject::deleteLater);
    work->cancel();
  }
  writer_.wait();
  jobs_.clear();
  allPaused_ = false;
  lock_.reset();
  project_ = folder;
  setProblem({});
  if (!folder.isEmpty()) load();
  Q_EMIT listChanged();
  Q_EMIT summaryChanged();
  startNext();
}

void JobQueue::setProblem(const QString& sentence) {
  if (sentence == problem_) return;
  problem_ = sentence;
  Q_EMIT problemChanged();
}

void JobQueue::load() {
  const QString exports = project_ + QStringLiteral("/exports");
  if (!QDir().mkpath(exports)) {
    return setProblem(
        tr("'%1' cannot be made, so nothing can be exported: check the folder's permissions.")
            .arg(exports));
  }
  lock_ = std::make_unique<QLockFile>(exports + QStringLiteral("/queue.lock"));
  lock_->setStaleLockTime(0);
  if (!lock_->tryLock(0)) {
    setProblem(
        tr("Another window works through this project's queue: close it to use the queue here."));
  }
  QFile file(exports + QStringLiteral("/queue.json"));
  if (!file.exists()) return;
  const QJsonDocument document =
      file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
  file.close();
  if (!document.isObject()) {
    if (!problem_.isEmpty()) return;
    const QString kept = exports + QStringLiteral("/queue.json.unreadable");
    QFile::remove(kept);
    QFile::rename(file.fileName(), kept);
    return setProblem(
        tr("The queue could not be read: it was put aside as '%1' and a new one begins.")
            .arg(kept));
  }
  allPaused_ = document.object().value(QLatin1String("paused")).toBool();
  for (const QJsonValue& value : document.object().value(QLatin1String("jobs")).toArray()) {
    std::optional<Job> job = jobFromJson(value.toObject());
    if (!job) continue;
    if (job->state == JobState::Running) {
      // The engine writes under another name and renames: a file from after the start is whole.
      const QFileInfo output(job->output);
      const bool whole = output.exists() && output.lastModified().toSecsSinceEpoch() >=
                                                static_cast<qint64>(job->started);
      job->state = whole ? JobState::Done : JobState::Waiting;
      job->bytes = 0;
      job->done = whole ? job->total : 0;
      if (whole) measureWhole(*job);
    }
    jobs_.append(*job);
  }
}

void JobQueue::save() {
  if (project_.isEmpty() || !lock_ || !lock_->isLocked()) return;
  QJsonArray list;
  for (const Job& job : jobs_) list.append(toJson(job));
  const QJsonObject document{{QStringLiteral("version"), 1},
                             {QStringLiteral("paused"), allPaused_},
                             {QStringLiteral("jobs"), list}};
  writer_.write(project_ + QStringLiteral("/exports/queue.json"), document);
}

qsizetype JobQueue::indexOf(const QString& id) const {
  const auto found =
      std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& job) { return job.id == id; });
  return found == jobs_.end() ? -1 : found - jobs_.begin();
}

const Job* JobQueue::job(const QString& id) const {
  const qsizetype at = indexOf(id);
  return at < 0 ? nullptr : &jobs_[at];
}

Job* JobQueue::find(const QString& id) {
  const qsizetype at = indexOf(id);
  return at < 0 ? nullptr : &jobs_[at];
}

QString JobQueue::add(const Job& job) {
  if (project_.isEmpty() || !lock_ || !lock_->isLocked()) return {};
  Job added = job;
  added.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
  added.state = JobState::Waiting;
  added.created = unixNow();
  jobs_.append(added);
  save();
  Q_EMIT listChanged();
  Q_EMIT summaryChanged();
  startNext();
  return added.id;
}

void JobQueue::setState(Job& job, JobState state) {
  job.state = state;
  if (!job.isActive()) job.ended = unixNow();
  const QString id = job.id;
  save();
  Q_EMIT jobChanged(id);
  Q_EMIT summaryChanged();
}

void JobQueue::cancel(const QString& id) {
  Job* job = find(id);
  if (job == nullptr || !job->isActive()) return;
  if (id == workId_ && work_) {
    signalProgram(work_, SIGCONT);
    work_->cancel();  // takeEnd() follows.
    return;
  }
  setState(*job, JobState::Cancelled);
  Q_EMIT jobEnded(id);
}

void JobQueue::retry(const QString& id) {
  Job* found = find(id);
  if (found == nullptr || (found->state != JobState::Failed && found->state != JobState::Cancelled))
    return;
  Job again = *found;
  again.state = JobState::Waiting;
  again.error.clear();
  again.note.clear();
  again.log.clear();
  again.done = again.bytes = 0;
  again.started = again.ended = 0;
  jobs_.removeIf([&](const Job& job) { return job.id == id; });
  jobs_.append(again);
  save();
  Q_EMIT listChanged();
  Q_EMIT summaryChanged();
  startNext();
}

void JobQueue::remove(const QString& id) {
  if (jobs_.removeIf([&](const Job& job) { return job.id == id && !job.isActive(); }) == 0) return;
  save();
  Q_EMIT listChanged();
}

void JobQueue::removeEnded() {
  if (jobs_.removeIf([](const Job& job) { return !job.isActive(); }) == 0) return;
  save();
  Q_EMIT listChanged();
}

void JobQueue::pause(const QString& id) {
  Job* job = find(id);
  if (job == nullptr || (job->state != JobState::Running && job->state != JobState::Waiting))
    return;
  if (id == workId_) signalProgram(work_, SIGSTOP);
  setState(*job, JobState::Paused);
}

void JobQueue::resume(const QString& id) {
  Job* job = find(id);
  if (job == nullptr || job->state != JobState::Paused) return;
  if (id == workId_) {
    signalProgram(work_, SIGCONT);
    setState(*job, JobState::Running);
    return;
  }
  setState(*job, JobState::Waiting);
  startNext();
}

void JobQueue::move(const QString& id, int places) {
  qsizetype at = indexOf(id);
  if (at < 0 || id == workId_ || !jobs_[at].isActive() || places == 0) return;
  // Only jobs that wait change places; those that ended keep theirs.
  const int step = places < 0 ? -1 : 1;
  for (qsizetype to = at + step; places != 0 && to >= 0 && to < jobs_.size(); to += step) {
    if (!jobs_[to].isActive() || jobs_[to].id == workId_) continue;
    jobs_.swapItemsAt(at, to);
    at = to;
    places -= step;
  }
  save();
  Q_EMIT listChanged();
}

void JobQueue::setAllPaused(bool paused) {
  if (paused == allPaused_) return;
  allPaused_ = paused;
  if (const Job* job = running()) {
    const QString id = job->id;
    if (paused) {
      pause(id);
    } else {
      resume(id);
    }
  }
  save();
  Q_EMIT listChanged();
  Q_EMIT summaryChanged();
  startNext();
}

bool JobQueue::isPromised(const QString& path) const {
  return std::any_of(jobs_.begin(), jobs_.end(),
                     [&](const Job& job) { return job.isActive() && job.output == path; });
}

int JobQueue::activeCount() const {
  return static_cast<int>(
      std::count_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return job.isActive(); }));
}

const Job* JobQueue::running() const { return workId_.isEmpty() ? nullptr : job(workId_); }

QString JobQueue::summary() const {
  const int active = activeCount();
  if (active == 0) return {};
  const Job* work = running();
  if (work == nullptr) return tr("jobs paused: %1").arg(active);
  const QString name = work->kind == QLatin1String("export")   ? tr("export")
                       : work->kind == QLatin1String("report") ? tr("report")
                       : work->kind == QLatin1String("pack")   ? tr("model")
                                                               : tr("evaluation");
  QString text = active > 1 ? tr("%1 1/%2").arg(name).arg(active) : name;
  if (work->state == JobState::Paused) return text % QLatin1Char(' ') % tr("paused");
  if (work->total > 0) text += QStringLiteral("  %1 %").arg(100 * work->done / work->total);
  return text;
}

void JobQueue::startNext() {
  if (!workId_.isEmpty() || allPaused_ || !lock_ || !lock_->isLocked()) return;
  const auto next = std::find_if(jobs_.begin(), jobs_.end(),
                                 [](const Job& job) { return job.state == JobState::Waiting; });
  if (next != jobs_.end()) start(*next);
}

void JobQueue::start(Job& job) {
  workId_ = job.id;
  job.started = unixNow();
  job.ended = 0;
  job.done = 0;
  job.error.clear();
  work_ = launcher_.run(job.arguments, this);
  connect(work_, &EngineJob::progress, this, &JobQueue::takeProgress);
  connect(work_, &EngineJob::finished, this, &JobQueue::takeEnd);
  sizes_.start();
  setState(job, JobState::Running);
}

void JobQueue::takeProgress(const JobProgress& progress) {
  Job* job = find(workId_);
  if (job == nullptr) return;
  job->done = progress.done;
  job->total = progress.total;
  const double spent = unixNow() - job->started;
  job->secondsLeft = progress.secondsLeft;
  if (progress.secondsLeft < 0 && progress.done > 0) {
    job->secondsLeft = spent / static_cast<double>(progress.done) *
                       static_cast<double>(progress.total - progress.done);
  }
  Q_EMIT jobChanged(workId_);
  Q_EMIT summaryChanged();
}

void JobQueue::setBytes(const QString& id, qint64 bytes) {
  Job* job = find(id);
  if (job == nullptr || job->bytes == bytes) return;
  job->bytes = bytes;
  if (job->state == JobState::Done) save();
  Q_EMIT jobChanged(id);
}

void JobQueue::measurePart() {
  const Job* job = running();
  // A folder of many pictures may take longer than the time until the next look.
  if (job == nullptr || job->state != JobState::Running || measuring_) return;
  measuring_ = true;
  inBackground(
      this, [output = job->output] { return partialBytes(output); },
      [this, id = job->id](qint64 bytes) {
        measuring_ = false;
        if (workId_ == id) setBytes(id, bytes);
      });
}

void JobQueue::measureWhole(const Job& job) {
  inBackground(
      this, [output = job.output] { return bytesAt(output); },
      [this, id = job.id](qint64 bytes) { setBytes(id, bytes); });
}

void JobQueue::takeEnd() {
  Job* job = find(workId_);
  const QString id = workId_;
  EngineJob* work = work_;
  workId_.clear();
  work_.clear();
  sizes_.stop();
  work->deleteLater();
  if (job == nullptr) return;
  job->log = work->log();
  job->secondsLeft = -1;
  switch (work->outcome()) {
    case EngineJob::Outcome::Done:
      job->done = std::max(job->done, job->total);
      job->note = work->result().value(QLatin1String("note")).toString();
      measureWhole(*job);
      setState(*job, JobState::Done);
      break;
    case EngineJob::Outcome::Cancelled:
      setState(*job, JobState::Cancelled);
      break;
    default:
      job->error = work->error();
      setState(*job, JobState::Failed);
  }
  Q_EMIT jobEnded(id);
  startNext();
}

}  // namespace unroll::ui
