#include <QAction>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTabWidget>
#include <QThread>
#include <QtTest>

#include "gui/seats.h"
#include "protocol/built_in_recipes.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/pages/train/curve_panel.h"
#include "ui/pages/train/failure_card.h"
#include "ui/pages/train/memory_remedy.h"
#include "ui/pages/train/preview_wall.h"
#include "ui/pages/train/time_slider.h"
#include "ui/pages/train/train_page.h"
#include "ui/player/clip_view.h"
#include "ui/plots/plot_view.h"
#include "ui/shell/studio.h"

namespace unroll::ui {

using test::named;
using test::ScratchProject;

class TrainPageTest : public QObject, private test::StudioSeat {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    begin();
    project_->addRun(run_);
    for (int step = 10; step <= 200; step += 10) {
      project_->addScalar(run_, 1, step, QStringLiteral("loss/critic"), 1.0 / step, step);
      project_->addScalar(run_, 1, step, QStringLiteral("loss/generator"), 2.0, step);
      project_->addScalar(run_, 1, step, QStringLiteral("my/own"), step, step);
    }
    for (const int step : {50, 100, 200}) project_->addPreview(run_, 1, step, 4, 3, 8);
    startStudio();
    page_ = std::make_unique<TrainPage>(studio_->context(), nullptr);
    page_->resize(1200, 700);
    page_->show();
    studio_->context().project->open(project_->path());
    QTRY_VERIFY(studio_->context().project->isOpen() && page_->readyToCapture());
    cursors_ = studio_->context().cursors;
  }

  void cleanup() {
    page_.reset();
    end();
  }

  void theNewestPreviewIsShownAndPlays() {
    auto* wall = named<PreviewWall>(*page_, "previewWall");
    QCOMPARE(wall->tiles().size(), 4);
    QVERIFY(wall->tiles().first()->clip() != nullptr);
    QCOMPARE(wall->tiles().first()->clip()->frameCount, 3);
    QVERIFY(named<QLabel>(*page_, "previewCaption")->text().contains(QStringLiteral("200")));
    QSignalSpy frames(cursors_, &Cursors::frameChanged);
    QTRY_VERIFY(frames.count() > 0);
    page_->hide();  // A hidden page lets the window's frame cursor be.
    frames.clear();
    QTest::qWait(200);
    QCOMPARE(frames.count(), 0);
  }

  void whatAJointTrainingMakesIsItsLastStages() {
    const QString folder = project_->runFolder(run_) + QStringLiteral("/previews/");
    project_->addPreview(run_, 1, 300, 1, 3, 8);
    const QDir previews(folder);
    const QString made = folder + QStringLiteral("stage1-step-00000300/probe-0.npy");
    const QString joint = folder + QStringLiteral("joint-step-00000300/");
    QVERIFY(previews.mkpath(joint));
    for (const char* name : {"probe-0.npy", "probe-0-stage1.npy", "probe-0-real.npy"})
      QVERIFY(QFile::copy(made, joint + QLatin1String(name)));
    project_->addEvent(run_, QStringLiteral("preview"),
                       {{QStringLiteral("stage"), 0},
                        {QStringLiteral("step"), 300},
                        {QStringLiteral("folder"), QStringLiteral("joint-step-00000300")},
                        {QStringLiteral("count"), 1}});
    project_->addScalar(run_, 0, 300, QStringLiteral("loss/critic"), 1, 300);
    auto* wall = named<PreviewWall>(*page_, "previewWall");
    QTRY_COMPARE(wall->tiles().size(), 3);
    QList<ClipRole> roles;
    for (const ClipView* tile : wall->tiles()) roles.append(tile->role());
    QCOMPARE(roles, (QList<ClipRole>{ClipRole::Stage1, ClipRole::Stage2, ClipRole::Real}));
  }

  void theSliderStopsOnlyAtStepsWithARecord() {
    auto* slider = named<TimeSlider>(*page_, "timeSlider");
    QCOMPARE(slider->steps(), (QList<qint64>{50, 100, 200}));
    auto* bar = named<QSlider>(*page_, "trainingTime");
    bar->setValue(1);
    QCOMPARE(cursors_->step(), 100);
    QTRY_VERIFY(named<QLabel>(*page_, "previewCaption")->text().contains(QStringLiteral("100")));
    cursors_->setStep(170);
    QCOMPARE(slider->step(), 100);
    named<QAbstractButton>(*page_, "live")->click();
    QCOMPARE(cursors_->step(), -1);
    QCOMPARE(slider->step(), 200);
    // Live follows what comes.
    project_->addPreview(run_, 1, 300, 4, 3, 8);
    QTRY_COMPARE(slider->step(), 300);
  }

