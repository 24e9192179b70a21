#pragma once

#include <QTimer>

#include "ui/pages/page.h"
#include "ui/pages/samples/sample_marks.h"
#include "ui/player/frame_clock.h"
#include "ui/player/pair_record.h"

class QLabel;
class QPushButton;
class QSplitter;

namespace unroll::ui {

class Filmstrip;
class PairActions;
class PairReadout;
class PairView;
class PlaybackActions;
class SampleControls;
class SampleGrid;
class SampleNumbers;
class SampleStore;
class ViewHistory;
struct StudioContext;

/// Samples of one checkpoint: a grid of seeds, the chosen one as a pair of stages, player, stars,
/// files, export.
class SamplesPage : public Page {
  Q_OBJECT

 public:
  SamplesPage(StudioContext& context, QWidget* parent);
  ~SamplesPage() override;

  QString title() const override;
  QIcon icon() const override;
  QList<QAction*> pageActions() override { return actions_; }
  QUndoStack* undoStack() override { return marks_.undoStack(); }
  bool readyToCapture() const override;

  SampleStore& store() { return *store_; }
  FrameClock& clock() { return clock_; }
  /// What the dialogs ask paths for; each tells the person how it went.
  void saveFrame(const QString& path);
  void saveSheet(const QString& path);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void build();
  QWidget* buildViewer();
  QWidget* buildStatus();
  void addActions();
  QAction* add(const char* name, const QString& text, const QKeySequence& key, const char* menu);
  void addEditActions();
  void addFileActions();
  void choiceChanged();
  void refreshStatus();
  void chooseNumbers();
  void choose(int row);
  void showSample();
  void showRecord(PairRecord record);
  void moveBy(int samples);
  QList<int> selectedRows() const;
  QString addressOf(int row) const;
  void toggleStar();
  void editTags();
  void copyFrame();
  QString askPicture(const QString& title, const QString& name);
  void askSaveFrame();
  void askSaveSheet();
  void openExport();
  void say(const Result<void>& result, const QString& path);

  StudioContext& context_;
  SampleMarks marks_;
  FrameClock clock_;
  SampleStore* store_ = nullptr;
  SampleControls* controls_ = nullptr;
  SampleGrid* grid_ = nullptr;
  SampleNumbers* numbers_ = nullptr;
  QAction* numbersAction_ = nullptr;
  ViewHistory* history_ = nullptr;
  PairView* view_ = nullptr;
  PairActions* pairActions_ = nullptr;
  PairReadout* readout_ = nullptr;
  PlaybackActions* playback_ = nullptr;
  Filmstrip* strip_ = nullptr;
  QLabel* status_ = nullptr;
  QLabel* sampleTitle_ = nullptr;
  QPushButton* cancel_ = nullptr;
  QPushButton* retry_ = nullptr;
  QSplitter* splitter_ = nullptr;
  QList<QAction*> actions_;
  int current_ = -1;
  quint64 loading_ = 0;  ///< number of the newest showSample()
  bool recordPending_ = false;
  bool stale_ = true;  ///< the choice changed while the page was hidden
  QTimer empty_;       ///< takes the old record away when the new one needs long
};

}  // namespace unroll::ui
