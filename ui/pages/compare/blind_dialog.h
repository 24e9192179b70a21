#pragma once

#include <QDialog>
#include <QElapsedTimer>
#include <QHash>

#include "ui/engine_client/messages.h"
#include "ui/pages/compare/blind_votes.h"
#include "ui/player/clip.h"
#include "ui/player/frame_clock.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace unroll::ui {

class ClipView;
class ServeClient;

/// One side of a blind test.
struct BlindSide {
  QString run;
  qint64 step = -1;
};

/// A blind test of two runs: pairs of clips of the same seed, sides drawn at random, no word about
/// which is whose until all is voted. The votes are written as CSV into `folder` and the tally is
/// told with an exact interval.
/// Threads: GUI.
class BlindDialog : public QDialog {
  Q_OBJECT
 public:
  struct Setup {
    QString project, folder;  ///< of the project; where the votes are written
    BlindSide baseline, other;
    int stage = 0;
    quint64 firstSeed = 0;
    quint32 shuffle = 0;  ///< seed of the sides
  };
  BlindDialog(ServeClient& serve, Setup setup, QWidget* parent = nullptr);
  ~BlindDialog() override;

  const QList<BlindAnswer>& answers() const { return answers_; }
  /// Whether the baseline is on the left in a pair: for tests; nothing on the screen says it.
  bool isBaselineLeft(int pair) const { return baselineLeft_.value(pair); }
  QString written() const { return written_; }  ///< the file with the votes; empty: none yet

 Q_SIGNALS:
  void failed(const QString& sentence);  ///< the votes could not be written

 private:
  struct Pair {
    ClipPtr baseline, other;
  };

  QWidget* buildStart();
  QWidget* buildPairs();
  QWidget* buildEnd();
  void begin();
  void ask();  ///< the next few pairs of both runs
  void takeReady(quint64 id, const SampleReady& sample);
  void takeEnd(quint64 id, const QString& problem);
  void showPair();
  void vote(BlindVote vote);
  void finish();
  void write();
  QString verdict() const;

  ServeClient& serve_;
  const Setup setup_;
  FrameClock clock_;
  QList<bool> baselineLeft_;
  QHash<quint64, Pair> pairs_;     ///< by seed
  QHash<quint64, bool> requests_;  ///< number -> it is the baseline's
  int asked_ = 0;                  ///< pairs asked for
  QList<BlindAnswer> answers_;
  QElapsedTimer seen_;
  QString problem_, written_;
  bool shown_ = false;  ///< the pair at hand is on the screen

  QStackedWidget* stack_;
  QLineEdit *question_ = nullptr, *participant_ = nullptr;
  QSpinBox* count_ = nullptr;
  QLabel *asking_ = nullptr, *progress_ = nullptr, *tally_ = nullptr, *place_ = nullptr;
  ClipView *left_ = nullptr, *right_ = nullptr;
  QPushButton *leftButton_ = nullptr, *neitherButton_ = nullptr, *rightButton_ = nullptr;
};

}  // namespace unroll::ui
