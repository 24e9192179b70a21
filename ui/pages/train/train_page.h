#pragma once

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include "ui/model/studio_context.h"
#include "ui/pages/page.h"
#include "ui/player/frame_clock.h"

class QLabel;
class QPushButton;
class QTabWidget;
class QToolButton;

namespace unroll::ui {

class CurvePanel;
class FailureCard;
class HealthLine;
class MemoryForecast;
class PlaybackActions;
class PreviewWall;
class RecipeForm;
class RunModel;
class StageStrip;
class TimeSlider;
struct TrainingStart;

/// Training: start, pause, stop; what the networks make of fixed probe seeds, now and at every step
/// that was kept; curves, recipe, health. Threads: GUI only.
class TrainPage : public Page {
  Q_OBJECT
 public:
  TrainPage(StudioContext& context, QWidget* parent);
  ~TrainPage() override;

  QString title() const override;
  QIcon icon() const override;
  QList<QAction*> pageActions() override;
  QUndoStack* undoStack() override;  ///< that of the recipe
  bool readyToCapture() const override;
  void saveNow() override;
  void showPart(const QString& part) override;

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void playFirst();
  void buildActions();
  void buildBody();
  QWidget* buildHeader();
  QWidget* buildPreviews();
  QWidget* buildSide();
  QAction* addAction(const char* name, const QString& text, const char* icon,
                     const QKeySequence& keys, void (TrainPage::*slot)());
  static bool canGoOn(const RunModel& run);
  void start();
  void newRun();
  void branch();
  void pause();
  void pauseAndFree();
  void stop();
  void askStopNow();
  void duplicate();
  void checkpoint();
  void sample();
  void launch(const TrainingStart& start);
  void followRun();
  void showState();
  void showRemedy();
  void remedy();
  QString stagesTrained() const;  ///< what the run trains itself, as --stage has it
  void showPreviews();
  void showRecipe();
  void showHealth();
  void chooseStage(int stage);
  int shownStage() const;

  StudioContext& context_;
  QPointer<RunModel> run_;  ///< null: none, or it has gone
  int stage_ = -1;          ///< chosen by hand; -1: the one that is trained
  FrameClock clock_;
  PlaybackActions* playback_ = nullptr;
  QAction *startAction_ = nullptr, *newAction_ = nullptr, *branchAction_ = nullptr,
          *pauseAction_ = nullptr, *freeAction_ = nullptr, *stopAction_ = nullptr,
          *stopNowAction_ = nullptr, *duplicateAction_ = nullptr, *checkpointAction_ = nullptr,
          *sampleAction_ = nullptr;
  QPushButton* startButton_ = nullptr;
  QToolButton *pauseButton_ = nullptr, *freeButton_ = nullptr, *stopButton_ = nullptr;
  QLabel *caption_ = nullptr, *runLabel_ = nullptr;
  StageStrip* stages_ = nullptr;
  FailureCard* failure_ = nullptr;
  PreviewWall* wall_ = nullptr;
  TimeSlider* slider_ = nullptr;
  QTabWidget* side_ = nullptr;
  CurvePanel* curves_ = nullptr;
  RecipeForm* form_ = nullptr;
  MemoryForecast* forecast_ = nullptr;
  HealthLine* health_ = nullptr;
  QTimer saveRecipe_, ages_;
  bool tabChosen_ = false;
  bool playedOnce_ = false;
  bool playsWhenShown_ = false;  ///< it was playing when the page was left
};

}  // namespace unroll::ui
