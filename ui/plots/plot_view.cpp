#include "ui/plots/plot_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QToolButton>

#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_accessible.h"
#include "ui/plots/plot_overlay.h"
#include "ui/plots/plot_ticker.h"
#include "ui/plots/smoothing.h"

namespace unroll::ui {
namespace {

constexpr qsizetype kMostMarkers = 60;  ///< more points than this are a line without markers

QCPScatterStyle markerOf(const PlotSeries& series, const QColor& color) {
  QCPScatterStyle::ScatterShape shape = QCPScatterStyle::ssCircle;
  if (series.role == Role::Stage1) shape = QCPScatterStyle::ssSquare;
  if (series.role == Role::Real) shape = QCPScatterStyle::ssDiamond;
  if (series.role == Role::Stage3) shape = QCPScatterStyle::ssTriangle;
  if (series.role == Role::Stage4) shape = QCPScatterStyle::ssPlus;
  const QBrush inside = series.hollow ? QBrush(Theme::color(Role::Window)) : QBrush(color);
  return QCPScatterStyle(shape, QPen(color, 1.5), inside, 6);
}

bool same(const QList<double>& a, const QList<double>& b) {
  return a.size() == b.size() && (a.constData() == b.constData() || a == b);
}

bool sameLook(const PlotSeries& a, const PlotSeries& b) {
  return a.id == b.id && a.name == b.name && a.role == b.role && a.dash == b.dash &&
         a.hollow == b.hollow && a.faded == b.faded && a.smoothable == b.smoothable &&
         a.low.isEmpty() == b.low.isEmpty() && a.tails.size() == b.tails.size();
}

QVector<QCPGraphData> points(const QList<double>& x, const QList<double>& y, bool logX, bool logY) {
  QVector<QCPGraphData> data;
  data.reserve(x.size());
  for (qsizetype i = 0; i < x.size(); ++i) {
    // What cannot be drawn is a gap in the line and a count at the edge.
    const bool drawable =
        std::isfinite(y.at(i)) && (!logY || y.at(i) > 0) && (!logX || x.at(i) > 0);
    data.append({x.at(i), drawable ? y.at(i) : std::numeric_limits<double>::quiet_NaN()});
  }
  return data;
}

}  // namespace

PlotView::PlotView(QWidget* parent) : QWidget(parent) {
  installPlotAccessibility();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  buildHeader();
  buildPlot();
  connect(&Theme::instance(), &Theme::changed, this, &PlotView::restyle);
  restyle();
}

PlotView::~PlotView() = default;

void PlotView::buildHeader() {
  auto* header = new QHBoxLayout;
  header->setContentsMargins(0, 0, 0, 0);
  header->setSpacing(4);
  titleLabel_ = new QLabel(this);
  QFont bold = titleLabel_->font();
  bold.setWeight(QFont::DemiBold);
  titleLabel_->setFont(bold);
  betterLabel_ = new QLabel(this);
  betterLabel_->setFont(Theme::captionFont());
  betterLabel_->setProperty("role", QStringLiteral("caption"));
  // In a narrow plot the remark is cut, not the title.
  betterLabel_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  header->addWidget(titleLabel_);
  header->addWidget(betterLabel_, 1);
  const auto button = [this, header](const char* icon, const QString& name, const char* object) {
    auto* made = new QToolButton(this);
    made->setIcon(Theme::icon(icon));
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setObjectName(QString::fromLatin1(object));
    made->setIconSize({16, 16});
    header->addWidget(made);
    return made;
  };
  smoothSlider_ = new QSlider(Qt::Horizontal, this);
  smoothSlider_->setRange(0, 100);
  smoothSlider_->setFixedWidth(64);
  smoothSlider_->setObjectName(QStringLiteral("smoothing"));
  smoothSlider_->setToolTip(tr("Smoothing; the raw line stays visible"));
  smoothSlider_->setAccessibleName(tr("Smoothing"));
  connect(smoothSlider_, &QSlider::valueChanged, this,
          [this](int value) { setSmoothing(value / 100.0); });
  header->addWidget(smoothSlider_);
  logYButton_ = button("log-scale", tr("Logarithmic y axis"), "logY");
  logYButton_->setCheckable(true);
  connect(logYButton_, &QToolButton::toggled, this, &PlotView::setLogY);
  followButton_ = button("follow", tr("Follow the newest point"), "follow");
  followButton_->setCheckable(true);
  connect(followButton_, &QToolButton::toggled, this, &PlotView::setFollow);
  resetButton_ = button("zoom-reset", tr("Show all points"), "resetZoom");
  connect(resetButton_, &QToolButton::clicked, this, &PlotView::resetRange);
  moreButton_ = button("export", tr("Save or copy this plot"), "plotMenu");
  moreButton_->setPopupMode(QToolButton::InstantPopup);
  exportMenu_ = new QMenu(this);
  const auto offer = [this](const QString& text, const char* suffix) {
    QAction* action = exportMenu_->addAction(text);
    connect(action, &QAction::triggered, this, [this, suffix] {
      const QString path = askPath(QLatin1String(suffix));
      if (path.isEmpty()) return;
      if (const auto problem = save(path)) {
        Q_EMIT failed(*problem);
      } else {
        Q_EMIT saved(path);
      }
    });
  };
  offer(tr("Save as PNG…"), "png");
  offer(tr("Save as SVG…"), "svg");
  offer(tr("Save as PDF…"), "pdf");
  offer(tr("Save numbers as CSV…"), "csv");
  exportMenu_->addSeparator();
  logXAction_ = exportMenu_->addAction(tr("Logarithmic x axis"));
  logXAction_->setCheckable(true);
  connect(logXAction_, &QAction::toggled, this, &PlotView::setLogX);
  fitMostAction_ = exportMenu_->addAction(tr("Leave outliers out of the range"));
  fitMostAction_->setCheckable(true);
  connect(fitMostAction_, &QAction::toggled, this, &PlotView::setFitMost);
  moreButton_->setMenu(exportMenu_);
  static_cast<QVBoxLayout*>(layout())->addLayout(header);
}

void PlotView::buildPlot() {
  plot_ = new QCustomPlot(this);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setMinimumSize(120, 80);
  plot_->setPlottingHint(QCP::phFastPolylines, true);
  plot_->setPlottingHint(QCP::phCacheLabels, true);
  plot_->setNoAntialiasingOnDrag(true);
  plot_->setAntialiasedElements(QCP::aePlottables);
  plot_->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new LinearTicker));
  plot_->yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new LinearTicker));
  static_cast<QVBoxLayout*>(layout())->addWidget(plot_, 1);
  overlay_ = new PlotOverlay(*this, plot_);
  setFocusProxy(overlay_);
  connect(plot_, &QCustomPlot::afterReplot, this, [this] {
    overlay_->setGeometry(plot_->rect());
    overlay_->update();
  });
}

