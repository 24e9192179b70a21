#include "ui/pages/compare/measure_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/engine_client/serve_client.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

MeasurePanel::MeasurePanel(ServeClient* serve, QWidget* parent)
    : QWidget(parent),
      serve_(serve),
      table_(new MeasureTable(this)),
      sentence_(new QLabel(this)),
      measure_(new QPushButton(tr("Measure these"), this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, Theme::kGap / 2, 0, 0);
  layout->setSpacing(Theme::kGap / 2);
  layout->addWidget(table_, 1);
  sentence_->setObjectName(QStringLiteral("compareNoMeasures"));
  sentence_->setAccessibleDescription(tr("State of measuring"));
  sentence_->setWordWrap(true);
  measure_->setObjectName(QStringLiteral("compareMeasure"));
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::kGap);
  row->addWidget(measure_);
  row->addWidget(sentence_, 1);
  layout->addLayout(row);
  connect(measure_, &QPushButton::clicked, this, &MeasurePanel::measureMissing);
  if (serve_ == nullptr) return;
  connect(serve_, &ServeClient::measureProgress, this, [this](quint64 id, qint64 done, qint64 all) {
    const auto found = work_.constFind(id);
    if (found == work_.cend() || all <= 0) return;
    progress_ = tr("Measuring %1, stage %2, step %3: %4 of %5 clips")
                    .arg(found->run)
                    .arg(found->stage)
                    .arg(QLocale().toString(found->step))
                    .arg(done)
                    .arg(all);
    refresh();
  });
  connect(serve_, &ServeClient::measureDone, this, [this](quint64 id) { end(id, QString()); });
  connect(serve_, &ServeClient::requestFailed, this,
          [this](quint64 id, const QString& sentence, const QString& kind) {
            end(id, kind == QLatin1String("cancelled") ? QString() : sentence);
          });
}

MeasurePanel::~MeasurePanel() { cancel(); }

void MeasurePanel::cancel() {
  if (serve_ == nullptr) return;
  for (const quint64 id : QHash(std::exchange(work_, {})).keys()) serve_->cancel(id);
}

void MeasurePanel::show(const QString& project, const QList<MeasuredRun>& runs,
                        const QList<UnmeasuredCheckpoint>& missing) {
  if (project != project_) {
    cancel();
    problem_.clear();
    project_ = project;
  }
  if (missing != missing_) problem_.clear();
  missing_ = missing;
  madeClips_ = realClips_ = 0;
  for (const MeasuredRun& run : runs) {
    if (!run.record) continue;
    madeClips_ = run.record->madeClips;
    realClips_ = run.record->realClips;
  }
  table_->setRuns(runs);
  refresh();
}

void MeasurePanel::measureMissing() {
  if (isMeasuring()) {
    cancel();
    return refresh();
  }
  if (serve_ == nullptr || missing_.isEmpty()) return;
  problem_.clear();
  progress_ = tr("The measures wait for the engine…");
  for (const UnmeasuredCheckpoint& one : std::as_const(missing_)) {
    protocol::MeasureRequest request;
    request.project = project_.toStdString();
    request.run = one.run.toStdString();
    request.at = one.step;
    request.stages = {one.stage};
    // Measured as what it shall stand beside: numbers of other clips cannot be compared.
    if (madeClips_ > 0) request.samples = madeClips_;
    if (realClips_ > 0) request.real = realClips_;
    request.frames = one.frames;
    request.events = true;
    work_.insert(serve_->measure(request), one);
  }
  refresh();
}

void MeasurePanel::end(quint64 id, const QString& problem) {
  if (!work_.contains(id)) return;
  work_.remove(id);
  if (!problem.isEmpty()) {
    problem_ = problem;
    Q_EMIT failed(problem);
  }
  refresh();
  if (problem.isEmpty()) Q_EMIT measured();
}

void MeasurePanel::refresh() {
  const bool any = table_->rowCount() > 0;
  table_->setVisible(any);
  QString text;
  if (isMeasuring()) {
    text = progress_;
  } else if (!problem_.isEmpty()) {
    text = problem_;
  } else if (!missing_.isEmpty()) {
    QStringList names;
    for (const UnmeasuredCheckpoint& one : std::as_const(missing_)) {
      names << tr("%1 at step %2").arg(one.run, QLocale().toString(one.step));
    }
    text = tr("Not measured yet: %1.").arg(names.join(QStringLiteral(", ")));
  }
  sentence_->setText(text);
  sentence_->setVisible(!text.isEmpty());
  measure_->setText(isMeasuring() ? tr("Cancel measuring") : tr("Measure these"));
  measure_->setAccessibleName(measure_->text());
  measure_->setVisible(serve_ != nullptr && (isMeasuring() || !missing_.isEmpty()));
}

}  // namespace unroll::ui
