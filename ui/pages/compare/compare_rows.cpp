#include "ui/pages/compare/compare_rows.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPointer>

#include "ui/engine_client/serve_client.h"
#include "ui/player/clip_view.h"
#include "ui/player/frame_clock.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

CompareRows::CompareRows(ServeClient* serve, FrameClock& clock, QWidget* parent)
    : QWidget(parent), serve_(serve), clock_(clock), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(Theme::kGap);
  if (serve_ == nullptr) return;
  connect(serve_, &ServeClient::sampleReady, this, &CompareRows::takeReady);
  connect(serve_, &ServeClient::sampleDone, this, [this](quint64 id) { takeEnd(id, QString()); });
  connect(serve_, &ServeClient::requestFailed, this,
          [this](quint64 id, const QString& sentence) { takeEnd(id, sentence); });
}

CompareRows::~CompareRows() {
  if (serve_ == nullptr) return;
  for (const Line& line : lines_) {
    if (line.request != 0) serve_->cancel(line.request);
  }
}

void CompareRows::show(const QString& project, const QList<CompareRow>& rows, int stage,
                       const QList<quint64>& seeds) {
  bool same =
      project == project_ && stage == stage_ && seeds == seeds_ && rows.size() == lines_.size();
  for (qsizetype i = 0; same && i < rows.size(); ++i) same = rows[i] == lines_[i].row;
  if (same) return;
  for (const Line& line : lines_) {
    if (line.request != 0 && serve_ != nullptr) serve_->cancel(line.request);
  }
  project_ = project;
  stage_ = stage;
  seeds_ = seeds;
  ++generation_;
  const bool shape =
      rows.size() != lines_.size() || (!lines_.isEmpty() && lines_[0].views.size() != seeds.size());
  if (shape) {
    for (Line& line : lines_) {
      delete line.name;
      qDeleteAll(line.views);
    }
    qDeleteAll(std::exchange(heads_, {}));
    lines_ = QList<Line>(rows.size());
    rebuild();
  }
  for (qsizetype i = 0; i < rows.size(); ++i) {
    Line& line = lines_[i];
    line.row = rows[i];
    line.request = 0;
    line.problem.clear();
    line.clips = QList<ClipPtr>(seeds.size());
    line.reading = QList<bool>(seeds.size(), false);
    line.name->setText(
        QStringLiteral("<b>%1</b><br>%2<br>%3")
            .arg(rows[i].run.toHtmlEscaped(),
                 rows[i].title.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")),
                 rows[i].step >= 0 ? tr("step %1").arg(QLocale().toString(rows[i].step))
                                   : tr("no checkpoint")));
    ask(int(i));
  }
  for (const Line& line : std::as_const(lines_)) line.name->setToolTip(line.row.run);
  for (qsizetype column = 0; column < heads_.size(); ++column) {
    heads_[column]->setText(tr("seed %1").arg(seeds[column]));
  }
  place();
}

void CompareRows::rebuild() {
  for (qsizetype column = 0; column < seeds_.size(); ++column) {
    auto* head = new QLabel(this);
    head->setObjectName(QStringLiteral("compareSeed%1").arg(column));
    head->setAlignment(Qt::AlignCenter);
    head->setFont(Theme::captionFont());
    grid_->addWidget(head, 0, int(column) + 1);
    grid_->setColumnStretch(int(column) + 1, 1);
    heads_ << head;
  }
  for (qsizetype row = 0; row < lines_.size(); ++row) {
    Line& line = lines_[row];
    line.name = new QLabel(this);
    line.name->setObjectName(QStringLiteral("compareRun%1").arg(row));
    line.name->setTextFormat(Qt::RichText);
    line.name->setMinimumWidth(fontMetrics().averageCharWidth() * 16);
    line.name->setMaximumWidth(fontMetrics().averageCharWidth() * 26);
    grid_->addWidget(line.name, int(row) + 1, 0);
    grid_->setRowStretch(int(row) + 1, 1);
    for (qsizetype column = 0; column < seeds_.size(); ++column) {
      auto* view = new ClipView(this);
      view->setObjectName(QStringLiteral("compareClip%1_%2").arg(row).arg(column));
      view->setClock(&clock_);
      view->setMinimumHeight(6 * fontMetrics().height());  // Two rows fit in a small window.
      connect(view, &ClipView::clicked, this,
              [this, column] { Q_EMIT seedChosen(seeds_.value(column)); });
      grid_->addWidget(view, int(row) + 1, int(column) + 1);
      line.views << view;
    }
  }
}

