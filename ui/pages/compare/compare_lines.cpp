// What the compare page draws along frequencies and frames: spectra with the band of real clips,
// their ratio, motion and its kin.
#include <QComboBox>
#include <QSignalBlocker>

#include "ui/pages/compare/compare_page.h"
#include "ui/plots/plot_view.h"
#include "ui/plots/spectrum_series.h"

namespace unroll::ui {
namespace {

const QString kSpectrum = QStringLiteral("psd");
const QString kRatio = QStringLiteral("psd_ratio");
const QString kTemporalRatio = QStringLiteral("temporal_psd_ratio");
const QString kTemporal = QStringLiteral("temporal_psd");

/// The choices that a record has something for.
QStringList namesIn(const MeasureRecord& record) {
  QStringList names;
  if (!record.spectrum.made.isEmpty() && !record.spectrum.real.isEmpty()) names << kRatio;
  if (!record.spectrum.made.isEmpty()) names << kSpectrum;
  for (const MeasureLine& line : record.lines) {
    names << (line.name == kTemporal ? kTemporalRatio : line.name);
  }
  return names;
}

/// The points of one run, and of the real clips that it was measured with.
void putPoints(PlotSeries& made, PlotSeries& real, const MeasureRecord& record,
               const QString& name) {
  if (name == kSpectrum) {
    putSpectrum(made, record.spectrum.made);
    putRealSpectrum(real, record.spectrum.real, record.spectrum.deviation);
  } else if (name == kRatio) {
    putSpectrumRatio(made, record.spectrum.made, record.spectrum.real);
  } else if (name == kTemporalRatio) {
    if (const auto* line = record.line(kTemporal)) putSpectrumRatio(made, line->made, line->real);
  } else if (const auto* line = record.line(name)) {
    putByFrame(made, line->made);
    putByFrame(real, line->real);
  }
}

}  // namespace

QString ComparePage::titleOfLine(const QString& name) {
  if (name == kSpectrum) return tr("Power spectrum");
  if (name == kRatio) return tr("Spectrum against real");
  if (name == kTemporalRatio) return tr("Spectrum in time against real");
  return lineTitle(name);
}

void ComparePage::fillLineBox() {
  QStringList names;
  for (const QString& run : std::as_const(runs_)) {
    const MeasureRecord* record = recordOf(run);
    if (record == nullptr) continue;
    for (const QString& name : namesIn(*record)) {
      if (!names.contains(name)) names << name;
    }
  }
  const QString before = line_->currentData().toString();
  const QSignalBlocker quiet(line_);
  line_->clear();
  for (const QString& name : std::as_const(names)) line_->addItem(titleOfLine(name), name);
  line_->setCurrentIndex(std::max(0, line_->findData(before)));
  line_->setVisible(!names.isEmpty());
}

void ComparePage::showLines() {
  fillLineBox();
  const QString name = line_->currentData().toString();
  const bool spectrum = name == kSpectrum;
  const bool ratio = name == kRatio || name == kTemporalRatio;
  QString unit;
  QList<PlotSeries> all;
  PlotSeries reference;
  for (qsizetype i = 0; i < runs_.size(); ++i) {
    const MeasureRecord* record = recordOf(runs_[i]);
    if (record == nullptr) continue;
    if (const MeasureLine* line = record->line(name)) unit = lineUnit(line->unit);
    PlotSeries series = seriesOf(int(i));
    series.id = runs_[i] + QLatin1Char('/') + name;
    series.smoothable = false;
    PlotSeries real;
    putPoints(series, real, *record, name);
    if (!series.x.isEmpty()) all << series;
    if (reference.x.isEmpty()) reference = real;
  }
  if (!reference.x.isEmpty()) {
    reference.id = QStringLiteral("real/") + name;
    reference.name = tr("real");
    reference.role = Role::Real;
    reference.smoothable = false;
    all << reference;
  }
  lines_->setTitle(titleOfLine(name), spectrum && !reference.low.isEmpty()
                                          ? tr("band: real, one deviation")
                                      : ratio ? tr("0 dB is right")
                                              : QString());
  lines_->setAxisLabels(spectrum || name == kRatio ? tr("cycles a picture")
                        : ratio                    ? tr("cycles a clip")
                                                   : tr("frame"),
                        spectrum ? tr("power")
                        : ratio  ? tr("dB")
                                 : unit);
  if (name != shownLine_) {
    // Whoever changes the scales of a line by hand keeps them until another line is chosen.
    shownLine_ = name;
    lines_->setLogX(spectrum || name == kRatio);
    lines_->setLogY(spectrum);
  }
  lines_->setReference(ratio ? std::optional<double>(0) : std::nullopt, ratio ? 1 : 0);
  lines_->setSeries(all);
  noteChoices();
}

}  // namespace unroll::ui
