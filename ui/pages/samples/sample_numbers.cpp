#include "ui/pages/samples/sample_numbers.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/engine_client/serve_client.h"
#include "ui/model/background.h"
#include "ui/plots/plot_view.h"
#include "ui/plots/spectrum_series.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

/// Real windows beside the videos, at most; what they come to is kept in the project's cache.
constexpr int64_t kRealClips = 256;

QString keyOf(const NumbersChoice& choice) {
  QStringList parts{choice.project,
                    choice.run,
                    choice.weights,
                    QString::number(choice.firstSeed),
                    QString::number(choice.videos),
                    QString::number(choice.frames)};
  for (const qint64 step : choice.steps) parts << QString::number(step);
  return parts.join(QLatin1Char('\n'));
}

PlotSeries stageSeries(const MeasureRecord& record, const char* kind) {
  PlotSeries series;
  series.id = QStringLiteral("%1/%2").arg(QLatin1String(kind)).arg(record.stage);
  series.name = SampleNumbers::tr("S%1").arg(record.stage);
  series.role = Theme::stageRole(record.stage);
  series.smoothable = false;
  return series;
}

/// Of the real clips that a stage was measured beside: each stage has its own size and rate, so
/// their dashes tell them apart.
PlotSeries realSeries(const MeasureRecord& record, qsizetype stages, const char* kind) {
  PlotSeries series = stageSeries(record, kind);
  series.id += QStringLiteral("/real");
  series.name =
      stages > 1 ? SampleNumbers::tr("real, S%1").arg(record.stage) : SampleNumbers::tr("real");
  series.role = Role::Real;
  series.dash = record.stage == stages ? Qt::SolidLine : Qt::DotLine;
  return series;
}

}  // namespace