  void everyGroupOfNamesGetsAPlot() {
    auto* curves = page_->findChild<CurvePanel*>();
    QVERIFY(curves->plot(QStringLiteral("loss")) != nullptr);
    QCOMPARE(curves->plot(QStringLiteral("loss"))->series().size(), 2);
    QVERIFY(curves->plot(QStringLiteral("my")) != nullptr);
    QVERIFY(curves->plot(QStringLiteral("psd")) == nullptr);
    Q_EMIT curves->plot(QStringLiteral("loss"))->clicked(120);
    QCOMPARE(cursors_->step(), 120);
    project_->addEvent(run_, QStringLiteral("spectrum"),
                       {{QStringLiteral("stage"), 1},
                        {QStringLiteral("step"), 100},
                        {QStringLiteral("fake"), QJsonArray{QJsonArray{9, 2, 1}}},
                        {QStringLiteral("real"), QJsonArray{9, 1, 1}},
                        {QStringLiteral("realDeviation"), QJsonArray{1, 0.1, 0.1}}});
    QTRY_VERIFY(curves->plot(QStringLiteral("psd-ratio")) != nullptr);
    const PlotSeries ratio = curves->plot(QStringLiteral("psd-ratio"))->series().first();
    QVERIFY(std::abs(ratio.y.first() - 3.0103) < 1e-3);
    QCOMPARE(ratio.y.last(), 0.0);
  }

  void aFailureIsACardWithItsReason() {
    QVERIFY(named(*page_, "failureCard")->isHidden());
    project_->addEvent(
        run_, QStringLiteral("failed"),
        {{QStringLiteral("stage"), 1},
         {QStringLiteral("message"), QStringLiteral("The loss is no longer finite.")}});
    QTRY_VERIFY(!named(*page_, "failureCard")->isHidden());
    QVERIFY(named<FailureCard>(*page_, "failureCard")
                ->text()
                .contains(QStringLiteral("The loss is no longer finite.")));
    // There is no checkpoint to go on from, so it is not offered.
    QVERIFY(named(*page_, "failureResume")->isHidden());
  }

  void outOfMemoryOffersABatchThatFits() {
    // A program that writes down what it is to train.
    const QString asked = folder_->filePath(QStringLiteral("asked"));
    QFile program(folder_->filePath(QStringLiteral("unroll")));
    QVERIFY(program.open(QIODevice::WriteOnly));
    // The page also asks for the memory that its recipe takes.
    program.write("#!/bin/sh\n[ \"$1\" = train ] && echo \"$@\" > '" + asked.toUtf8() + "'\n");
    program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    program.close();
    auto* launcher = new EngineLauncher(program.fileName(), studio_.get());
    studio_->context().launcher = launcher;
    const auto fail = [this](const char* message) {
      project_->addEvent(run_, QStringLiteral("failed"),
                         {{QStringLiteral("stage"), 1},
                          {QStringLiteral("kind"), QStringLiteral("out_of_memory")},
                          {QStringLiteral("message"), QLatin1String(message)}});
    };
    auto* button = named<QPushButton>(*page_, "failureRemedy");
    auto* about = named<QLabel>(*page_, "failureRemedyText");

    fail(
        "Memory ran out while training stage1 with a batch of 8; not even a batch of 1 would fit.");
    QTRY_COMPARE(button->text(), QStringLiteral("Change the recipe"));
    button->click();
    QCOMPARE(named<QTabWidget>(*page_, "trainTabs")->currentIndex(), 1);

    fail(
        "Memory ran out while training stage1 with a batch of 8 (about 9.0 GB wanted, 4.0 GB "
        "there); a batch of 3 would fit: set stage1.batch=3 and stage1.accumulation=3 for the "
        "same batch in all.");
    QTRY_COMPARE(button->text(), QStringLiteral("Go on with batches of 3"));
    QVERIFY(!button->isHidden());
    // Nothing of the stage is kept: the run itself may change.
    QCOMPARE(about->text(), QStringLiteral("'first' goes on with stage1.batch=3, "
                                           "stage1.accumulation=3; nothing of this stage was "
                                           "trained yet."));
    QVERIFY(named<FailureCard>(*page_, "failureCard")->text().contains(about->text()));
    project_->addCheckpoint(run_, 1, 200);
    project_->addEvent(run_, QStringLiteral("checkpoint"),
                       {{QStringLiteral("stage"), 1},
                        {QStringLiteral("step"), 200},
                        {QStringLiteral("file"), ScratchProject::checkpointName(1, 200)}});
    QTRY_VERIFY2(about->text().contains(QStringLiteral("begins at step 200 of 'first'")),
                 qPrintable(about->text()));
    button->click();
    QFile words(asked);
    QTRY_VERIFY(words.exists() && words.size() > 0);
    QVERIFY(words.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(words.readAll()).trimmed(),
             QStringLiteral("train %1 --run first-2 --stage all --set stage1.batch=3 "
                            "--set stage1.accumulation=3 --from first@200")
                 .arg(project_->path()));
  }