void CompareRows::ask(int index) {
  Line& line = lines_[index];
  if (line.row.step < 0 || serve_ == nullptr || seeds_.isEmpty()) return;
  SampleRequest request;
  request.project = project_.toStdString();
  request.run = line.row.run.toStdString();
  request.at = line.row.step;
  for (const quint64 seed : seeds_) request.seeds.push_back(seed);
  request.stages = {stage_};
  request.slot = QStringLiteral("compare/%1").arg(index).toStdString();
  line.request = serve_->sample(request);
}

void CompareRows::takeReady(quint64 id, const SampleReady& sample) {
  for (qsizetype row = 0; row < lines_.size(); ++row) {
    if (lines_[row].request != id) continue;
    const qsizetype column = seeds_.indexOf(sample.seed);
    if (column < 0 || sample.clips.empty()) return;
    lines_[row].reading[column] = true;
    const auto& file = sample.clips.back();
    loadClip(QString::fromStdString(file.file), file.frameRate, this,
             [this, row, column, generation = generation_](const Result<ClipPtr>& clip) {
               if (generation != generation_) return;
               lines_[row].reading[column] = false;
               if (clip) {
                 lines_[row].clips[column] = *clip;
               } else {
                 lines_[row].problem = QString::fromStdString(clip.error().message);
               }
               setTimeline();
               place();
             });
    return;
  }
}

void CompareRows::takeEnd(quint64 id, const QString& problem) {
  for (Line& line : lines_) {
    if (line.request != id) continue;
    line.request = 0;
    // A clip that could not be read said why already.
    if (!problem.isEmpty()) line.problem = problem;
    place();
  }
}

void CompareRows::setTimeline() {
  int frames = 0;
  double rate = 25;
  for (const Line& line : lines_) {
    for (const ClipPtr& clip : line.clips) {
      if (!clip || clip->frameCount <= frames) continue;
      frames = clip->frameCount;
      rate = clip->frameRate;
    }
  }
  if (frames > 0) clock_.setTimeline(frames, rate);
}

void CompareRows::setSwapped(bool swapped) {
  if (swapped_ == swapped) return;
  swapped_ = swapped;
  place();
}

void CompareRows::place() {
  for (qsizetype row = 0; row < lines_.size(); ++row) {
    // Each row's own label stays, so that it is plain whose clips are meant to be seen.
    const Line& from = lines_[swapped_ ? (row + 1) % lines_.size() : row];
    for (qsizetype column = 0; column < lines_[row].views.size(); ++column) {
      ClipView* view = lines_[row].views[column];
      view->setRole(stageRole(stage_));
      const ClipPtr clip = from.clips.value(column);
      view->setClip(clip);  // None takes an older one away.
      if (from.row.step < 0) {
        view->setMissing(tr("This run has no checkpoint of this stage"));
      } else if (!from.problem.isEmpty()) {
        view->setMissing(from.problem);
      } else if (serve_ == nullptr) {
        view->setMissing(tr("There is no engine to make it"));
      } else {
        view->setMissing(tr("Being made"));
      }
      view->setAccessibleName(tr("%1, seed %2").arg(from.row.run).arg(seeds_.value(column)));
    }
  }
}

bool CompareRows::isReady() const {
  for (const Line& line : lines_) {
    if (line.request != 0 || line.reading.contains(true)) return false;
  }
  return true;
}

ClipView* CompareRows::view(int row, int column) const {
  return row < rows() ? lines_[row].views.value(column) : nullptr;
}

}  // namespace unroll::ui
