#include "ui/pages/samples/samples_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

#include "protocol/serve_messages.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/samples/real_clip.h"
#include "ui/pages/samples/sample_controls.h"
#include "ui/pages/samples/sample_grid.h"
#include "ui/pages/samples/sample_numbers.h"
#include "ui/pages/samples/sample_store.h"
#include "ui/player/clock_binding.h"
#include "ui/player/pair_actions.h"
#include "ui/player/pair_controls.h"
#include "ui/player/pair_view.h"
#include "ui/player/playback_actions.h"
#include "ui/player/timeline.h"
#include "ui/player/transport.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

/// Videos that are measured: those of the first seeds in view, as far as they follow each other.
constexpr qint64 kFewestVideos = 16;
constexpr qint64 kMostVideos = 64;

QString cacheFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) +
         QStringLiteral("/samples");
}

}  // namespace

SamplesPage::SamplesPage(StudioContext& context, QWidget* parent)
    : Page(parent), context_(context) {
  setObjectName(QStringLiteral("samplesPage"));
  store_ = new SampleStore(context_.serve, marks_, cacheFolder(), this);
  build();
  addActions();
  bindClock(clock_, *context_.cursors);

  connect(controls_, &SampleControls::changed, this, &SamplesPage::choiceChanged);
  connect(store_, &SampleStore::progressChanged, this, &SamplesPage::refreshStatus);
  connect(store_, &SampleStore::sampleReady, this, [this](int row) {
    if (row == current_) showSample();
  });
  connect(grid_, &SampleGrid::chosen, this, &SamplesPage::choose);
  connect(context_.cursors, &Cursors::seedChanged, this, [this](qint64 seed) {
    const int row = store_->rowOf(static_cast<quint64>(seed));
    if (row >= 0 && row != current_) grid_->setCurrentIndex(store_->index(row, 0));
  });
  connect(&marks_, &SampleMarks::failed, this, [this](const QString& sentence) {
    if (context_.notices != nullptr) context_.notices->error(sentence);
  });
  const auto follow = [this] {
    marks_.setProject(context_.project->isOpen() ? context_.project->path() : QString());
  };
  connect(context_.project, &ProjectModel::opened, this, follow);
  connect(context_.project, &ProjectModel::closed, this, follow);
  follow();
  empty_.setSingleShot(true);
  empty_.setInterval(120);
  connect(&empty_, &QTimer::timeout, this, [this] {
    PairRecord record;
    record.title = tr("Reading the sample…");
    view_->setRecord(std::move(record));
  });
  showSample();
}

SamplesPage::~SamplesPage() = default;

QString SamplesPage::title() const { return tr("Samples"); }
QIcon SamplesPage::icon() const { return Theme::icon("samples"); }

void SamplesPage::build() {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::kGroupGap, Theme::kGroupGap, Theme::kGroupGap, Theme::kGap);
  layout->setSpacing(Theme::kGap);
  controls_ = new SampleControls(context_, this);
  layout->addWidget(controls_);
  controls_->addStatus(buildStatus());
  splitter_ = new QSplitter(Qt::Horizontal, this);
  splitter_->setObjectName(QStringLiteral("samplesSplitter"));
  splitter_->setChildrenCollapsible(false);
  grid_ = new SampleGrid(*store_, splitter_);
  grid_->setMinimumWidth(140);
  splitter_->addWidget(grid_);
  numbersAction_ = new QAction(tr("Spectrum and Motion"), this);
  splitter_->addWidget(buildViewer());
  numbers_ = new SampleNumbers(context_.serve, splitter_);
  splitter_->addWidget(numbers_);
  splitter_->setStretchFactor(0, 2);
  splitter_->setStretchFactor(1, 3);
  splitter_->setStretchFactor(2, 2);
  splitter_->setSizes({420, 860, 340});
  layout->addWidget(splitter_, 1);
  playback_ = new PlaybackActions(clock_, this);
  layout->addWidget(new Transport(clock_, *playback_, this));
  strip_ = new Filmstrip(this);
  strip_->setClock(&clock_);
  layout->addWidget(strip_);
}

