#include "ui/pages/compare/blind_dialog.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/engine_client/serve_client.h"
#include "ui/player/clip_view.h"
#include "ui/plots/ask_file.h"
#include "ui/theme/dialog_parts.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kBatch = 4;  ///< pairs asked for at once: the first is there soon
constexpr int kAhead = 6;  ///< pairs that are made before they are looked at

}  // namespace

BlindDialog::BlindDialog(ServeClient& serve, Setup setup, QWidget* parent)
    : QDialog(parent), serve_(serve), setup_(std::move(setup)), stack_(new QStackedWidget(this)) {
  setObjectName(QStringLiteral("blindDialog"));
  setWindowTitle(tr("Blind test"));
  resize(860, 620);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(stack_);
  stack_->addWidget(buildStart());
  stack_->addWidget(buildPairs());
  stack_->addWidget(buildEnd());
  connect(&serve_, &ServeClient::sampleReady, this, &BlindDialog::takeReady);
  connect(&serve_, &ServeClient::sampleDone, this, [this](quint64 id) { takeEnd(id, QString()); });
  connect(&serve_, &ServeClient::requestFailed, this,
          [this](quint64 id, const QString& sentence) { takeEnd(id, sentence); });
}

BlindDialog::~BlindDialog() {
  for (const quint64 id : requests_.keys()) serve_.cancel(id);
  // Votes that were given are data, also when the window is closed half-way.
  if (written_.isEmpty() && !answers_.isEmpty()) write();
}

QWidget* BlindDialog::buildStart() {
  auto* page = new QWidget(this);
  auto* form = new QFormLayout(page);
  form->addRow(aboutLabel(
      tr("Pairs of clips are shown, made by both runs from the same seed. Nothing tells which is "
         "whose, and the sides change at random. Choose one of each pair; the tally comes at the "
         "end."),
      page));
  question_ = named(new QLineEdit(tr("Which clip looks more real?"), page), "blindQuestion",
                    tr("The question of every pair"));
  participant_ = named(new QLineEdit(page), "blindParticipant", tr("Who votes, for the file"));
  count_ = named(new QSpinBox(page), "blindPairs", tr("Number of pairs"));
  count_->setRange(1, 200);
  count_->setValue(20);
  form->addRow(tr("Question"), question_);
  form->addRow(tr("Who votes"), participant_);
  form->addRow(tr("Pairs"), count_);
  auto* begin = named(new QPushButton(tr("Begin"), page), "blindBegin", tr("Begin the blind test"));
  begin->setDefault(true);
  connect(begin, &QPushButton::clicked, this, &BlindDialog::begin);
  form->addRow(begin);
  return page;
}

QWidget* BlindDialog::buildPairs() {
  auto* page = new QWidget(this);
  auto* layout = new QVBoxLayout(page);
  asking_ = named(new QLabel(page), "blindAsking", {});
  asking_->setFont(Theme::titleFont());
  asking_->setAlignment(Qt::AlignCenter);
  layout->addWidget(asking_);
  auto* clips = new QHBoxLayout;
  const auto tile = [&](const char* name, const QString& text) {
    auto* view = named(new ClipView(page), name, text);
    view->setRole(stageRole(setup_.stage));
    view->setClock(&clock_);
    view->setFocusPolicy(Qt::NoFocus);  // A ring round one of them would draw the eye.
    clips->addWidget(view, 1);
    return view;
  };
  left_ = tile("blindLeft", tr("Left clip"));
  right_ = tile("blindRight", tr("Right clip"));
  layout->addLayout(clips, 1);
  auto* buttons = new QHBoxLayout;
  const auto button = [&](const char* name, const QString& text, int key, BlindVote choice) {
    auto* made = named(new QPushButton(text, page), name, text);
    made->setShortcut(key);
    made->setAutoDefault(false);  // Enter votes for nobody.
    made->setMinimumHeight(Theme::kPrimaryButton);
    connect(made, &QPushButton::clicked, this, [this, choice] { vote(choice); });
    buttons->addWidget(made, 1);
    return made;
  };
  leftButton_ = button("blindVoteLeft", tr("Left (1)"), Qt::Key_1, BlindVote::Left);
  neitherButton_ =
      button("blindVoteNeither", tr("No difference (0)"), Qt::Key_0, BlindVote::Neither);
  rightButton_ = button("blindVoteRight", tr("Right (2)"), Qt::Key_2, BlindVote::Right);
  layout->addLayout(buttons);
  auto* last = new QHBoxLayout;
  progress_ = named(new QLabel(page), "blindProgress", {});
  progress_->setAccessibleDescription(tr("How far the test is"));
  progress_->setWordWrap(true);
  last->addWidget(progress_, 1);
  auto* end = named(new QPushButton(tr("End and count"), page), "blindEnd",
                    tr("End the test and count the votes so far"));
  end->setAutoDefault(false);
  connect(end, &QPushButton::clicked, this, &BlindDialog::finish);
  last->addWidget(end);
  layout->addLayout(last);
  return page;
}

