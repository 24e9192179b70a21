#include "ui/pages/samples/sample_store.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QThreadPool>

#include "ui/engine_client/serve_client.h"
#include "ui/model/background.h"
#include "ui/pages/samples/sample_marks.h"

namespace unroll::ui {
namespace {

constexpr qint64 kMostCacheBytes = qint64{2} << 30;
constexpr int kBatch =
    8;  ///< seeds of one request: few, so that what comes on the screen is made soon

QString noteOf(const QString& folder, quint64 seed) {
  return QStringLiteral("%1/sample-%2.json").arg(folder).arg(seed);
}

/// Keeps beside the clips what is to be known of a sample.
void writeNote(const QString& folder, const Sample& sample) {
  QJsonArray clips;
  for (qsizetype i = 0; i < sample.clips.size(); ++i) {
    clips.append(QJsonObject{{QStringLiteral("role"), static_cast<int>(sample.clips[i].role)},
                             {QStringLiteral("file"), sample.clips[i].path},
                             {QStringLiteral("frameRate"), sample.clips[i].frameRate},
                             {QStringLiteral("steps"), sample.steps.value(i)}});
  }
  QSaveFile file(noteOf(folder, sample.seed));
  if (!file.open(QIODevice::WriteOnly)) return;
  file.write(QJsonDocument(QJsonObject{{QStringLiteral("label"), sample.label},
                                       {QStringLiteral("class"), sample.className},
                                       {QStringLiteral("clips"), clips}})
                 .toJson());
  file.commit();
}

std::optional<Sample> readNote(const QString& folder, quint64 seed) {
  QFile file(noteOf(folder, seed));
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
  Sample sample;
  sample.seed = seed;
  sample.label = object.value(QLatin1String("label")).toInteger(-1);
  sample.className = object.value(QLatin1String("class")).toString();
  for (const QJsonValue& value : object.value(QLatin1String("clips")).toArray()) {
    const QJsonObject clip = value.toObject();
    const QString path = clip.value(QLatin1String("file")).toString();
    if (!QFile::exists(path)) return {};
    sample.clips.append(
        {static_cast<ClipRole>(std::clamp(clip.value(QLatin1String("role")).toInt(), 0, 3)),
         {},
         path,
         clip.value(QLatin1String("frameRate")).toDouble(),
         {}});
    sample.steps.append(clip.value(QLatin1String("steps")).toInteger());
  }
  if (sample.clips.isEmpty()) return {};
  sample.state = Sample::State::Ready;
  return sample;
}

}  // namespace

SampleStore::SampleStore(ServeClient* serve, SampleMarks& marks, const QString& cacheFolder,
                         QObject* parent)
    : QAbstractListModel(parent), serve_(serve), marks_(marks), cacheFolder_(cacheFolder) {
  prune();
  connect(&marks_, &SampleMarks::changed, this, [this] {
    if (!samples_.isEmpty())
      Q_EMIT dataChanged(index(0), index(rowCount() - 1), {StarRole, TagsRole});
  });
  if (serve_ == nullptr) return;
  connect(serve_, &ServeClient::sampleReady, this, &SampleStore::takeReady);
  connect(serve_, &ServeClient::sampleDone, this, &SampleStore::takeDone);
  connect(serve_, &ServeClient::requestFailed, this, &SampleStore::takeFailure);
  connect(serve_, &ServeClient::sampleProgress, this,
          [this](quint64 id, qint64 done, qint64 total) {
            if (id != request_ || total <= 0) return;
            batchShare_ = static_cast<double>(done) / static_cast<double>(total);
            Q_EMIT progressChanged();
          });
}

/// Keeps the cache within its bounds: the choices that were used longest ago go.
void SampleStore::prune() const {
  QThreadPool::globalInstance()->start([place = cacheFolder_] {
    qint64 bytes = 0;
    for (const QFileInfo& choice :
         QDir(place).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time)) {
      QDirIterator files(choice.filePath(), QDir::Files, QDirIterator::Subdirectories);
      while (files.hasNext()) {
        files.next();
        bytes += files.fileInfo().size();
      }
      if (bytes > kMostCacheBytes) QDir(choice.filePath()).removeRecursively();
    }
  });
}

QString SampleStore::folder() const { return cacheFolder_ % QLatin1Char('/') % choice_.key(); }