QWidget* SamplesPage::buildStatus() {
  auto* row = new QWidget(this);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGap);
  status_ = new QLabel(row);
  status_->setObjectName(QStringLiteral("samplesStatus"));
  status_->setAccessibleDescription(tr("State of sampling"));
  status_->setWordWrap(true);
  status_->setFont(Theme::tabularFont());
  layout->addWidget(status_, 1);
  const auto button = [&](const char* name, const QString& text, const QString& accessible) {
    auto* made = new QPushButton(text, row);
    made->setObjectName(QLatin1String(name));
    made->setAccessibleName(accessible);
    layout->addWidget(made);
    return made;
  };
  cancel_ = button("cancelSampling", tr("Cancel"), tr("Cancel sampling"));
  retry_ = button("retrySampling", tr("Make the rest"), tr("Make the samples that are missing"));
  connect(cancel_, &QPushButton::clicked, store_, &SampleStore::cancel);
  connect(retry_, &QPushButton::clicked, store_, &SampleStore::retry);
  return row;
}

QWidget* SamplesPage::buildViewer() {
  auto* side = new QWidget(splitter_);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGap / 2);
  sampleTitle_ = new QLabel(side);
  sampleTitle_->setObjectName(QStringLiteral("sampleTitle"));
  sampleTitle_->setAccessibleDescription(tr("The sample that is shown"));
  auto* head = new QHBoxLayout;
  head->addWidget(sampleTitle_, 1);
  auto* numbers = new QToolButton(side);
  numbers->setObjectName(QStringLiteral("showNumbers"));
  numbers->setDefaultAction(numbersAction_);
  numbers->setToolButtonStyle(Qt::ToolButtonTextOnly);
  head->addWidget(numbers);
  layout->addLayout(head);
  view_ = new PairView(side);
  view_->setClock(&clock_);
  layout->addWidget(view_, 1);
  pairActions_ = new PairActions(*view_, this);
  layout->addWidget(new PairControls(*view_, *pairActions_, side));
  readout_ = new PairReadout(*view_, &clock_, side);
  layout->addWidget(readout_);
  return side;
}

void SamplesPage::choiceChanged() {
  // A hidden page asks for nothing: sampling takes time from training.
  stale_ = !isVisible();
  if (stale_) return;
  const bool usable = controls_->problem().isEmpty();
  const bool other =
      usable ? store_->choose(controls_->choice(), controls_->seeds()) : store_->choose({}, {});
  refreshStatus();
  chooseNumbers();
  if (!other) return;
  const int kept = store_->rowOf(static_cast<quint64>(context_.cursors->seed()));
  const int row = kept >= 0 ? kept : 0;
  current_ = -1;
  if (row < store_->rowCount()) {
    grid_->setCurrentIndex(store_->index(row, 0));
    choose(row);
  } else {
    showSample();
  }
}

void SamplesPage::chooseNumbers() {
  NumbersChoice numbers;
  const QString problem = controls_->problem();
  const SampleChoice choice = controls_->choice();
  const QList<quint64> seeds = controls_->seeds();
  if (problem.isEmpty() && !seeds.isEmpty() && controls_->run() != nullptr) {
    numbers.project = choice.project;
    numbers.run = choice.run;
    numbers.steps = stageSteps(*controls_->run(), choice.step);
    numbers.firstSeed = seeds.first();
    qint64 following = 1;
    while (following < seeds.size() && seeds[following] == seeds[following - 1] + 1) ++following;
    numbers.videos = std::clamp(following, kFewestVideos, kMostVideos);
    numbers.frames = std::min(choice.frames, static_cast<int>(protocol::kMostMeasuredFrames));
    numbers.weights = choice.weights;
  }
  numbers_->choose(numbers, problem);
}

