#pragma once

#include <QDialog>
#include <QList>
#include <QPointer>

class QComboBox;
class QLabel;

namespace unroll::ui {

class PlotView;

/// Export > Plot: chooses one of a page's plots and how it is written: as a picture, as lines or as
/// numbers. Threads: GUI only.
class PlotDialog : public QDialog {
  Q_OBJECT
 public:
  /// `plots`: those that hold points; `first`: the one that is chosen when the dialog opens.
  PlotDialog(const QList<PlotView*>& plots, PlotView* first, QWidget* parent);

  /// The plots below `page` that are on the screen and hold points.
  static QList<PlotView*> plotsOn(const QWidget& page);

 Q_SIGNALS:
  void saved(const QString& path);
  void failed(const QString& sentence);

 private:
  PlotView* chosen() const;
  void showPlot();
  void copy();
  void save();

  QList<QPointer<PlotView>> plots_;
  QComboBox *plot_, *format_;
  QLabel* picture_;
};

}  // namespace unroll::ui
