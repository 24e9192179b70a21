#include "ui/model/run_model.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <QFileInfo>
#include <QThread>

#include "ui/model/curve_words.h"
#include "ui/model/run_follower.h"

namespace unroll::ui {
namespace {

using protocol::RunState;

constexpr int kLookMs = 500;
constexpr qsizetype kLogLines = 5000;
constexpr double kFineCycles = 0.3;      ///< a pixel; half of one is the finest there is
constexpr double kDetailDecibels = 3.0;  ///< half or twice the power of real frames

/// Puts one point where its step belongs; points come in order but for a resume's.
void put(Curve& curve, double step, double time, double value) {
  if (curve.steps.isEmpty() || curve.steps.back() < step) {
    curve.steps.append(step);
    curve.times.append(time);
    curve.values.append(value);
    return;
  }
  const auto place = std::lower_bound(curve.steps.cbegin(), curve.steps.cend(), step);
  const qsizetype at = place - curve.steps.cbegin();
  if (*place == step) {
    curve.times[at] = time;
    curve.values[at] = value;
    return;
  }
  curve.steps.insert(at, step);
  curve.times.insert(at, time);
  curve.values.insert(at, value);
}

/// Decibels of the power above kFineCycles in made frames over that in real ones; none while either
/// is not measured.
std::optional<double> fineDetail(const Spectrum& spectrum) {
  const qsizetype size = std::min(spectrum.made.size(), spectrum.real.size());
  // The last index is half a cycle a pixel.
  const auto from = static_cast<qsizetype>(std::ceil(2 * kFineCycles * double(size - 1)));
  double made = 0;
  double real = 0;
  for (qsizetype i = std::max<qsizetype>(from, 1); i < size; ++i) {
    made += spectrum.made[i];
    real += spectrum.real[i];
  }
  if (made <= 0 || real <= 0) return std::nullopt;
  return 10 * std::log10(made / real);
}

}  // namespace

QString Preview::file(int probe, const QString& part) const {
  for (const PreviewFile& entry : files) {
    if (entry.probe == probe && entry.part == part) return entry.path;
  }
  return {};
}

RunModel::RunModel(RunInfo info, QThread& thread, QObject* parent)
    : QObject(parent), info_(std::move(info)), follower_(new RunFollower(info_.folder)) {
  follower_->moveToThread(&thread);
  connect(&thread, &QThread::finished, follower_, &QObject::deleteLater);
  connect(follower_, &RunFollower::news, this, &RunModel::take, Qt::QueuedConnection);
  connect(follower_, &RunFollower::unreadable, this, &RunModel::unreadable);
  timer_.setInterval(kLookMs);
  connect(&timer_, &QTimer::timeout, this, &RunModel::refresh);
  timer_.start();
  refresh();
}

RunModel::~RunModel() { follower_->deleteLater(); }

void RunModel::refresh() {
  QMetaObject::invokeMethod(follower_, &RunFollower::look, Qt::QueuedConnection);
}

void RunModel::setInfo(RunInfo info) {
  const bool changed = info.live != info_.live;
  info_ = std::move(info);
  if (changed) Q_EMIT stateChanged();
}

const Curve* RunModel::curve(const QString& name, int stage) const {
  const auto byStage = curves_.constFind(name);
  if (byStage == curves_.cend()) return nullptr;
  const auto found = byStage->constFind(stage);
  return found == byStage->cend() ? nullptr : &*found;
}

const QList<Preview>& RunModel::previews(int stage) const {
  static const QList<Preview> kNone;
  const auto found = previews_.constFind(stage);
  return found == previews_.cend() ? kNone : *found;
}

const Preview* RunModel::previewAt(int stage, qint64 step) const {
  const QList<Preview>& all = previews(stage);
  if (all.isEmpty()) return nullptr;
  if (step < 0) return &all.back();
  const auto after =
      std::upper_bound(all.cbegin(), all.cend(), step,
                       [](qint64 wanted, const Preview& preview) { return wanted < preview.step; });
  return after == all.cbegin() ? nullptr : &*(after - 1);
}

const Spectrum* RunModel::spectrumAt(int stage, qint64 step) const {
  const auto found = spectra_.constFind(stage);
  if (found == spectra_.cend()) return nullptr;
  const Spectrum* newest = nullptr;
  for (const Spectrum& spectrum : *found) {
    if (step < 0 || spectrum.step <= step) newest = &spectrum;
  }
  return newest;
}

const Checkpoint* RunModel::lastCheckpoint() const {
  const auto newest = std::max_element(
      checkpoints_.cbegin(), checkpoints_.cend(), [](const Checkpoint& a, const Checkpoint& b) {
        return std::tie(a.logged, a.saved, a.step) < std::tie(b.logged, b.saved, b.step);
      });
  return newest == checkpoints_.cend() ? nullptr : &*newest;
}

qint64 RunModel::stepsWanted(int stage) const {
  const qint64 told = stepsWanted_.value(stage, 0);
  if (told > 0 || info_.recipe.stages.empty()) return told;
  // A joint training takes as many steps as the recipe's last stage.
  const size_t last = info_.recipe.stages.size();
  return info_.recipe.stages[(stage == 0 ? last : std::min(static_cast<size_t>(stage), last)) - 1]
      .steps;
}

RunState RunModel::state() const {
  if (info_.live) return isAtWork(state_) ? state_ : RunState::Preparing;
  return diedSilently() ? RunState::Failed : state_;
}

bool RunModel::ranOutOfMemory() const {
  return state_ == RunState::Failed &&
         failureKind_ == QLatin1String(unroll::name(ErrorKind::OutOfMemory));
}

bool RunModel::diedSilently() const { return !info_.live && loaded_ && isAtWork(state_); }

QString RunModel::stateText() const {
  if (state() == RunState::Idle && step_ > 0) return tr("Stopped");
  return runStateText(state());
}

void RunModel::take(const RunNews& news) {
  bool scalars = false;
  bool previews = false;
  bool lines = false;
  bool states = false;
  for (const RunChange& change : news.changes) {
    takeChange(change);
    scalars = scalars || change.kind == RunChange::Kind::Scalar ||
              change.kind == RunChange::Kind::Spectrum || change.kind == RunChange::Kind::Resumed;
    previews = previews || change.kind == RunChange::Kind::Preview ||
               change.kind == RunChange::Kind::Resumed;
    lines = lines || change.kind == RunChange::Kind::Log ||
            change.kind == RunChange::Kind::Failed || change.kind == RunChange::Kind::State;
    states =
        states || change.kind == RunChange::Kind::State || change.kind == RunChange::Kind::Failed;
  }
  if (log_.size() > kLogLines) log_.remove(0, log_.size() - kLogLines);
  if (news.checkpoints) takeCheckpoints(*news.checkpoints);
  const bool first = !loaded_ && news.whole;
  loaded_ = loaded_ || news.whole;
  // Half-read curves are not shown: they would jump.
  if (!loaded_) return;
  if (scalars || first) Q_EMIT curvesChanged();
  if (previews || first) Q_EMIT previewsChanged();
  if (news.checkpoints) Q_EMIT checkpointsChanged();
  if (lines || first) Q_EMIT logChanged();
  if (states || scalars || first) Q_EMIT stateChanged();
  if (first) Q_EMIT loaded();
}

void RunModel::takeCheckpoints(const QList<Checkpoint>& found) {
  checkpoints_ = found;
  for (Checkpoint& checkpoint : checkpoints_) {
    const auto told = savedTimes_.constFind(QFileInfo(checkpoint.path).fileName());
    checkpoint.logged = told != savedTimes_.cend();
    if (checkpoint.logged) checkpoint.saved = *told;
  }
}

void RunModel::takeChange(const RunChange& change) {
  switch (change.kind) {
    case RunChange::Kind::Scalar:
      putScalar(change);
      break;
    case RunChange::Kind::Resumed:
      abandonAfter(change.stage, change.step);
      log_.append({change.time, change.stage,
                   tr("Training goes on from step %L1.").arg(change.step), false});
      break;
    case RunChange::Kind::State:
      state_ = change.state;
      failure_.clear();
      stage_ = change.stage;
      if (change.step >= 0) step_ = change.step;
      if (change.steps > 0) stepsWanted_.insert(change.stage, change.steps);
      // Saving and going on alternate all the time: they would bury what matters.
      if (change.state != RunState::Saving && change.state != RunState::Running) {
        log_.append({change.time, change.stage,
                     tr("%1, step %L2.").arg(runStateText(change.state)).arg(step_), false});
      }
      break;
    case RunChange::Kind::Failed:
      state_ = RunState::Failed;
      failure_ = change.text;
      failureKind_ = change.failureKind;
      log_.append({change.time, change.stage, change.text, true});
      break;
    case RunChange::Kind::Checkpoint:
      savedTimes_[change.text] = change.time;
      break;
    case RunChange::Kind::Log:
      log_.append({change.time, change.stage, change.text, false});
      break;
    case RunChange::Kind::Spectrum: {
      QList<Spectrum>& all = spectra_[change.stage];
      all.removeIf([&](const Spectrum& old) { return old.step == change.step; });
      const auto place = std::lower_bound(
          all.begin(), all.end(), change.step,
          [](const Spectrum& spectrum, qint64 step) { return spectrum.step < step; });
      all.insert(place, change.spectrum);
      break;
    }
    case RunChange::Kind::Preview: {
      QList<Preview>& all = previews_[change.stage];
      const auto place =
          std::lower_bound(all.begin(), all.end(), change.step,
                           [](const Preview& preview, qint64 step) { return preview.step < step; });
      if (place != all.end() && place->step == change.step) {
        *place = change.preview;
      } else {
        all.insert(place, change.preview);
      }
      break;
    }
  }
}

void RunModel::putScalar(const RunChange& change) {
  put(curves_[change.text][change.stage], static_cast<double>(change.step), change.time,
      change.value);
  // What was measured says nothing of what is trained: it may be any stage at any time.
  if (change.text.startsWith(QLatin1String("measure/"))) return;
  stage_ = change.stage;
  step_ = change.step;
}

void RunModel::abandonAfter(int stage, qint64 step) {
  for (auto& byStage : curves_) {
    const auto found = byStage.find(stage);
    if (found == byStage.end()) continue;
    Curve& curve = *found;
    const qsizetype keep =
        std::upper_bound(curve.steps.cbegin(), curve.steps.cend(), static_cast<double>(step)) -
        curve.steps.cbegin();
    if (keep == curve.size()) continue;
    // The tail begins at the last kept point, so that the branch is seen to leave the curve there.
    const qsizetype from = std::max<qsizetype>(keep - 1, 0);
    curve.tails.append({curve.steps.mid(from), curve.times.mid(from), curve.values.mid(from)});
    curve.steps.resize(keep);
    curve.times.resize(keep);
    curve.values.resize(keep);
  }
  QList<Preview>& previews = previews_[stage];
  previews.removeIf([step](const Preview& preview) { return preview.step > step; });
  if (previews.isEmpty()) previews_.remove(stage);
}

Health RunModel::health(int stage) const {
  Health health;
  using Level = Health::Item::Level;
  qint64 bad = 0;
  for (auto byStage = curves_.cbegin(); byStage != curves_.cend(); ++byStage) {
    const auto found = byStage->constFind(stage);
    if (found == byStage->cend()) continue;
    bad += std::count_if(found->values.cbegin(), found->values.cend(),
                         [](double value) { return !std::isfinite(value); });
  }
  if (const Curve* loss = curve(QStringLiteral("loss/critic"), stage)) {
    Q_UNUSED(loss);
    health.items.append(
        {bad == 0 ? tr("numbers finite")
                  : tr("%Ln value(s) not finite", nullptr, static_cast<int>(bad)),
         bad == 0 ? tr("No curve of this stage holds a value that is not finite.")
                  : tr("Some curves hold NaN or infinity: lower the learning rates, or resume from "
                       "an older checkpoint."),
         bad == 0 ? Level::Fine : Level::Bad});
  }
  const auto last = [this, stage](const QString& name) -> std::optional<double> {
    const Curve* found = curve(name, stage);
    if (found == nullptr || found->values.isEmpty()) return std::nullopt;
    return found->values.back();
  };
  for (const auto& [key, word] :
       {std::pair{QStringLiteral("gradient/generator"), tr("generator gradient")},
        std::pair{QStringLiteral("gradient/critic"), tr("critic gradient")}}) {
    const Curve* found = curve(key, stage);
    if (found == nullptr || found->size() < 20) continue;
    QList<double> sorted = found->values;
    std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
    const double median = sorted.at(sorted.size() / 2);
    const double now = found->values.back();
    const bool wild = median > 0 && now > 20 * median;
    const bool dead = median > 0 && now < median / 1000;
    health.items.append(
        {QStringLiteral("%1 %L2").arg(word).arg(now, 0, 'g', 3),
         wild ? tr("The gradient is more than 20 times its median of %L1: training may diverge.")
                    .arg(median, 0, 'g', 3)
         : dead ? tr("The gradient is less than a thousandth of its median of %L1: one network "
                     "may have stopped learning.")
                      .arg(median, 0, 'g', 3)
                : tr("The gradient is near its median of %L1.").arg(median, 0, 'g', 3),
         wild || dead ? Level::Warning : Level::Fine});
  }
  for (auto byStage = curves_.cbegin(); byStage != curves_.cend(); ++byStage) {
    const QString name = byStage.key();
    if (!name.startsWith(QLatin1String("score/")) || !name.endsWith(QLatin1String("/real")))
      continue;
    const QString critic = name.section(QLatin1Char('/'), 1, 1);
    const auto real = last(name);
    const auto fake = last(QStringLiteral("score/%1/fake").arg(critic));
    if (!real || !fake) continue;
    const double margin = *real - *fake;
    // The hinge loss is zero once both scores are beyond one.
    const bool sure = *real > 3 && *fake < -3;
    health.items.append(
        {tr("%1: margin %L2").arg(criticWords(critic)).arg(margin, 0, 'g', 3),
         sure ? tr("This critic is far beyond the hinge for real and made clips alike: the "
                   "generator may learn little from it.")
              : tr("Mean score of real clips minus that of made ones."),
         sure ? Level::Warning : Level::Fine});
  }
  const Spectrum* spectrum = spectrumAt(stage, -1);
  if (const auto detail = spectrum == nullptr ? std::nullopt : fineDetail(*spectrum)) {
    health.items.append(
        {tr("fine detail %L1 dB").arg(*detail, 0, 'f', 1),
         *detail < -kDetailDecibels ? tr("Frames hold less fine detail than real ones: they are "
                                         "too smooth. The spectrum's "
                                         "end sags; more steps or a wider critic may help.")
         : *detail > kDetailDecibels
             ? tr("Frames hold more fine detail than real ones: noise or a grid. The spectrum's "
                  "end "
                  "stands up; look at the previews at 8x.")
             : tr("Power of made frames above %L1 cycles a pixel, against real ones.")
                   .arg(kFineCycles),
         std::abs(*detail) > kDetailDecibels ? Level::Warning : Level::Fine});
  }
  const auto step = last(QStringLiteral("time/step"));
  const auto waiting = last(QStringLiteral("time/waiting"));
  if (step && waiting && *step > 0) {
    const double share = *waiting / *step;
    health.items.append({tr("waiting for data %L1 %").arg(100 * share, 0, 'f', 0),
                         share > 0.3 ? tr("Training waits for data: import with the raw store or "
                                          "at a smaller size.")
                                     : tr("Share of a step in which training waits for data."),
                         share > 0.3 ? Level::Warning : Level::Fine});
  }
  return health;
}

}  // namespace unroll::ui
