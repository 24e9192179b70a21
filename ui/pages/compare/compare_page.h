#pragma once

#include <QFutureWatcher>
#include <QHash>
#include <QTimer>

#include "ui/pages/compare/compare_model.h"
#include "ui/pages/page.h"
#include "ui/player/frame_clock.h"
#include "ui/plots/plot_series.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace unroll::ui {

class CompareRows;
class MeasurePanel;
class PlaybackActions;
class PlotView;
class RunModel;
class SettingPanel;
class ViewHistory;
struct StudioContext;

/// Two to four runs side by side: clips of the same seeds at the same step and
/// frame, curves with solid and dashed lines, measures with differences and
/// intervals, settings that differ. One button trains the counterpart of a run
/// without (or with) the matching critic; a blind test asks people which they prefer.
class ComparePage : public Page {
  Q_OBJECT
 public:
  ComparePage(StudioContext& context, QWidget* parent);
  ~ComparePage() override;

  QString title() const override;
  QIcon icon() const override;
  QList<QAction*> pageActions() override { return actions_; }
  bool readyToCapture() const override;

  /// The compared runs, the baseline first.
  QStringList runs() const { return runs_; }
  void setRuns(const QStringList& runs);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  static constexpr int kMostRuns = 4;

  QWidget* buildBar();
  QWidget* buildPictures();
  QWidget* buildNumbers();
  void addActions();
  void holdBlink(bool held);
  void keepChoices();
  void noteChoices();                        ///< what is shown now, for the next step of Undo
  void chooseRuns(const QStringList& runs);  ///< by the person
  void projectChanged();
  void fillBoxes();
  void chooseDefaults();
  // These do nothing while the page is hidden; showEvent() makes up for it.
  void changed();  ///< runs, stage, step or seed: everything is looked at again
  void curvesChanged();
  void showRows();
  void fillCurveBox();
  void showCurves();
  void fillLineBox();
  void showLines();
  static QString titleOfLine(const QString& name);
  void showTables();
  void readAllMeasures();
  void trainCounterpart();
  void openBlindTest();
  /// Why the first two runs cannot be tested blind; empty when they can.
  QString whyNotBlind() const;
  void copyNumbers();  ///< the table that is shown, to the clipboard
  int stage() const;
  RunModel* run(const QString& name) const;
  QString titleOf(const QString& run) const;
  QList<Recipe> recipesOfRuns() const;
  QStringList protocolsOf(const QString& run) const;  ///< of its records of the stage
  bool isDashed(int index) const;                     ///< the line of that run
  PlotSeries seriesOf(int index) const;               ///< a line of that run, without points
  /// What was measured of the run at the step that is shown; null: nothing.
  const MeasureRecord* recordOf(const QString& run) const;

  StudioContext& context_;
  FrameClock clock_;
  QStringList runs_;
  QHash<QString, QList<MeasureRecord>> measures_;
  QHash<QString, qint64> shownSteps_;
  QString shownLine_;  ///< whose scales lines_ has
  QTimer soon_;        ///< gathers changes
  bool reading_ = false, readAgain_ = false, chosen_ = false;
  bool measuresStale_ = true;  ///< they may have changed since they were read

  QStackedWidget* stack_ = nullptr;
  QComboBox *baseline_ = nullptr, *other_ = nullptr, *add_ = nullptr, *stage_ = nullptr,
            *align_ = nullptr, *curve_ = nullptr, *line_ = nullptr;
  QPushButton *counterpart_ = nullptr, *blind_ = nullptr, *fewer_ = nullptr;
  QLabel *note_ = nullptr, *verdict_ = nullptr, *unlike_ = nullptr;
  CompareRows* rows_ = nullptr;
  PlotView *curves_ = nullptr, *lines_ = nullptr;
  MeasurePanel* measurePanel_ = nullptr;
  SettingPanel* settingPanel_ = nullptr;
  QTabWidget* tabs_ = nullptr;
  QSplitter* splitter_ = nullptr;
  PlaybackActions* playback_ = nullptr;
  QAction* blink_ = nullptr;
  ViewHistory* history_ = nullptr;
  QVariantMap shownChoices_;
  QList<QAction*> actions_;
};

}  // namespace unroll::ui