bool SampleStore::choose(const SampleChoice& choice, const QList<quint64>& seeds) {
  QList<quint64> now;
  for (const Sample& sample : samples_) now.append(sample.seed);
  if (choice == choice_ && seeds == now) return false;
  if (request_ != 0) serve_->cancel(std::exchange(request_, 0));
  beginResetModel();
  ++generation_;
  const bool same = choice == choice_;
  QHash<quint64, Sample> kept;
  for (const Sample& sample : samples_) {
    if (same && sample.state == Sample::State::Ready) kept.insert(sample.seed, sample);
  }
  choice_ = choice;
  samples_.clear();
  rows_.clear();
  asked_.clear();
  loading_.clear();
  lookups_ = 0;
  if (!same) thumbnails_.clear();
  held_ = false;
  failure_.clear();
  batchShare_ = 0;
  ready_ = 0;
  for (const quint64 seed : seeds) {
    Sample sample;
    sample.seed = seed;
    if (kept.contains(seed)) {
      sample = kept[seed];
      ++ready_;
    }
    rows_.insert(seed, static_cast<int>(samples_.size()));
    samples_.append(sample);
  }
  first_ = 0;
  last_ = -1;
  endResetModel();
  Q_EMIT progressChanged();
  return true;
}

void SampleStore::want(int first, int last) {
  first_ = std::max(0, first);
  last_ = std::min(last, rowCount() - 1);
  look(first_, last_);
  ask();
}

/// Looks in the cache for the rows of which nothing is known yet.
void SampleStore::look(int first, int last) {
  if (!choice_.isUsable()) return;
  QList<quint64> seeds;
  for (int row = first; row <= last; ++row) {
    if (samples_[row].state != Sample::State::Unknown) continue;
    samples_[row].state = Sample::State::Waiting;
    seeds.append(samples_[row].seed);
  }
  if (seeds.isEmpty()) return;
  ++lookups_;
  const auto read = [seeds, folder = folder()] {
    QHash<quint64, Sample> there;
    for (const quint64 seed : seeds) {
      if (std::optional<Sample> sample = readNote(folder, seed)) there.insert(seed, *sample);
    }
    return there;
  };
  inBackground(this, read, [this, generation = generation_](const QHash<quint64, Sample>& there) {
    found(generation, there);
  });
}

void SampleStore::found(quint64 generation, const QHash<quint64, Sample>& there) {
  if (generation != generation_) return;
  --lookups_;
  for (const Sample& sample : there) setReady(rowOf(sample.seed), sample);
  ask();
}

/// Asks for the next few samples: those on the screen, then all others in order.
void SampleStore::ask() {
  // While the cache is looked into, nobody knows what is missing.
  if (request_ != 0 || held_ || serve_ == nullptr || !choice_.isUsable() || lookups_ > 0) return;
  QList<int> rows;
  const auto collect = [&](int first, int last) {
    for (int row = first; row <= last && rows.size() < kBatch; ++row) {
      if (samples_[row].state == Sample::State::Waiting && !rows.contains(row)) rows.append(row);
    }
  };
  collect(first_, last_);
  if (rows.isEmpty()) {
    // Off the screen: look into the cache first, a stretch at a time.
    for (int row = 0; row < rowCount(); ++row) {
      if (samples_[row].state == Sample::State::Unknown)
        return look(row, std::min(row + 255, rowCount() - 1));
      if (samples_[row].state == Sample::State::Waiting) {
        collect(row, rowCount() - 1);
        break;
      }
    }
  }
  if (rows.isEmpty()) return;
  QList<quint64> seeds;
  for (const int row : rows) {
    samples_[row].state = Sample::State::Making;
    seeds.append(samples_[row].seed);
    touch(row);
  }
  asked_ = rows;
  batchShare_ = 0;
  protocol::SampleRequest request = choice_.request(seeds, folder());
  // A slot of its own: the same page in two windows does not take the other's work away.
  request.slot = "samples-" + std::to_string(reinterpret_cast<quintptr>(this));
  request_ = serve_->sample(request);
  Q_EMIT progressChanged();
}

void SampleStore::takeReady(quint64 id, const protocol::SampleReady& ready) {
  if (id != request_) return;
  Sample sample;
  sample.seed = ready.seed;
  sample.label = ready.label;
  sample.className = QString::fromStdString(ready.className);
  sample.state = Sample::State::Ready;
  for (const protocol::SampleClip& clip : ready.clips) {
    sample.clips.append({stageRole(static_cast<int>(clip.stage)),
                         {},
                         QString::fromStdString(clip.file),
                         clip.frameRate,
                         {}});
    sample.steps.append(clip.steps);
  }
  QThreadPool::globalInstance()->start([folder = folder(), sample] { writeNote(folder, sample); });
  setReady(rowOf(sample.seed), sample);
}