QWidget* BlindDialog::buildEnd() {
  auto* page = new QWidget(this);
  auto* layout = new QVBoxLayout(page);
  tally_ = named(new QLabel(page), "blindTally", {});
  tally_->setWordWrap(true);
  tally_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addWidget(tally_);
  place_ = named(new QLabel(page), "blindPlace", {});
  place_->setWordWrap(true);
  place_->setFont(Theme::captionFont());
  place_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addWidget(place_);
  layout->addStretch(1);
  auto* box = new QDialogButtonBox(QDialogButtonBox::Close, page);
  box->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("blindClose"));
  connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
  layout->addWidget(box);
  return page;
}

void BlindDialog::begin() {
  QRandomGenerator random(setup_.shuffle);
  for (int pair = 0; pair < count_->value(); ++pair) baselineLeft_ << (random.bounded(2) == 0);
  asking_->setText(question_->text());
  stack_->setCurrentIndex(1);
  ask();
  showPair();
}

void BlindDialog::ask() {
  if (!requests_.isEmpty() || asked_ >= baselineLeft_.size() ||
      asked_ >= answers_.size() + kAhead) {
    return;
  }
  const int end = std::min(int(baselineLeft_.size()), asked_ + kBatch);
  protocol::SampleRequest request;
  request.project = setup_.project.toStdString();
  request.stages = {setup_.stage};
  for (; asked_ < end; ++asked_) request.seeds.push_back(setup_.firstSeed + quint64(asked_));
  for (const BlindSide* side : {&setup_.baseline, &setup_.other}) {
    request.run = side->run.toStdString();
    request.at = side->step;
    requests_.insert(serve_.sample(request), side == &setup_.baseline);
  }
}

void BlindDialog::takeReady(quint64 id, const SampleReady& sample) {
  const auto request = requests_.constFind(id);
  if (request == requests_.cend() || sample.clips.empty()) return;
  const protocol::SampleClip& file = sample.clips.back();
  loadClip(QString::fromStdString(file.file), file.frameRate, this,
           [this, seed = sample.seed, baseline = *request](const Result<ClipPtr>& clip) {
             if (!clip) {
               problem_ = QString::fromStdString(clip.error().message);
             } else {
               (baseline ? pairs_[seed].baseline : pairs_[seed].other) = *clip;
             }
             showPair();
           });
}

void BlindDialog::takeEnd(quint64 id, const QString& problem) {
  if (requests_.remove(id) == 0) return;
  if (!problem.isEmpty()) problem_ = problem;
  // After a refusal the next batch would be refused alike: what was made can still be voted on.
  if (problem_.isEmpty()) ask();
  showPair();
}

