#pragma once

#include <optional>

#include <QHash>
#include <QTimer>
#include <QWidget>

#include "ui/plots/plot_series.h"

class QCPGraph;
class QCustomPlot;
class QLabel;
class QMenu;
class QSlider;
class QToolButton;

namespace unroll::ui {

class PlotOverlay;

/// A plot of curves: hover or arrow keys read all series at once, drag zooms into a box, the middle
/// button or Shift pans, double click shows all again. A zoom stays when points come in, unless
/// Follow is on. Smoothed lines always show the raw one faintly; points outside the range are
/// counted at the edge.
/// Cost: 100,000 points are drawn in less than 15 ms. Threads: GUI only.
class PlotView : public QWidget {
  Q_OBJECT
 public:
  explicit PlotView(QWidget* parent = nullptr);
  ~PlotView() override;

  /// `better`: what to wish for, for example tr("lower is better"); may be empty.
  void setTitle(const QString& title, const QString& better = {});
  QString title() const { return title_; }
  /// What the curves say, in the tip of the title; may be empty.
  void setAbout(const QString& about);
  /// Off where something beside the plot says its title already; it stays for exports and readers.
  void setTitleShown(bool shown);
  void setAxisLabels(const QString& x, const QString& y);
  /// What stands in the middle while there is no point.
  void setEmptyText(const QString& text);

  /// Takes the lines; those that did not change cost nothing.
  void setSeries(const QList<PlotSeries>& series);
  const QList<PlotSeries>& series() const { return series_; }
  /// As drawn: smoothed where smoothing is on. `index` into series().
  const QList<double>& drawn(qsizetype index) const { return drawn_.at(index); }

  void setLogX(bool log);
  void setLogY(bool log);
  bool logX() const { return logX_; }
  bool logY() const { return logY_; }
  void setFollow(bool follow);  ///< keeps the newest point in sight
  bool follow() const { return follow_; }
  void setSmoothing(double amount);  ///< 0 (off) to 1
  double smoothing() const { return smoothing_; }
  void setFitMost(bool most);  ///< the y range leaves the outer 1 % out; they are counted
  /// A bold line at `y` with a shaded band of `half` on both sides; nothing: none.
  void setReference(std::optional<double> y, double half = 0);
  std::optional<double> reference() const { return reference_; }
  /// The vertical line of the window's step cursor.
  void setMarker(std::optional<double> x);

  void resetRange();  ///< all points in sight
  void zoomTo(double xLow, double xHigh, double yLow, double yHigh);
  bool isZoomed() const { return zoomed_; }

  void setCrosshair(std::optional<double> x);  ///< goes to the nearest point
  std::optional<double> crosshair() const { return crosshair_; }
  void moveCrosshair(int points);  ///< by points of the longest series
  QString readout() const;         ///< all series at the crosshair, one line each
  QList<SeriesSummary> summaries() const;
  /// Points outside the visible y range within the visible x range, by series.
  struct Clipped {
    qsizetype above = 0, below = 0;
  };
  Clipped clipped(qsizetype index) const;

  /// Each writes one file atomically; the sentence says why when it could not.
  std::optional<QString> savePng(const QString& path) const;
  std::optional<QString> saveSvg(const QString& path) const;
  std::optional<QString> saveCsv(const QString& path) const;  ///< C locale
  std::optional<QString> savePdf(const QString& path) const;
  /// By the ending of `path`: svg, pdf, csv, or else PNG.
  std::optional<QString> save(const QString& path) const;
  /// Asks for a file with that ending; empty when the person thought better of it.
  QString askPath(const QString& suffix);
  QImage picture(double scale) const;  ///< as it is drawn, in `scale` times as many pixels
  QMenu* exportMenu() const { return exportMenu_; }

  QCustomPlot* canvas() const { return plot_; }
  QSize sizeHint() const override { return {420, 220}; }
  QSize minimumSizeHint() const override { return {220, 130}; }

 Q_SIGNALS:
  void clicked(double x);  ///< nearest x of a point
  void crosshairMoved(double x);
  void saved(const QString& path);       ///< an export of the plot's own menu
  void failed(const QString& sentence);  ///< one that could not be written

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  friend class PlotOverlay;
  void buildHeader();
  void buildPlot();
  void restyle();
  void rebuild();
  void update(qsizetype index);
  void fit();
  void fitY();
  void draw();
  void describe();
  void paintMarks(QPainter& painter) const;
  void paintLines(QPaintDevice& page) const;  ///< as lines and letters, not as pixels
  void paintCrosshair(QPainter& painter) const;
  double smoothingWidth() const;

  struct Lines {
    QCPGraph *raw = nullptr, *smooth = nullptr, *low = nullptr, *high = nullptr;
    QList<QCPGraph*> tails;
  };

  QString title_, better_;
  QLabel *titleLabel_ = nullptr, *betterLabel_ = nullptr;
  QSlider* smoothSlider_ = nullptr;
  QToolButton *followButton_ = nullptr, *logYButton_ = nullptr, *resetButton_ = nullptr,
              *moreButton_ = nullptr;
  QMenu* exportMenu_ = nullptr;
  QAction *logXAction_ = nullptr, *fitMostAction_ = nullptr;
  QCustomPlot* plot_ = nullptr;
  PlotOverlay* overlay_ = nullptr;
  QList<PlotSeries> series_;
  QList<QList<double>> drawn_;
  QList<Lines> lines_;
  QString emptyText_;
  std::optional<double> marker_, crosshair_, reference_;
  double referenceHalf_ = 0;
  double smoothing_ = 0;
  bool logX_ = false, logY_ = false, follow_ = false, zoomed_ = false, fitMost_ = false;
};

}  // namespace unroll::ui
