#include "ui/pages/train/memory_forecast.h"

#include <utility>

#include <QBoxLayout>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>

#include "ui/engine_client/engine_launcher.h"
#include "ui/model/checkpoints.h"
#include "ui/model/project_model.h"
#include "ui/model/words.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kSoonMs = 600;

}  // namespace

MemoryForecast::MemoryForecast(StudioContext& context, QWidget* parent)
    : QWidget(parent), context_(context) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  text_ = new QLabel(this);
  text_->setObjectName(QStringLiteral("memoryForecast"));
  text_->setTextFormat(Qt::RichText);
  text_->setWordWrap(true);
  layout->addWidget(text_);
  soon_.setSingleShot(true);
  soon_.setInterval(kSoonMs);
  connect(&soon_, &QTimer::timeout, this, &MemoryForecast::ask);
  connect(context_.project, &ProjectModel::opened, this, [this] {
    text_->clear();
    askSoon();
  });
  connect(context_.project, &ProjectModel::recipeChanged, this, &MemoryForecast::askSoon);
  if (context_.project->isOpen()) askSoon();
}

QString MemoryForecast::text() const { return text_->text(); }

bool MemoryForecast::isBusy() const { return soon_.isActive() || job_ != nullptr; }

void MemoryForecast::askSoon() {
  stale_ = true;
  if (isVisible()) soon_.start();
}

void MemoryForecast::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (stale_) soon_.start();
}

void MemoryForecast::ask() {
  if (!isVisible()) return;
  stale_ = false;
  // Its end deletes it: to delete a program that runs is to wait for it.
  if (job_ != nullptr) std::exchange(job_, nullptr)->cancel();
  if (!context_.project->isOpen() || !context_.launcher->available()) return;
  EngineJob* job =
      context_.launcher->run({QStringLiteral("memory"), context_.project->path()}, this);
  job_ = job;
  connect(job, &EngineJob::finished, this, [this, job](EngineJob::Outcome outcome) {
    job->deleteLater();
    if (job != job_) return;  // The recipe changed since.
    job_ = nullptr;
    if (outcome == EngineJob::Outcome::Done) setForecast(job->result());
    if (outcome == EngineJob::Outcome::Failed) text_->setText(job->error().toHtmlEscaped());
  });
}

void MemoryForecast::setForecast(const QJsonObject& forecast) {
  const double available = forecast.value(QLatin1String("availableBytes")).toDouble();
  QStringList lines;
  for (const QJsonValue& value : forecast.value(QLatin1String("stages")).toArray()) {
    const QJsonObject stage = value.toObject();
    const double peak = stage.value(QLatin1String("peak")).toDouble();
    const int number = stageOf(stage.value(QLatin1String("stage")).toString());
    QString words = number == 0 ? tr("joint") : tr("stage %1").arg(number);
    words += QStringLiteral(" <b>%1</b>").arg(bytesText(static_cast<quint64>(peak)));
    if (peak > available) {
      const int fits = stage.value(QLatin1String("batchThatFits")).toInt();
      words += QStringLiteral(" <span style=\"color:%1\">%2</span>")
                   .arg(Theme::color(Role::Error).name(),
                        fits > 0 ? tr("too much: a batch of %1 fits").arg(fits)
                                 : tr("too much: make the stage smaller"));
    }
    lines.append(words);
  }
  text_->setText(
      tr("Memory it will need: %1; %2 are free.")
          .arg(lines.join(QStringLiteral(", ")), bytesText(static_cast<quint64>(available))));
}

}  // namespace unroll::ui