SampleNumbers::SampleNumbers(ServeClient* serve, QWidget* parent)
    : QWidget(parent),
      serve_(serve),
      line_(new QComboBox(this)),
      spectrum_(new PlotView(this)),
      motion_(new PlotView(this)),
      state_(new QLabel(this)),
      again_(new QPushButton(tr("Measure again"), this)) {
  setObjectName(QStringLiteral("sampleNumbers"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGap / 2);
  line_->setObjectName(QStringLiteral("numbersLine"));
  line_->setAccessibleName(tr("How the power spectrum is drawn"));
  line_->addItems({tr("Power spectrum"), tr("Spectrum against real")});
  layout->addWidget(line_);
  spectrum_->setObjectName(QStringLiteral("numbersSpectrum"));
  spectrum_->setTitleShown(false);
  layout->addWidget(spectrum_, 1);
  motion_->setObjectName(QStringLiteral("numbersMotion"));
  layout->addWidget(motion_, 1);
  state_->setObjectName(QStringLiteral("numbersState"));
  state_->setAccessibleDescription(tr("State of measuring"));
  state_->setWordWrap(true);
  state_->setFont(Theme::captionFont());
  layout->addWidget(state_);
  again_->setObjectName(QStringLiteral("numbersAgain"));
  again_->setAccessibleName(again_->text());
  layout->addWidget(again_, 0, Qt::AlignLeft);
  soon_.setSingleShot(true);
  soon_.setInterval(400);  // Who walks through checkpoints stops first.
  connect(&soon_, &QTimer::timeout, this, &SampleNumbers::ask);
  connect(line_, &QComboBox::currentIndexChanged, this, &SampleNumbers::draw);
  connect(again_, &QPushButton::clicked, this, &SampleNumbers::start);
  connect(&Theme::instance(), &Theme::changed, this, &SampleNumbers::draw);
  draw();
  refresh();
  if (serve_ == nullptr) return;
  connect(serve_, &ServeClient::measureProgress, this, [this](quint64 id, qint64 done, qint64 all) {
    if (!work_.contains(id)) return;
    progress_ = tr("Measuring stage %1: %2 of %3 videos").arg(work_[id]).arg(done).arg(all);
    refresh();
  });
  connect(serve_, &ServeClient::stageMeasured, this,
          [this](quint64 id, const protocol::StageMeasured& measured) {
            if (work_.contains(id)) take(QString::fromStdString(measured.file));
          });
  connect(serve_, &ServeClient::measureDone, this, [this](quint64 id) { end(id, QString()); });
  connect(serve_, &ServeClient::requestFailed, this,
          [this](quint64 id, const QString& sentence) { end(id, sentence); });
}

SampleNumbers::~SampleNumbers() { drop(); }

void SampleNumbers::drop() {
  soon_.stop();
  ++generation_;
  reading_ = 0;
  if (serve_ == nullptr) return;
  for (const quint64 id : QHash(std::exchange(work_, {})).keys()) serve_->cancel(id);
}

void SampleNumbers::choose(const NumbersChoice& choice, const QString& why) {
  if (choice == choice_ && why == why_) return;
  choice_ = choice;
  why_ = why;
  start();
}

/// Begins anew: with what is kept of this choice, or by asking soon.
void SampleNumbers::start() {
  drop();
  records_.clear();
  problem_.clear();
  progress_ = tr("The measures wait for the engine…");
  if (const auto* kept = kept_.object(keyOf(choice_)); kept != nullptr && choice_.isUsable()) {
    records_ = *kept;
  } else if (isVisible() && choice_.isUsable() && serve_ != nullptr) {
    soon_.start();
  }
  draw();
  refresh();
}

void SampleNumbers::ask() {
  for (qsizetype i = 0; i < choice_.steps.size(); ++i) {
    protocol::MeasureRequest request;
    request.project = choice_.project.toStdString();
    request.run = choice_.run.toStdString();
    request.at = choice_.steps[i];
    request.stages = {i + 1};
    request.measures = {"psd", "motion"};
    request.samples = choice_.videos;
    request.real = kRealClips;
    request.frames = choice_.frames;
    request.seed = choice_.firstSeed;
    work_.insert(serve_->measure(request), int(i + 1));
  }
  refresh();
}

void SampleNumbers::take(const QString& file) {
  ++reading_;
  inBackground(
      this, [file] { return readMeasureFile(file); },
      [this, generation = generation_](const std::optional<MeasureRecord>& record) {
        if (generation != generation_) return;
        --reading_;
        if (record) {
          records_ << *record;
          std::ranges::sort(records_, {}, &MeasureRecord::stage);
        } else {
          problem_ = tr("What the engine measured cannot be read; measure again.");
        }
        keepIfWhole();
        draw();
        refresh();
      });
}

void SampleNumbers::end(quint64 id, const QString& problem) {
  if (work_.remove(id) == 0) return;
  if (!problem.isEmpty()) problem_ = problem;
  keepIfWhole();
  refresh();
}

void SampleNumbers::keepIfWhole() {
  if (isBusy() || !problem_.isEmpty() || records_.size() != choice_.steps.size()) return;
  kept_.insert(keyOf(choice_), std::make_unique<QList<MeasureRecord>>(records_).release());
}

void SampleNumbers::refresh() {
  QString text;
  if (!choice_.isUsable()) {
    text = why_;
  } else if (serve_ == nullptr) {
    text = tr("There is no engine to measure with.");
  } else if (isBusy()) {
    text = progress_;
  } else if (!problem_.isEmpty()) {
    text = problem_;
  } else if (!records_.isEmpty()) {
    QStringList lines;
    for (const MeasureRecord& record : std::as_const(records_)) {
      lines << tr("Stage %1 at step %2: %3")
                   .arg(record.stage)
                   .arg(QLocale().toString(record.step), record.protocolLine);
    }
    lines << tr("Seeds from %1 on, classes by seed, the recipe's truncation, averaged weights.")
                 .arg(choice_.firstSeed);
    text = lines.join(QLatin1Char('\n'));
  }
  state_->setText(text);
  again_->setVisible(!isBusy() && !problem_.isEmpty());
}

void SampleNumbers::draw() {
  const bool ratio = line_->currentIndex() == 1;
  QList<PlotSeries> spectra, motions;
  QString unit;
  for (const MeasureRecord& record : std::as_const(records_)) {
    PlotSeries made = stageSeries(record, "psd");
    PlotSeries real = realSeries(record, records_.size(), "psd");
    if (ratio) {
      putSpectrumRatio(made, record.spectrum.made, record.spectrum.real);
    } else {
      putSpectrum(made, record.spectrum.made);
      putRealSpectrum(real, record.spectrum.real, record.spectrum.deviation);
    }
    if (!made.x.isEmpty()) spectra << made;
    if (!real.x.isEmpty()) spectra << real;
    const MeasureLine* line = record.line(QStringLiteral("unroll_motion"));
    if (line == nullptr) line = record.line(QStringLiteral("motion"));
    if (line == nullptr) continue;
    unit = lineUnit(line->unit);
    PlotSeries moved = stageSeries(record, "motion");
    PlotSeries lively = realSeries(record, records_.size(), "motion");
    putByFrame(moved, line->made);
    putByFrame(lively, line->real);
    motions << moved;
    if (!lively.x.isEmpty()) motions << lively;
  }
  const QString empty = tr("Drawn once the videos are measured.");
  spectrum_->setEmptyText(empty);
  motion_->setEmptyText(empty);
  spectrum_->setTitle(line_->currentText(),
                      ratio ? tr("0 dB is right") : tr("band: real, one deviation"));
  spectrum_->setAxisLabels(tr("cycles a picture"), ratio ? tr("dB") : tr("power"));
  spectrum_->setLogX(true);
  spectrum_->setLogY(!ratio);
  spectrum_->setReference(ratio ? std::optional<double>(0) : std::nullopt, ratio ? 1 : 0);
  spectrum_->setSeries(spectra);
  motion_->setTitle(tr("Motion"), tr("near the real is better"));
  motion_->setAxisLabels(tr("frame"), unit);
  motion_->setSeries(motions);
}

void SampleNumbers::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (records_.size() < choice_.steps.size() && !isBusy()) start();
}

void SampleNumbers::hideEvent(QHideEvent* event) {
  // What nobody looks at is not measured: it takes time from training.
  drop();
  refresh();
  QWidget::hideEvent(event);
}

}  // namespace unroll::ui
