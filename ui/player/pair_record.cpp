#include "ui/player/pair_record.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <QMetaObject>

namespace unroll::ui {

double PairRecord::frameRate() const {
  double rate = 0;
  for (const PairPart& part : parts) {
    if (part.clip) rate = std::max(rate, part.clip->frameRate);
  }
  return rate > 0 ? rate : 25;
}

int PairRecord::frameCount() const {
  int count = 0;
  const double rate = frameRate();
  for (const PairPart& part : parts) {
    if (part.clip) count = std::max(count, part.clip->lengthAt(rate));
  }
  return count;
}

QSize PairRecord::size() const {
  QSize size;
  for (const PairPart& part : parts) {
    if (part.clip) size = size.expandedTo(part.clip->size());
  }
  return size;
}

bool PairRecord::isWhole() const {
  return !parts.isEmpty() &&
         std::all_of(parts.begin(), parts.end(), [](const PairPart& part) { return part.clip; });
}

void loadRecord(const QString& id, const QString& title, const QList<PairSource>& sources,
                QObject* context, std::function<void(PairRecord)> done) {
  struct Gathering {
    PairRecord record;
    qsizetype left = 0;
    std::function<void(PairRecord)> done;
  };
  const auto gathering = std::make_shared<Gathering>();
  gathering->record.id = id;
  gathering->record.title = title;
  gathering->done = std::move(done);
  for (const PairSource& source : sources) {
    gathering->record.parts.append({source.role, source.name, nullptr, source.missing});
    if (!source.path.isEmpty()) ++gathering->left;
  }
  if (gathering->left == 0) {
    QMetaObject::invokeMethod(
        context, [gathering] { gathering->done(std::move(gathering->record)); },
        Qt::QueuedConnection);
    return;
  }
  for (qsizetype index = 0; index < sources.size(); ++index) {
    if (sources[index].path.isEmpty()) continue;
    loadClip(sources[index].path, sources[index].frameRate, context,
             [gathering, index](Result<ClipPtr> clip) {
               PairPart& part = gathering->record.parts[index];
               if (clip) {
                 part.clip = *clip;
               } else {
                 part.missing = QString::fromStdString(clip.error().message);
               }
               if (--gathering->left == 0) gathering->done(std::move(gathering->record));
             });
  }
}

}  // namespace unroll::ui