void PlotView::setTitle(const QString& title, const QString& better) {
  title_ = title;
  better_ = better;
  titleLabel_->setText(title);
  betterLabel_->setText(better);
  betterLabel_->setToolTip(better);
  describe();
}

void PlotView::setAbout(const QString& about) {
  titleLabel_->setToolTip(about);
  betterLabel_->setToolTip(about);
  setAccessibleDescription(about);
}

void PlotView::setTitleShown(bool shown) { titleLabel_->setVisible(shown); }

void PlotView::setAxisLabels(const QString& x, const QString& y) {
  plot_->xAxis->setLabel(x);
  plot_->yAxis->setLabel(y);
  draw();
}

void PlotView::setEmptyText(const QString& text) {
  emptyText_ = text;
  overlay_->update();
}

void PlotView::setSeries(const QList<PlotSeries>& series) {
  bool looksSame = series.size() == series_.size();
  for (qsizetype i = 0; looksSame && i < series.size(); ++i)
    looksSame = sameLook(series.at(i), series_.at(i));
  if (!looksSame) {
    series_ = series;
    rebuild();
    return;
  }
  bool changed = false;
  for (qsizetype i = 0; i < series.size(); ++i) {
    const PlotSeries& next = series.at(i);
    const PlotSeries& known = series_.at(i);
    bool tails = true;
    for (qsizetype t = 0; t < next.tails.size(); ++t)
      tails = tails && same(next.tails.at(t).x, known.tails.at(t).x) &&
              same(next.tails.at(t).y, known.tails.at(t).y);
    if (tails && same(next.x, known.x) && same(next.y, known.y) && same(next.low, known.low) &&
        same(next.high, known.high)) {
      continue;
    }
    series_[i] = next;
    update(i);
    changed = true;
  }
  if (!changed) return;
  fit();
  draw();
}

