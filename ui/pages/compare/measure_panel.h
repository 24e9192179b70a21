#pragma once

#include <QHash>
#include <QWidget>

#include "ui/engine_client/messages.h"
#include "ui/pages/compare/compare_tables.h"

class QLabel;
class QPushButton;

namespace unroll::ui {

class ServeClient;

/// A checkpoint that has no measures of its own yet.
struct UnmeasuredCheckpoint {
  QString run;
  int stage = 0;
  qint64 step = -1;
  qint64 frames = 0;  ///< of the last stage, that the videos are unrolled to; 0: a window's
  bool operator==(const UnmeasuredCheckpoint&) const = default;
};

/// The table of measures, and under it the button that has the engine's service measure what is
/// missing: how far it is, why it refused. What was measured is kept in the run's own folder, as
/// `unroll evaluate` keeps it.
/// Threads: GUI.
class MeasurePanel : public QWidget {
  Q_OBJECT
 public:
  explicit MeasurePanel(ServeClient* serve, QWidget* parent = nullptr);
  ~MeasurePanel() override;

  /// `missing`: what the button measures. Another project drops what is under way.
  void show(const QString& project, const QList<MeasuredRun>& runs,
            const QList<UnmeasuredCheckpoint>& missing);
  const MeasureTable& table() const { return *table_; }
  void measureMissing();  ///< as the button does; while it measures, it cancels
  bool isMeasuring() const { return !work_.isEmpty(); }

 Q_SIGNALS:
  void measured();  ///< a run's folder has a record more
  void failed(const QString& sentence);

 private:
  void end(quint64 id, const QString& problem);
  void cancel();
  void refresh();

  ServeClient* serve_;
  QString project_;
  QList<UnmeasuredCheckpoint> missing_;
  qint64 madeClips_ = 0, realClips_ = 0;  ///< of a record beside which the others shall stand
  QHash<quint64, UnmeasuredCheckpoint> work_;
  QString progress_, problem_;
  MeasureTable* table_;
  QLabel* sentence_;
  QPushButton* measure_;
};

}  // namespace unroll::ui
