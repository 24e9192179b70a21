#pragma once

#include <QHash>
#include <QPointer>
#include <QScrollArea>

#include "ui/model/studio_context.h"
#include "ui/plots/plot_series.h"

class QComboBox;
class QVBoxLayout;

namespace unroll::ui {

class PlotView;
class RunModel;

/// The curves of the run under the cursor: one plot for each group of names that its log holds, so
/// whatever a run measures is drawn. Hue is the stage. Drawn only while it is visible. Threads: GUI
/// only.
class CurvePanel : public QWidget {
  Q_OBJECT
 public:
  CurvePanel(StudioContext& context, QWidget* parent);

  void setRun(RunModel* run);
  QList<PlotView*> plots() const;
  PlotView* plot(const QString& group) const { return plots_.value(group); }

 Q_SIGNALS:
  void stepChosen(qint64 step);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void changed();
  void fill();
  void addSpectra(QMap<QString, QList<PlotSeries>>& groups) const;
  PlotView* plotFor(const QString& group);
  void order();
  bool byTime() const;

  StudioContext& context_;
  QPointer<RunModel> run_;  ///< null: none, or it has gone
  QComboBox* axis_;
  QWidget* body_;
  QVBoxLayout* column_;
  QHash<QString, PlotView*> plots_;
  QWidget* empty_;
  bool stale_ = false;  ///< something changed while the panel was hidden
};

}  // namespace unroll::ui
