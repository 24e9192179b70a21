#include "ui/pages/train/curve_panel.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QSettings>

#include "ui/export/job_binding.h"
#include "ui/model/cursors.h"
#include "ui/model/curve_words.h"
#include "ui/model/notices.h"
#include "ui/model/run_model.h"
#include "ui/plots/plot_view.h"
#include "ui/plots/spectrum_series.h"

namespace unroll::ui {
namespace {

constexpr double kSmoothing = 0.5;
constexpr int kPlotHeight = 190;

/// "loss/critic" belongs to "loss", "score/spatial/real" to "score/spatial", "measure/fvd/real" to
/// "measure/fvd".
QString groupOf(const QString& name) {
  const QString first = name.section(QLatin1Char('/'), 0, 0);
  return first == QLatin1String("score") || first == QLatin1String("measure")
             ? name.section(QLatin1Char('/'), 0, 1)
             : first;
}

int rankOf(const QString& group) {
  static const QStringList order = {QStringLiteral("measure"),   QStringLiteral("psd"),
                                    QStringLiteral("psd-ratio"), QStringLiteral("loss"),
                                    QStringLiteral("score"),     QStringLiteral("gradient"),
                                    QStringLiteral("time"),      QStringLiteral("memory")};
  const qsizetype at = order.indexOf(group.section(QLatin1Char('/'), 0, 0));
  return static_cast<int>(at < 0 ? order.size() : at);
}

struct Heading {
  QString title, better, unit;
};

Heading headingOf(const QString& group) {
  if (group == QLatin1String("loss")) return {CurvePanel::tr("Losses"), {}, {}};
  if (group == QLatin1String("psd")) {
    return {CurvePanel::tr("Power spectrum"), CurvePanel::tr("band: real, one deviation"), {}};
  }
  if (group == QLatin1String("psd-ratio")) {
    return {CurvePanel::tr("Spectrum to real"), CurvePanel::tr("0 dB is right"), {}};
  }
  if (group == QLatin1String("variety"))
    return {
        CurvePanel::tr("Variety within a class"), CurvePanel::tr("1 is that of real clips"), {}};
  if (group == QLatin1String("gradient")) return {CurvePanel::tr("Gradient norms"), {}, {}};
  if (group == QLatin1String("time")) {
    return {CurvePanel::tr("Time of a step"), CurvePanel::tr("lower is faster"),
            CurvePanel::tr("seconds")};
  }
  if (group == QLatin1String("memory")) return {CurvePanel::tr("Memory"), {}, CurvePanel::tr("MB")};
  if (group.startsWith(QLatin1String("score/"))) {
    return {criticWords(group.section(QLatin1Char('/'), 1, 1)),
            CurvePanel::tr("solid real, dashed made"),
            {}};
  }
  if (group.startsWith(QLatin1String("measure/"))) {
    const CurveWords words = curveWords(group);
    return {words.fullTitle(), betterText(words.better), words.unit};
  }
  return {group, {}, {}};
}

/// Second and further names of a group are dashed, so that hue stays the stage's.
Qt::PenStyle dashOf(const QString& last) {
  static const QStringList solid = {QStringLiteral("generator"), QStringLiteral("real"),
                                    QStringLiteral("step")};
  return solid.contains(last) ? Qt::SolidLine : Qt::DashLine;
}

}  // namespace

CurvePanel::CurvePanel(StudioContext& context, QWidget* parent)
    : QWidget(parent), context_(context) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 4, 0, 0);
  auto* head = new QHBoxLayout;
  auto* label = new QLabel(tr("Horizontal axis"), this);
  label->setProperty("role", QStringLiteral("caption"));
  axis_ = new QComboBox(this);
  axis_->setObjectName(QStringLiteral("curveAxis"));
  axis_->setAccessibleName(tr("Horizontal axis of the curves"));
  axis_->addItems({tr("step"), tr("time")});
  label->setBuddy(axis_);
  head->addStretch(1);
  head->addWidget(label);
  head->addWidget(axis_);
  layout->addLayout(head);
  auto* scroll = new QScrollArea(this);
  scroll->setObjectName(QStringLiteral("curveScroll"));
  scroll->setAccessibleName(tr("Curves"));
  scroll->setWidgetResizable(true);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  body_ = new QWidget(scroll);
  column_ = new QVBoxLayout(body_);
  column_->setContentsMargins(0, 0, 8, 0);
  column_->setSpacing(Theme::kGroupGap);
  auto* hint = new QLabel(tr("Curves appear with the first steps of a training."), body_);
  hint->setAlignment(Qt::AlignCenter);
  hint->setProperty("role", QStringLiteral("caption"));
  empty_ = hint;
  column_->addWidget(hint);
  column_->addStretch(1);
  scroll->setWidget(body_);
  layout->addWidget(scroll, 1);
  connect(axis_, &QComboBox::currentIndexChanged, this, &CurvePanel::changed);
  connect(context_.cursors, &Cursors::stepChanged, this, &CurvePanel::changed);
}

