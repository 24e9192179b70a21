#include "ui/export/job.h"

#include <array>

#include <QCoreApplication>
#include <QJsonArray>

namespace unroll::ui {
namespace {

constexpr std::array kStates{JobState::Waiting, JobState::Running, JobState::Paused,
                             JobState::Done,    JobState::Failed,  JobState::Cancelled};

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

}  // namespace

QString jobStateText(JobState state) {
  switch (state) {
    case JobState::Waiting:
      return tr("Waiting for its turn");
    case JobState::Running:
      return tr("Running");
    case JobState::Paused:
      return tr("Paused");
    case JobState::Done:
      return tr("Done");
    case JobState::Failed:
      return tr("Failed");
    case JobState::Cancelled:
      return tr("Cancelled");
  }
  return {};
}

QString jobStateKey(JobState state) {
  switch (state) {
    case JobState::Waiting:
      return QStringLiteral("waiting");
    case JobState::Running:
      return QStringLiteral("running");
    case JobState::Paused:
      return QStringLiteral("paused");
    case JobState::Done:
      return QStringLiteral("done");
    case JobState::Failed:
      return QStringLiteral("failed");
    case JobState::Cancelled:
      return QStringLiteral("cancelled");
  }
  return {};
}

QJsonObject toJson(const Job& job) {
  return {{QStringLiteral("id"), job.id},
          {QStringLiteral("kind"), job.kind},
          {QStringLiteral("title"), job.title},
          {QStringLiteral("arguments"), QJsonArray::fromStringList(job.arguments)},
          {QStringLiteral("output"), job.output},
          {QStringLiteral("state"), jobStateKey(job.state)},
          {QStringLiteral("created"), job.created},
          {QStringLiteral("started"), job.started},
          {QStringLiteral("ended"), job.ended},
          {QStringLiteral("done"), job.done},
          {QStringLiteral("total"), job.total},
          {QStringLiteral("bytes"), job.bytes},
          {QStringLiteral("error"), job.error},
          {QStringLiteral("note"), job.note}};
}

std::optional<Job> jobFromJson(const QJsonObject& object) {
  const auto text = [&](const char* key) { return object.value(QLatin1String(key)).toString(); };
  const auto number = [&](const char* key) { return object.value(QLatin1String(key)).toDouble(); };
  const auto whole = [&](const char* key) { return object.value(QLatin1String(key)).toInteger(); };
  Job job;
  job.id = text("id");
  job.kind = text("kind");
  job.title = text("title");
  job.output = text("output");
  for (const QJsonValue& word : object.value(QLatin1String("arguments")).toArray()) {
    job.arguments.append(word.toString());
  }
  bool known = false;
  for (const JobState state : kStates) {
    if (jobStateKey(state) != text("state")) continue;
    job.state = state;
    known = true;
  }
  if (!known || job.id.isEmpty() || job.arguments.isEmpty()) return {};
  job.created = number("created");
  job.started = number("started");
  job.ended = number("ended");
  job.done = whole("done");
  job.total = whole("total");
  job.bytes = whole("bytes");
  job.error = text("error");
  job.note = text("note");
  return job;
}

}  // namespace unroll::ui