  void aRemedyTrainsWhatTheRunWouldHave() {
    ScratchProject three(QStringLiteral("demo-64"));
    RunInfo info;
    info.name = run_;
    info.folder = three.runFolder(run_);
    info.recipe = *builtInRecipe("demo-64");
    QCOMPARE(info.recipe.stages.size(), size_t(3));
    three.addRun(run_);
    QThread files;
    files.start();
    const auto ended = qScopeGuard([&files] {
      files.quit();
      files.wait();
    });
    RunModel run(info, files, nullptr);
    const auto failIn = [&](int stage) {
      three.addCheckpoint(run_, stage, 40);
      three.addEvent(run_, QStringLiteral("checkpoint"),
                     {{QStringLiteral("stage"), stage},
                      {QStringLiteral("step"), 40},
                      {QStringLiteral("file"), ScratchProject::checkpointName(stage, 40)}});
      three.addEvent(run_, QStringLiteral("state"),
                     {{QStringLiteral("state"), QStringLiteral("running")},
                      {QStringLiteral("training"), QStringLiteral("stage%1").arg(stage)},
                      {QStringLiteral("stage"), stage},
                      {QStringLiteral("step"), 40}});
      three.addEvent(
          run_, QStringLiteral("failed"),
          {{QStringLiteral("stage"), stage},
           {QStringLiteral("kind"), QStringLiteral("out_of_memory")},
           {QStringLiteral("message"), QStringLiteral("Set stage%1.batch=3.").arg(stage)}});
      run.refresh();
      return QTest::qWaitFor([&] {
        return run.ranOutOfMemory() && run.stage() == stage && run.checkpoints().size() == stage;
      });
    };
    const auto offer = [&](const char* stages) {
      const auto found = memoryRemedy(run, three.path(), QLatin1String(stages), {run_});
      return found ? *found : MemoryRemedy{};
    };
    const QString alone = QStringLiteral("not the stages above it");
    QVERIFY(failIn(1));
    QCOMPARE(offer("all").start.from, QStringLiteral("first@40"));
    QCOMPARE(offer("all").start.stage, QStringLiteral("all"));
    QVERIFY(!offer("all").about.contains(alone));
    QCOMPARE(offer("1").start.stage, QStringLiteral("1"));
    QVERIFY(failIn(2));
    QCOMPARE(offer("all").start.stage, QStringLiteral("2"));
    QVERIFY(offer("all").about.endsWith(
        QStringLiteral("It trains stage 2 only, not the stages above it.")));
    QVERIFY(!offer("2").about.contains(alone));
    QVERIFY(failIn(3));
    QCOMPARE(offer("all").start.stage, QStringLiteral("3"));
    QVERIFY(!offer("all").about.contains(alone));
  }

  void withoutARunNoCurvesOfTheLastProjectStay() {
    auto* curves = page_->findChild<CurvePanel*>();
    QTRY_VERIFY(!curves->plots().isEmpty());
    const ScratchProject empty;
    studio_->context().project->open(empty.path());
    QTRY_COMPARE(studio_->context().project->path(), empty.path());
    QTRY_VERIFY(studio_->context().project->isOpen());
    QTRY_VERIFY(curves->plots().isEmpty());
  }

  void aTrainerThatWasKilledIsOfferedHalfTheBatch() {
    const StageRecipe stage = studio_->context().project->recipe().stages.front();
    project_->addEvent(run_, QStringLiteral("state"),
                       {{QStringLiteral("state"), QStringLiteral("running")},
                        {QStringLiteral("training"), QStringLiteral("stage1")},
                        {QStringLiteral("stage"), 1},
                        {QStringLiteral("step"), 200}});
    auto* button = named<QPushButton>(*page_, "failureRemedy");
    QTRY_COMPARE(button->text(), QStringLiteral("Go on with batches of %1").arg(stage.batch / 2));
    QVERIFY(named<QLabel>(*page_, "failureRemedyText")
                ->text()
                .contains(QStringLiteral("stage1.accumulation=%1").arg(2 * stage.accumulation)));
    QVERIFY(named(*page_, "failureResume")->isHidden());
    // An end with a reason that is not memory takes the offer back.
    project_->addEvent(run_, QStringLiteral("failed"),
                       {{QStringLiteral("stage"), 1},
                        {QStringLiteral("kind"), QStringLiteral("refused")},
                        {QStringLiteral("message"), QStringLiteral("The loss is not finite.")}});
    QTRY_VERIFY(button->isHidden());
  }

  void withoutDataTrainingSaysWhatToDo() {
    QSignalSpy said(studio_->context().notices, &Notices::said);
    named<QPushButton>(*page_, "startButton")->click();
    QCOMPARE(said.count(), 1);
    QVERIFY(page_->findChild<QDialog*>(QStringLiteral("newRunDialog")) == nullptr);
  }

  void onlyWhatIsPossibleIsEnabled() {
    QVERIFY(named<QAction>(*page_, "startTraining")->isEnabled());
    for (const char* name : {"pauseTraining", "stopTraining", "checkpointNow", "sampleNow"})
      QVERIFY2(!named<QAction>(*page_, name)->isEnabled(), name);
  }

 private:
  const QString run_ = QStringLiteral("first");
  std::unique_ptr<TrainPage> page_;
  Cursors* cursors_ = nullptr;
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::TrainPageTest)
#include "train_page_test.moc"