void BlindDialog::showPair() {
  if (stack_->currentIndex() != 1) return;
  const int number = int(answers_.size());
  const Pair pair = pairs_.value(setup_.firstSeed + quint64(number));
  const bool whole = pair.baseline && pair.other;
  for (QPushButton* button : {leftButton_, neitherButton_, rightButton_}) button->setEnabled(whole);
  const QString waiting =
      !problem_.isEmpty() ? problem_ : tr("Pair %1 is being made.").arg(number + 1);
  progress_->setText(whole ? tr("Pair %1 of %2").arg(number + 1).arg(baselineLeft_.size())
                           : waiting);
  if (!whole) {
    // Both or none: a clip alone would be looked at for longer.
    for (ClipView* view : {left_, right_}) {
      view->setClip(nullptr);
      view->setMissing(waiting);
    }
    return;
  }
  if (std::exchange(shown_, true)) return;
  const bool baselineLeft = baselineLeft_[number];
  left_->setClip(baselineLeft ? pair.baseline : pair.other);
  right_->setClip(baselineLeft ? pair.other : pair.baseline);
  left_->setAccessibleName(tr("Left clip"));
  right_->setAccessibleName(tr("Right clip"));
  clock_.setTimeline(std::max(pair.baseline->frameCount, pair.other->frameCount),
                     pair.baseline->frameRate);
  clock_.goToStart();
  clock_.play();
  seen_.start();
}

void BlindDialog::vote(BlindVote choice) {
  if (!shown_) return;
  const int number = int(answers_.size());
  const quint64 seed = setup_.firstSeed + quint64(number);
  answers_ << BlindAnswer{seed, baselineLeft_[number], choice, seen_.elapsed()};
  pairs_.remove(seed);
  shown_ = false;
  if (answers_.size() == baselineLeft_.size()) return finish();
  ask();
  showPair();
}

void BlindDialog::finish() {
  clock_.pause();
  for (const quint64 id : QHash(std::exchange(requests_, {})).keys()) serve_.cancel(id);
  stack_->setCurrentIndex(2);
  tally_->setText(verdict());
  if (answers_.isEmpty()) return;
  write();
  place_->setText(written_.isEmpty() ? QString() : tr("The votes are in %1.").arg(written_));
}

void BlindDialog::write() {
  const BlindTestFacts facts{question_->text(), participant_->text(), setup_.baseline.run,
                             setup_.other.run,  setup_.stage,         setup_.baseline.step,
                             setup_.other.step};
  QDir().mkpath(setup_.folder);
  const QString path =
      QStringLiteral("%1/blind-%2-%3-%4.csv")
          .arg(setup_.folder, setup_.baseline.run, setup_.other.run,
               QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz")));
  const QString why = whyNotWritten(path, blindCsv(facts, answers_));
  if (!why.isEmpty()) {
    const QString sentence = tr("The votes could not be written to %1: %2.").arg(path, why);
    place_->setText(sentence);
    Q_EMIT failed(sentence);
    return;
  }
  written_ = path;
}

QString BlindDialog::verdict() const {
  const BlindTally tally = tallyOf(answers_);
  const QString other = setup_.other.run.toHtmlEscaped();
  const QString baseline = setup_.baseline.run.toHtmlEscaped();
  QString text = QStringLiteral("<p>%1</p>").arg(asking_->text().toHtmlEscaped());
  text += tr("<p>%1: <b>%2</b><br>%3: <b>%4</b><br>no difference: <b>%5</b></p>")
              .arg(other)
              .arg(tally.other)
              .arg(baseline)
              .arg(tally.baseline)
              .arg(tally.neither);
  if (tally.chosen() == 0) return text + tr("<p>No vote chose a side: nothing can be said.</p>");
  const QLocale locale;
  text +=
      tr("<p>Of the %1 votes that chose, %2 % were for %3 (95 % interval %4 to %5 %, exact "
         "binomial; chance alone leans this far with probability %6).</p>")
          .arg(tally.chosen())
          .arg(locale.toString(100 * tally.share, 'f', 0), other,
               locale.toString(100 * tally.low, 'f', 0), locale.toString(100 * tally.high, 'f', 0),
               locale.toString(tally.chance, 'f', 3));
  const bool clear = tally.low > 0.5 || tally.high < 0.5;
  return text + (!clear            ? tr("<p>No clear preference.</p>")
                 : tally.low > 0.5 ? tr("<p>%1 is preferred.</p>").arg(other)
                                   : tr("<p>%1 is preferred.</p>").arg(baseline));
}

}  // namespace unroll::ui
