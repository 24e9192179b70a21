#include <QAction>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QtTest>

#include "gui/support.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/pages/train/curve_panel.h"
#include "ui/pages/train/failure_card.h"
#include "ui/pages/train/preview_wall.h"
#include "ui/pages/train/time_slider.h"
#include "ui/pages/train/train_page.h"
#include "ui/player/clip_view.h"
#include "ui/plots/plot_view.h"
#include "ui/shell/studio.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

using test::named;
using test::ScratchProject;

class TrainPageTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QLocale::setDefault(QLocale::c());
    Theme::apply(Theme::Mode::Dark);
  }

  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    project_ = std::make_unique<ScratchProject>();
    project_->addRun(run_);
    for (int step = 10; step <= 200; step += 10) {
      project_->addScalar(run_, 1, step, QStringLiteral("loss/critic"), 1.0 / step, step);
      project_->addScalar(run_, 1, step, QStringLiteral("loss/generator"), 2.0, step);
      project_->addScalar(run_, 1, step, QStringLiteral("my/own"), step, step);
    }
    for (const int step : {50, 100, 200}) project_->addPreview(run_, 1, step, 4, 3, 8);
    studio_ = std::make_unique<Studio>(folder_->filePath(QStringLiteral("studio.ini")));
    page_ = std::make_unique<TrainPage>(studio_->context(), nullptr);
    page_->resize(1200, 700);
    page_->show();
    studio_->context().project->open(project_->path());
    QTRY_VERIFY(studio_->context().project->isOpen() && page_->readyToCapture());
    cursors_ = studio_->context().cursors;
  }

  void cleanup() {
    page_.reset();
    studio_.reset();
    project_.reset();
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
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ScratchProject> project_;
  std::unique_ptr<Studio> studio_;
  std::unique_ptr<TrainPage> page_;
  Cursors* cursors_ = nullptr;
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::TrainPageTest)
#include "train_page_test.moc"
