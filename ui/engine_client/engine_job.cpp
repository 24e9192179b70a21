#include "ui/engine_client/engine_job.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTimer>

namespace unroll::ui {
namespace {

constexpr qsizetype kLogBytes = 1 << 20;
constexpr int kPatienceMs = 15'000;  // For a clean stop, before the program is killed.

}  // namespace

EngineJob::EngineJob(const QString& program, const QStringList& arguments, QObject* parent)
    : QObject(parent), process_(new QProcess(this)), arguments_(arguments) {
  qRegisterMetaType<JobProgress>();
  qRegisterMetaType<Outcome>();
  connect(process_, &QProcess::readyReadStandardOutput, this,
          [this] { output_ += process_->readAllStandardOutput(); });
  connect(process_, &QProcess::readyReadStandardError, this, &EngineJob::readErrors);
  connect(process_, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
    end(code, status == QProcess::CrashExit);
  });
  connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError problem) {
    if (problem != QProcess::FailedToStart) return;
    error_ = tr("The engine's program could not be started: %1.").arg(process_->errorString());
    end(-1, false);
  });
  // Not from within the caller's run(), which has not connected to anything yet.
  QTimer::singleShot(0, this, [this, program] {
    if (outcome_ != Outcome::Running) return;
    if (cancelled_) return end(-1, false);
    if (program.isEmpty()) {
      error_ = tr("The engine's program 'unroll' was not found.");
      return end(-1, false);
    }
    process_->setStandardInputFile(QProcess::nullDevice());
    process_->start(program,
                    arguments_ + QStringList{QStringLiteral("--json"), QStringLiteral("--progress"),
                                             QStringLiteral("json")});
  });
}

EngineJob::~EngineJob() {
  if (process_->state() == QProcess::NotRunning) return;
  process_->disconnect(this);
  process_->terminate();
  if (!process_->waitForFinished(2500)) {
    process_->kill();
    process_->waitForFinished(500);
  }
}

qint64 EngineJob::processId() const { return process_->processId(); }

void EngineJob::cancel() {
  if (outcome_ != Outcome::Running || cancelled_) return;
  cancelled_ = true;
  if (process_->state() == QProcess::NotRunning) return;
  process_->terminate();
  QTimer::singleShot(kPatienceMs, this, [this] {
    if (outcome_ == Outcome::Running) process_->kill();
  });
}

void EngineJob::readErrors() {
  errors_ += process_->readAllStandardError();
  for (qsizetype end = 0; (end = errors_.indexOf('\n')) >= 0;) {
    takeLine(errors_.left(end));
    errors_.remove(0, end + 1);
  }
}

void EngineJob::takeLine(const QByteArray& line) {
  const QJsonDocument document =
      line.startsWith('{') ? QJsonDocument::fromJson(line) : QJsonDocument();
  if (!document.isObject()) {
    if (log_.size() < kLogBytes) log_ += QString::fromUtf8(line) + QLatin1Char('\n');
    return;
  }
  const QJsonObject object = document.object();
  if (object.contains(QLatin1String("note"))) {
    const QString sentence = object.value(QLatin1String("note")).toString();
    if (!object.contains(QLatin1String("title"))) {
      if (log_.size() < kLogBytes) log_ += sentence + QLatin1Char('\n');
      Q_EMIT note(sentence);
      return;
    }
  }
  progress_.title = object.value(QLatin1String("title")).toString();
  progress_.done = object.value(QLatin1String("done")).toInteger();
  progress_.total = object.value(QLatin1String("total")).toInteger();
  progress_.note = object.value(QLatin1String("note")).toString();
  progress_.secondsLeft = object.value(QLatin1String("secondsLeft")).toDouble(-1);
  Q_EMIT progress(progress_);
}

void EngineJob::end(int code, bool crashed) {
  if (outcome_ != Outcome::Running) return;
  if (process_->isOpen()) {
    output_ += process_->readAllStandardOutput();
    readErrors();
  }
  exitCode_ = crashed ? -1 : code;
  result_ = QJsonDocument::fromJson(output_).object();
  const QJsonObject refusal = result_.value(QLatin1String("error")).toObject();
  if (code == 0 && !crashed) {
    outcome_ = Outcome::Done;
  } else if (cancelled_) {
    outcome_ = Outcome::Cancelled;
  } else {
    outcome_ = Outcome::Failed;
    if (!refusal.isEmpty()) {
      error_ = refusal.value(QLatin1String("message")).toString();
      errorKind_ = refusal.value(QLatin1String("kind")).toString();
    } else if (error_.isEmpty()) {
      error_ = crashed
                   ? tr("The engine's program ended all of a sudden: it was killed, or has a "
                        "bug. Its log says more.")
                   : tr("The engine's program ended with code %1. Its log says more.").arg(code);
    }
  }
  Q_EMIT finished(outcome_);
}

}  // namespace unroll::ui