bool CurvePanel::byTime() const { return axis_->currentIndex() == 1; }

void CurvePanel::setRun(RunModel* run) {
  if (run != nullptr && run == run_) return;  // One that has gone may have left its curves.
  if (run_ != nullptr) run_->disconnect(this);
  run_ = run;
  if (run_ != nullptr) {
    connect(run_, &RunModel::curvesChanged, this, &CurvePanel::changed);
  }
  changed();
}

void CurvePanel::changed() {
  stale_ = !isVisible();
  if (!stale_) fill();
}

void CurvePanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (stale_) changed();
}

QList<PlotView*> CurvePanel::plots() const { return plots_.values(); }

PlotView* CurvePanel::plotFor(const QString& group) {
  if (PlotView* known = plots_.value(group)) return known;
  auto* plot = new PlotView(body_);
  plot->setObjectName(QStringLiteral("plot-") + group);
  const Heading heading = headingOf(group);
  plot->setTitle(heading.title, heading.better);
  if (group.startsWith(QLatin1String("measure/")))
    plot->setAbout(aboutCurve(curveWords(group), group));
  plot->setMinimumHeight(kPlotHeight);
  connect(plot, &PlotView::failed, context_.notices,
          [this](const QString& sentence) { context_.notices->error(sentence); });
  connect(plot, &PlotView::saved, context_.notices,
          [this](const QString& path) { sayWritten(path, *context_.notices); });
  plots_.insert(group, plot);
  order();
  if (group == QLatin1String("psd") || group == QLatin1String("psd-ratio")) {
    plot->setLogX(true);
    plot->setLogY(group == QLatin1String("psd"));
    if (group == QLatin1String("psd-ratio")) plot->setReference(0, 1);
    plot->setAxisLabels(tr("cycles a picture"),
                        group == QLatin1String("psd") ? tr("power") : tr("dB"));
    return plot;
  }
  plot->setSmoothing(kSmoothing);
  connect(plot, &PlotView::clicked, this, [this](double x) {
    if (!byTime()) Q_EMIT stepChosen(static_cast<qint64>(std::llround(x)));
  });
  connect(plot, &PlotView::crosshairMoved, this, [this, plot](double x) {
    for (PlotView* other : std::as_const(plots_)) {
      if (other == plot) continue;
      const QSignalBlocker quiet(other);  // Each would tell all others again.
      other->setCrosshair(x);
    }
  });
  return plot;
}

void CurvePanel::order() {
  QStringList groups = plots_.keys();
  const auto place = [](const QString& group) {
    return std::tuple(rankOf(group), measureRank(group.section(u'/', 1)), group);
  };
  std::ranges::stable_sort(groups, {}, place);
  for (qsizetype i = 0; i < groups.size(); ++i)
    column_->insertWidget(static_cast<int>(i), plots_.value(groups.at(i)));
}

