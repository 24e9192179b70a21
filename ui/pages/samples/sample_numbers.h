#pragma once

#include <QCache>
#include <QHash>
#include <QTimer>
#include <QWidget>

#include "protocol/serve_messages.h"
#include "ui/model/measure_record.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace unroll::ui {

class PlotView;
class ServeClient;

/// The checkpoint, and the videos of it, that numbers are wanted of.
struct NumbersChoice {
  QString project, run;
  QList<qint64> steps;  ///< of stage 1, 2, … as they are sampled
  quint64 firstSeed = 1;
  qint64 videos = 0;
  qint64 frames = 0;  ///< of the last stage; 0: a training window's
  QString weights;    ///< tells checkpoints of one step apart

  bool operator==(const NumbersChoice&) const = default;
  bool isUsable() const { return !run.isEmpty() && !steps.isEmpty() && videos > 0; }
};

/// Power spectra and motion of the videos on the page, beside the real ones: asked from the
/// engine's service while it is shown, cancelled when the choice changes. What is not measured is
/// empty, never of the choice before.
/// Threads: GUI.
class SampleNumbers : public QWidget {
  Q_OBJECT
 public:
  explicit SampleNumbers(ServeClient* serve, QWidget* parent = nullptr);
  ~SampleNumbers() override;

  /// Not usable: `why` says so.
  void choose(const NumbersChoice& choice, const QString& why = {});
  const QList<MeasureRecord>& records() const { return records_; }
  bool isBusy() const { return soon_.isActive() || !work_.isEmpty() || reading_ > 0; }

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void start();
  void drop();  ///< cancels what is under way
  void ask();
  void take(const QString& file);
  void end(quint64 id, const QString& problem);
  void keepIfWhole();
  void refresh();
  void draw();

  ServeClient* serve_;
  NumbersChoice choice_;
  QString why_, problem_, progress_;
  QList<MeasureRecord> records_;  ///< by stage
  QHash<quint64, int> work_;      ///< number of a request -> its stage
  QCache<QString, QList<MeasureRecord>> kept_{32};
  int reading_ = 0;
  quint64 generation_ = 0;
  QTimer soon_;
  QComboBox* line_;
  PlotView *spectrum_, *motion_;
  QLabel* state_;
  QPushButton* again_;
};

}  // namespace unroll::ui
