#pragma once

#include <QAbstractListModel>
#include <QCache>
#include <QHash>
#include <QImage>
#include <QSet>

#include "ui/engine_client/messages.h"
#include "ui/pages/samples/sample_choice.h"
#include "ui/player/pair_record.h"

namespace unroll::ui {

class SampleMarks;
class ServeClient;

/// One sample of the page: a seed and its clips on disk.
struct Sample {
  enum class State { Unknown, Waiting, Making, Ready, Failed };
  quint64 seed = 0;
  State state = State::Unknown;
  qint64 label = -1;
  QString className;
  QList<PairSource> clips;  ///< stages in order
  QList<qint64> steps;      ///< training steps of the stages
  QString failure;          ///< one sentence
};

/// The samples of one choice, one row a seed. Asks `unroll serve` for those that are not in the
/// cache folder yet, the wanted (visible) ones first; another choice drops what is under way.
/// Thumbnails are made when a view asks for them, on worker threads, so that 10,000 rows cost
/// nothing but their numbers.
///
/// Threads: GUI.
class SampleStore : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { SeedRole = Qt::UserRole, StateRole, ThumbnailRole, StarRole, TagsRole, LabelRole };

  SampleStore(ServeClient* serve, SampleMarks& marks, const QString& cacheFolder,
              QObject* parent = nullptr);

  /// False when this is what is shown already.
  bool choose(const SampleChoice& choice, const QList<quint64>& seeds);
  const SampleChoice& choice() const { return choice_; }
  const Sample& sample(int row) const { return samples_[row]; }
  int rowOf(quint64 seed) const { return rows_.value(seed, -1); }
  /// The rows on the screen: looked for in the cache and made before all others.
  void want(int first, int last);
  void cancel();  ///< drops what is not made yet
  void retry();   ///< asks again for what failed or was cancelled

  bool isHeld() const { return held_; }  ///< cancelled or refused: nothing more is asked for
  bool isBusy() const { return request_ != 0; }
  int readyCount() const { return ready_; }
  int thumbnailsMade() const { return thumbnailsMade_; }  ///< since the start
  bool thumbnailsPending() const { return lookups_ > 0 || !loading_.isEmpty(); }
  /// How far the batch under way is, 0..1.
  double batchShare() const { return batchShare_; }
  QString failure() const { return failure_; }  ///< the last refusal, one sentence

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 Q_SIGNALS:
  void progressChanged();
  void sampleReady(int row);

 private:
  void look(int first, int last);
  void found(quint64 generation, const QHash<quint64, Sample>& there);
  void ask();
  void takeReady(quint64 id, const protocol::SampleReady& ready);
  void takeDone(quint64 id);
  void takeFailure(quint64 id, const QString& sentence, const QString& kind);
  void setReady(int row, const Sample& sample);
  void loadThumbnail(int row) const;
  void touch(int row);
  QString folder() const;
  void prune() const;

  ServeClient* serve_;
  SampleMarks& marks_;
  QString cacheFolder_;
  SampleChoice choice_;
  QList<Sample> samples_;
  QHash<quint64, int> rows_;
  int first_ = 0;
  int last_ = -1;
  int ready_ = 0;
  bool held_ = false;  ///< cancelled: nothing is asked for until retry()
  quint64 generation_ = 0;
  quint64 request_ = 0;
  QList<int> asked_;
  double batchShare_ = 0;
  QString failure_;
  mutable QCache<quint64, QImage> thumbnails_{2048};
  int lookups_ = 0;  ///< on their way, of this generation
  mutable QSet<quint64> loading_;
  mutable int thumbnailsMade_ = 0;
};

}  // namespace unroll::ui