void SampleStore::setReady(int row, const Sample& sample) {
  if (row < 0 || samples_[row].state == Sample::State::Ready) return;
  samples_[row] = sample;
  ++ready_;
  touch(row);
  Q_EMIT sampleReady(row);
  Q_EMIT progressChanged();
}

void SampleStore::takeDone(quint64 id) {
  if (id != request_) return;
  request_ = 0;
  asked_.clear();
  Q_EMIT progressChanged();
  ask();
}

void SampleStore::takeFailure(quint64 id, const QString& sentence, const QString& kind) {
  if (id != request_) return;
  request_ = 0;
  const bool cancelled = kind == QLatin1String("cancelled");
  for (const int row : std::exchange(asked_, {})) {
    if (samples_[row].state != Sample::State::Making) continue;
    samples_[row].state = cancelled ? Sample::State::Waiting : Sample::State::Failed;
    samples_[row].failure = cancelled ? QString() : sentence;
    touch(row);
  }
  if (!cancelled) {
    failure_ = sentence;
    held_ = true;  // The next ones would fail alike; the person decides.
  }
  Q_EMIT progressChanged();
}

void SampleStore::cancel() {
  held_ = true;
  if (request_ != 0) serve_->cancel(request_);
  Q_EMIT progressChanged();
}

void SampleStore::retry() {
  held_ = false;
  failure_.clear();
  for (int row = 0; row < rowCount(); ++row) {
    if (samples_[row].state != Sample::State::Failed) continue;
    samples_[row].state = Sample::State::Waiting;
    touch(row);
  }
  ask();
  Q_EMIT progressChanged();
}

void SampleStore::touch(int row) { Q_EMIT dataChanged(index(row), index(row)); }

int SampleStore::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(samples_.size());
}

QVariant SampleStore::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Sample& sample = samples_[index.row()];
  const qint64 step = sample.steps.isEmpty() ? choice_.step : sample.steps.last();
  const auto address = [&] {
    return SampleMarks::address(choice_.run, step, sample.seed, choice_.label);
  };
  switch (role) {
    case Qt::DisplayRole:
    case SeedRole:
      return sample.seed;
    case StateRole:
      return static_cast<int>(sample.state);
    case LabelRole:
      return sample.className;
    case StarRole:
      return marks_.isStarred(address());
    case TagsRole:
      return marks_.tags(address());
    case ThumbnailRole:
      if (const QImage* thumbnail = thumbnails_.object(sample.seed)) return *thumbnail;
      loadThumbnail(index.row());
      return {};
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: {
      QString text = tr("Seed %1").arg(sample.seed);
      if (!sample.className.isEmpty()) text += QStringLiteral(", ") % sample.className;
      if (marks_.isStarred(address())) text += QStringLiteral(", ") % tr("starred");
      const QStringList tags = marks_.tags(address());
      if (!tags.isEmpty()) text += QStringLiteral(", ") % tags.join(QStringLiteral(", "));
      if (sample.state == Sample::State::Failed) text += QStringLiteral(". ") % sample.failure;
      return text;
    }
    default:
      return {};
  }
}

/// The middle frame of the last stage, made on a worker thread.
void SampleStore::loadThumbnail(int row) const {
  const Sample& sample = samples_[row];
  if (sample.state != Sample::State::Ready || loading_.contains(sample.seed)) return;
  loading_.insert(sample.seed);
  const PairSource clip = sample.clips.last();
  const auto draw = [clip] {
    const Result<ClipPtr> read = readClip(clip.path, clip.frameRate);
    return read ? frameImage(*read, (*read)->frameCount / 2).convertToFormat(QImage::Format_RGB32)
                : QImage();
  };
  auto* store = const_cast<SampleStore*>(this);
  inBackground(store, draw,
               [store, seed = sample.seed, generation = generation_](const QImage& image) {
                 if (generation != store->generation_) return;
                 store->loading_.remove(seed);
                 if (image.isNull()) return;
                 ++store->thumbnailsMade_;
                 store->thumbnails_.insert(seed, std::make_unique<QImage>(image).release());
                 const int at = store->rowOf(seed);
                 if (at >= 0) store->touch(at);
               });
}

}  // namespace unroll::ui