void SamplesPage::refreshStatus() {
  const QString problem = controls_->problem();
  const int all = store_->rowCount();
  const int ready = store_->readyCount();
  QString text = problem;
  if (problem.isEmpty() && !store_->failure().isEmpty()) {
    text = store_->failure();
  } else if (problem.isEmpty()) {
    text = tr("%1 of %2 samples").arg(ready).arg(all);
    if (store_->isBusy())
      text += tr("   making the next ones: %1 %").arg(qRound(100 * store_->batchShare()));
  }
  status_->setText(text);
  cancel_->setVisible(store_->isBusy());
  retry_->setVisible(problem.isEmpty() && !store_->isBusy() && store_->isHeld() && ready < all);
}

void SamplesPage::choose(int row) {
  if (row == current_) return;
  current_ = row;
  if (row >= 0 && row < store_->rowCount()) {
    context_.cursors->setSeed(static_cast<qint64>(store_->sample(row).seed));
  }
  showSample();
}

/// Reads the chosen sample whole: its stages, and a real clip of its class to compare with.
void SamplesPage::showSample() {
  const quint64 number = ++loading_;
  recordPending_ = false;
  empty_.stop();
  if (current_ < 0 || current_ >= store_->rowCount()) {
    sampleTitle_->setText(tr("No sample"));
    showRecord({});
    return;
  }
  const Sample& sample = store_->sample(current_);
  QString title = tr("Seed %1").arg(sample.seed);
  if (!sample.className.isEmpty()) title += QStringLiteral("  ·  ") % sample.className;
  if (!sample.steps.isEmpty())
    title += QStringLiteral("  ·  ") % tr("step %1").arg(sample.steps.last());
  sampleTitle_->setText(title);
  if (sample.state != Sample::State::Ready) {
    PairRecord record;
    record.id = title;
    record.title = sample.state == Sample::State::Failed
                       ? sample.failure
                       : tr("Seed %1 is not made yet.").arg(sample.seed);
    showRecord(std::move(record));
    return;
  }
  recordPending_ = true;
  empty_.start();
  const Sample wanted = sample;
  loadRecord(title, title, sample.clips, this, [this, number, wanted](PairRecord record) {
    if (number != loading_) return;
    RealClipRequest real;
    real.dataFolder = context_.project->dataFolder();
    real.label = wanted.label;
    real.seed = wanted.seed;
    real.frames = record.frameCount();
    real.size = record.size().width();
    real.frameRate = record.frameRate();
    loadRealClip(real, this, [this, number, record](Result<ClipPtr> clip) mutable {
      if (number != loading_) return;
      PairPart part{ClipRole::Real, tr("of the same class"), nullptr, {}};
      if (clip) {
        part.clip = *clip;
      } else {
        part.missing = QString::fromStdString(clip.error().message);
      }
      record.parts.append(part);
      showRecord(std::move(record));
    });
  });
}

void SamplesPage::showRecord(PairRecord record) {
  empty_.stop();
  recordPending_ = false;
  ClipPtr longest;
  for (const PairPart& part : record.parts) {
    if (part.clip && part.role != ClipRole::Real) longest = part.clip;
  }
  view_->setRecord(std::move(record));
  strip_->setClip(longest);
}

void SamplesPage::moveBy(int samples) {
  const int row = std::clamp(current_ + samples, 0, std::max(0, store_->rowCount() - 1));
  if (row < store_->rowCount()) grid_->setCurrentIndex(store_->index(row, 0));
}

bool SamplesPage::readyToCapture() const {
  if (stale_ || controls_->isLoading() || recordPending_ || store_->thumbnailsPending())
    return false;
  if (numbers_->isVisible() && numbers_->isBusy()) return false;
  if (!controls_->problem().isEmpty()) return true;
  if (!store_->failure().isEmpty()) return true;
  const auto [first, last] = grid_->visibleRows();
  for (int row = first; row <= last; ++row) {
    if (store_->sample(row).state != Sample::State::Ready) return false;
  }
  return view_->record().isWhole() || !view_->record().parts.isEmpty();
}

void SamplesPage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  clock_.setFrame(context_.cursors->frame());
  if (stale_) choiceChanged();
}

void SamplesPage::hideEvent(QHideEvent* event) {
  clock_.pause();
  Page::hideEvent(event);
}

}  // namespace unroll::ui
