#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QWidget>

#include "ui/engine_client/messages.h"
#include "ui/player/clip.h"

class QGridLayout;
class QLabel;

namespace unroll::ui {

class ClipView;
class FrameClock;
class ServeClient;

/// One run as the rows show it.
struct CompareRow {
  QString run;
  QString title;     ///< lines under the run's name, for example "with the matching critic"
  qint64 step = -1;  ///< of the stage's checkpoint; -1: it has none
  bool operator==(const CompareRow&) const = default;
};

/// Rows of clips: a run each, the same seeds, one stage, one frame. The clips are made by
/// `unroll serve`; what is not there yet is hatched with the reason.
/// Threads: GUI.
class CompareRows : public QWidget {
  Q_OBJECT
 public:
  CompareRows(ServeClient* serve, FrameClock& clock, QWidget* parent = nullptr);
  ~CompareRows() override;

  /// Shows `rows` of the project's runs. What is the same as before is kept.
  void show(const QString& project, const QList<CompareRow>& rows, int stage,
            const QList<quint64>& seeds);
  /// While on, each row shows the clips of the next one: held down, differences blink.
  void setSwapped(bool swapped);

  bool isReady() const;  ///< nothing more is being made or read
  ClipView* view(int row, int column) const;
  int columns() const { return int(seeds_.size()); }
  int rows() const { return int(lines_.size()); }

 Q_SIGNALS:
  void seedChosen(quint64 seed);

 private:
  struct Line {
    CompareRow row;
    QLabel* name = nullptr;
    QList<ClipView*> views;
    QList<ClipPtr> clips;
    QList<bool> reading;
    quint64 request = 0;
    QString problem;
  };

  void rebuild();
  void ask(int index);
  void place();
  void setTimeline();
  void takeReady(quint64 id, const SampleReady& sample);
  void takeEnd(quint64 id, const QString& problem);

  ServeClient* serve_;
  FrameClock& clock_;
  QGridLayout* grid_;
  QList<QLabel*> heads_;
  QString project_;
  int stage_ = 0;
  QList<quint64> seeds_;
  QList<Line> lines_;
  bool swapped_ = false;
  quint64 generation_ = 0;
};

}  // namespace unroll::ui