void PlotView::rebuild() {
  plot_->clearPlottables();
  lines_.clear();
  drawn_.clear();
  for (const PlotSeries& series : std::as_const(series_)) {
    QColor color = Theme::color(series.role);
    if (series.faded) color.setAlphaF(0.55F);
    Lines lines;
    const auto graph = [this](const QPen& pen) {
      QCPGraph* made = plot_->addGraph();
      made->setPen(pen);
      made->setAdaptiveSampling(true);
      return made;
    };
    if (!series.low.isEmpty()) {
      lines.low = graph(Qt::NoPen);
      lines.high = graph(Qt::NoPen);
      QColor fill = color;
      fill.setAlphaF(color.alphaF() * 0.2F);
      lines.high->setBrush(fill);
      lines.high->setChannelFillGraph(lines.low);
    }
    QColor faint = color;
    faint.setAlphaF(color.alphaF() * 0.3F);
    for (qsizetype t = 0; t < series.tails.size(); ++t)
      lines.tails.append(graph(QPen(faint, 1, Qt::DotLine)));
    lines.raw = graph(QPen(color, 2, series.dash));
    lines.smooth = graph(QPen(color, 2, series.dash));
    lines_.append(lines);
    drawn_.append(QList<double>());
  }
  for (qsizetype i = 0; i < series_.size(); ++i) update(i);
  fit();
  draw();
}

double PlotView::smoothingWidth() const {
  if (smoothing_ <= 0) return 0;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const PlotSeries& series : series_) {
    if (series.x.isEmpty()) continue;
    low = std::min(low, series.x.front());
    high = std::max(high, series.x.back());
  }
  return high > low ? 0.1 * smoothing_ * smoothing_ * (high - low) : 0;
}

void PlotView::update(qsizetype index) {
  const PlotSeries& series = series_.at(index);
  const Lines& lines = lines_.at(index);
  const double width =
      series.smoothable && series.x.size() >= kLeastSmoothed ? smoothingWidth() : 0;
  QColor color = Theme::color(series.role);
  if (series.faded) color.setAlphaF(0.55F);
  QColor rawColor = color;
  if (width > 0) rawColor.setAlphaF(color.alphaF() * 0.3F);
  lines.raw->setPen(QPen(rawColor, width > 0 ? 1 : 2, series.dash));
  lines.raw->setScatterStyle(series.x.size() <= kMostMarkers ? markerOf(series, color)
                                                             : QCPScatterStyle());
  lines.raw->data()->set(points(series.x, series.y, logX_, logY_), true);
  drawn_[index] = width > 0 ? smoothed(series.x, series.y, width) : series.y;
  if (width > 0) {
    lines.smooth->data()->set(points(series.x, drawn_.at(index), logX_, logY_), true);
  } else {
    lines.smooth->data()->clear();
  }
  if (lines.low != nullptr) {
    lines.low->data()->set(points(series.x, series.low, logX_, logY_), true);
    lines.high->data()->set(points(series.x, series.high, logX_, logY_), true);
  }
  for (qsizetype t = 0; t < lines.tails.size(); ++t)
    lines.tails.at(t)->data()->set(points(series.tails.at(t).x, series.tails.at(t).y, logX_, logY_),
                                   true);
}