void CurvePanel::addSpectra(QMap<QString, QList<PlotSeries>>& groups) const {
  for (const int stage : run_->spectra().keys()) {
    const Spectrum* spectrum = run_->spectrumAt(stage, context_.cursors->step());
    if (spectrum == nullptr) continue;
    const QString name = stage == 0 ? tr("joint") : QStringLiteral("S%1").arg(stage);
    PlotSeries made;
    made.id = QStringLiteral("%1/psd/%2").arg(run_->name()).arg(stage);
    made.name = QStringLiteral("%1 %2").arg(name, QLocale().toString(spectrum->step));
    made.role = stage == 0 ? Role::Stage1 : Theme::stageRole(stage);
    made.smoothable = false;
    PlotSeries real = made;
    PlotSeries ratio = made;
    real.id += QStringLiteral("/real");
    real.name = tr("real (%1)").arg(name);
    real.role = Role::Real;
    putSpectrum(made, spectrum->made);
    putRealSpectrum(real, spectrum->real, spectrum->deviation);
    putSpectrumRatio(ratio, spectrum->made, spectrum->real);
    groups[QStringLiteral("psd")].append(made);
    if (!real.x.isEmpty()) groups[QStringLiteral("psd")].append(real);
    if (!ratio.x.isEmpty()) groups[QStringLiteral("psd-ratio")].append(ratio);
  }
}

void CurvePanel::fill() {
  QMap<QString, QList<PlotSeries>> groups;
  if (run_ != nullptr) {
    const bool time = byTime();
    double start = run_->info().created;
    for (const auto& byStage : run_->curves()) {
      for (const Curve& curve : byStage) {
        if (!curve.times.isEmpty() && (start <= 0 || curve.times.front() < start))
          start = curve.times.front();
      }
    }
    const auto hours = [start](const QList<double>& times) {
      QList<double> since;
      since.reserve(times.size());
      for (const double at : times) since.append((at - start) / 3600);
      return since;
    };
    for (auto byStage = run_->curves().cbegin(); byStage != run_->curves().cend(); ++byStage) {
      const QString group = groupOf(byStage.key());
      const QString last = byStage.key().section(QLatin1Char('/'), -1);
      const bool memory = group == QLatin1String("memory");
      for (auto curve = byStage->cbegin(); curve != byStage->cend(); ++curve) {
        PlotSeries series;
        series.id = QStringLiteral("%1/%2/%3").arg(run_->name(), byStage.key()).arg(curve.key());
        const QString stage =
            curve.key() == 0 ? tr("joint") : QStringLiteral("S%1").arg(curve.key());
        series.name =
            byStage.key() == group ? stage : QStringLiteral("%1 %2").arg(stage, partWords(last));
        const bool measure = group.startsWith(QLatin1String("measure/"));
        series.role = curve.key() == 0 ? Role::Stage1 : Theme::stageRole(curve.key());
        if (measure && last == QLatin1String("real")) series.role = Role::Real;
        series.dash = measure ? Qt::SolidLine : dashOf(last);
        series.hollow = series.dash != Qt::SolidLine;
        series.smoothable = !measure && !memory;
        series.x = time ? hours(curve->times) : curve->steps;
        series.y = curve->values;
        if (memory) {
          for (double& value : series.y) value /= 1e6;
        }
        for (const CurveTail& tail : curve->tails)
          series.tails.append({time ? hours(tail.times) : tail.steps, tail.values});
        groups[group].append(series);
      }
    }
  }
  if (run_ != nullptr) addSpectra(groups);
  for (auto group = groups.cbegin(); group != groups.cend(); ++group) {
    PlotView* plot = plotFor(group.key());
    if (group.key().startsWith(QLatin1String("psd"))) {
      plot->setSeries(*group);
      continue;
    }
    plot->setAxisLabels(byTime() ? tr("hours") : tr("step"), headingOf(group.key()).unit);
    plot->setSeries(*group);
    const qint64 step = context_.cursors->step();
    plot->setMarker(step < 0 || byTime() ? std::nullopt
                                         : std::optional<double>(static_cast<double>(step)));
  }
  for (auto plot = plots_.begin(); plot != plots_.end();) {
    if (groups.contains(plot.key())) {
      ++plot;
      continue;
    }
    (*plot)->deleteLater();
    plot = plots_.erase(plot);
  }
  empty_->setVisible(plots_.isEmpty());
}

}  // namespace unroll::ui