void PlotView::setLogX(bool log) {
  if (log == logX_) return;
  logX_ = log;
  logXAction_->setChecked(log);
  plot_->xAxis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  plot_->xAxis->setTicker(log ? QSharedPointer<QCPAxisTicker>(new LogTicker)
                              : QSharedPointer<QCPAxisTicker>(new LinearTicker));
  for (qsizetype i = 0; i < series_.size(); ++i) update(i);
  zoomed_ = false;
  fit();
  draw();
}

void PlotView::setLogY(bool log) {
  if (log == logY_) return;
  logY_ = log;
  logYButton_->setChecked(log);
  plot_->yAxis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  plot_->yAxis->setTicker(log ? QSharedPointer<QCPAxisTicker>(new LogTicker)
                              : QSharedPointer<QCPAxisTicker>(new LinearTicker));
  for (qsizetype i = 0; i < series_.size(); ++i) update(i);
  fitY();
  draw();
}

void PlotView::setFollow(bool follow) {
  if (follow == follow_) return;
  follow_ = follow;
  followButton_->setChecked(follow);
  fit();
  draw();
}

void PlotView::setSmoothing(double amount) {
  amount = std::clamp(amount, 0.0, 1.0);
  if (amount == smoothing_) return;
  smoothing_ = amount;
  smoothSlider_->setValue(static_cast<int>(std::lround(100 * amount)));
  for (qsizetype i = 0; i < series_.size(); ++i) update(i);
  draw();
}

void PlotView::setFitMost(bool most) {
  if (most == fitMost_) return;
  fitMost_ = most;
  fitMostAction_->setChecked(most);
  fitY();
  draw();
}

void PlotView::setReference(std::optional<double> y, double half) {
  if (y == reference_ && half == referenceHalf_) return;
  reference_ = y;
  referenceHalf_ = half;
  fit();
  draw();
}

void PlotView::setMarker(std::optional<double> x) {
  marker_ = x;
  overlay_->update();
}

void PlotView::draw() {
  // A slider that could change nothing is not there.
  smoothSlider_->setVisible(
      std::any_of(series_.cbegin(), series_.cend(),
                  [](const PlotSeries& series) { return series.smoothable; }));
  const QFontMetrics metrics(Theme::captionFont());
  int room = 8;
  for (const PlotSeries& series : std::as_const(series_)) {
    if (!series.x.isEmpty()) room = std::max(room, metrics.horizontalAdvance(series.name) + 12);
  }
  plot_->axisRect()->setAutoMargins(QCP::msLeft | QCP::msTop | QCP::msBottom);
  plot_->axisRect()->setMargins(QMargins(0, 0, std::min(room, width() / 3), 0));
  resetButton_->setEnabled(zoomed_);
  if (crosshair_) setCrosshair(crosshair_);
  describe();
  if (!plot_->size().isEmpty()) plot_->replot(QCustomPlot::rpQueuedReplot);
}

void PlotView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  draw();
}

void PlotView::restyle() {
  const QColor text = Theme::color(Role::TextSecondary);
  plot_->setBackground(QBrush(Theme::color(Role::Window)));
  for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) {
    axis->setBasePen(QPen(Theme::color(Role::Border), 1));
    axis->setTickPen(QPen(Theme::color(Role::Border), 1));
    axis->setSubTickPen(QPen(Theme::color(Role::Border), 1));
    axis->setTickLabelColor(text);
    axis->setLabelColor(text);
    axis->setTickLabelFont(Theme::captionFont());
    axis->setLabelFont(Theme::captionFont());
    axis->setLabelPadding(2);
    axis->grid()->setPen(QPen(Theme::color(Role::Grid), 1));
    axis->grid()->setZeroLinePen(QPen(Theme::color(Role::Grid), 1));
  }
  rebuild();
}

}  // namespace unroll::ui
