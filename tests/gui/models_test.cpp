#include <cmath>

#include <QSignalSpy>
#include <QtTest>

#include "gui/support.h"
#include "io/project.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"

namespace unroll::ui {

using protocol::RunState;
using test::ScratchProject;

class ModelsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    project_ = std::make_unique<ScratchProject>();
    project_->addRun(QStringLiteral("first"));
    model_ = std::make_unique<ProjectModel>();
  }
  void cleanup() {
    model_.reset();
    project_.reset();
  }

  void aFolderThatIsNoProjectIsRefusedInOneSentence() {
    QSignalSpy failed(model_.get(), &ProjectModel::openFailed);
    model_->open(QStringLiteral("/nowhere"));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed.at(0).at(1).toString().contains(QStringLiteral("/nowhere")));
    QVERIFY(!model_->isOpen());
  }

  void runsComeAndGo() {
    open();
    QCOMPARE(model_->runNames(), QStringList{QStringLiteral("first")});
    project_->addRun(QStringLiteral("second"));
    QTRY_COMPARE(model_->runNames().size(), 2);
    QVERIFY(QDir(project_->runFolder(QStringLiteral("second"))).removeRecursively());
    QTRY_COMPARE(model_->runNames().size(), 1);
  }

  void theRecipeIsSavedAndReadBack() {
    open();
    Recipe changed = model_->recipe();
    changed.stages[0].batch = 5;
    QSignalSpy saved(model_.get(), &ProjectModel::recipeChanged);
    model_->saveRecipe(changed);
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(model_->recipe().stages[0].batch, 5);
    ProjectModel again;
    again.open(project_->path());
    QTRY_VERIFY(again.isOpen());
    QCOMPARE(again.recipe().stages[0].batch, 5);
  }

  void curvesGrowWhileTheLogGrows() {
    addLosses(1, 10);
    RunModel* run = openRun();
    const Curve* loss = run->curve(QStringLiteral("loss/critic"), 1);
    QVERIFY(loss != nullptr);
    QCOMPARE(loss->size(), 10);
    addLosses(11, 12);
    QTRY_COMPARE(run->curve(QStringLiteral("loss/critic"), 1)->size(), 12);
    // A line that is still being written counts when it is whole.
    QFile file(project_->runFolder(QStringLiteral("first")) + QStringLiteral("/events.jsonl"));
    QVERIFY(file.open(QIODevice::Append));
    file.write("{\"t\":13,\"type\":\"scalar\",\"stage\":1,\"step\":13,");
    file.flush();
    QSignalSpy changed(run, &RunModel::curvesChanged);
    file.write("\"name\":\"loss/critic\",\"value\":\"NaN\"}\n");
    file.close();
    QTRY_COMPARE(run->curve(QStringLiteral("loss/critic"), 1)->size(), 13);
    QVERIFY(std::isnan(run->curve(QStringLiteral("loss/critic"), 1)->values.back()));
    const Health health = run->health(1);
    QCOMPARE(health.items.first().level, Health::Item::Level::Bad);
  }

  void aResumeLeavesATailBehind() {
    addLosses(1, 10);
    project_->addEvent(QStringLiteral("first"), QStringLiteral("resumed"),
                       {{QStringLiteral("stage"), 1}, {QStringLiteral("step"), 6}}, 20);
    project_->addPreview(QStringLiteral("first"), 1, 6, 1, 2, 4);
    addLosses(7, 8);
    RunModel* run = openRun();
    const Curve* loss = run->curve(QStringLiteral("loss/critic"), 1);
    QCOMPARE(loss->steps, (QList<double>{1, 2, 3, 4, 5, 6, 7, 8}));
    QCOMPARE(loss->tails.size(), 1);
    QCOMPARE(loss->tails.first().steps, (QList<double>{6, 7, 8, 9, 10}));
  }

  void previewsAreFoundByStep() {
    project_->addPreview(QStringLiteral("first"), 1, 100, 3, 2, 4);
    project_->addPreview(QStringLiteral("first"), 1, 200, 3, 2, 4);
    RunModel* run = openRun();
    QCOMPARE(run->previews(1).size(), 2);
    QCOMPARE(run->previewAt(1, -1)->step, 200);
    QCOMPARE(run->previewAt(1, 199)->step, 100);
    QVERIFY(run->previewAt(1, 50) == nullptr);
    QVERIFY(QFile::exists(run->previewAt(1, 100)->file(2, QStringLiteral("stage1"))));
    QVERIFY(run->previewAt(1, 100)->file(3, QStringLiteral("stage1")).isEmpty());
  }

  void spectraAreAveragedOverTheFrames() {
    project_->addEvent(
        QStringLiteral("first"), QStringLiteral("spectrum"),
        {{QStringLiteral("stage"), 2},
         {QStringLiteral("step"), 40},
         {QStringLiteral("fake"), QJsonArray{QJsonArray{1, 2, 4}, QJsonArray{3, 2, 0}}},
         {QStringLiteral("real"), QJsonArray{1, 1, 1}},
         {QStringLiteral("realDeviation"), QJsonArray{0, 0.5, 0.5}}});
    RunModel* run = openRun();
    QCOMPARE(run->spectrumAt(2, -1)->made, (QList<double>{2, 2, 2}));
    QVERIFY(run->spectrumAt(2, 39) == nullptr);
  }

  void aRunWhoseTrainerIsGoneFailed() {
    state(QStringLiteral("running"));
    RunModel* run = openRun();
    QVERIFY(run->diedSilently());
    QCOMPARE(run->state(), RunState::Failed);
    state(QStringLiteral("finished"));
    QTRY_COMPARE(run->state(), RunState::Finished);
  }

  void aHeldLockMakesARunLive() {
    state(QStringLiteral("running"));
    const auto project = io::Project::open(project_->path().toStdString());
    const auto folder = project->openRun("first");
    auto lock = std::make_unique<Result<io::RunLock>>(folder->lock());
    QVERIFY(lock->has_value());
    RunModel* run = openRun();
    QVERIFY(run->isLive());
    QCOMPARE(run->state(), RunState::Running);
    lock.reset();
    QTRY_VERIFY_WITH_TIMEOUT(!run->isLive(), 5000);
    QCOMPARE(run->state(), RunState::Failed);
  }

  void aFailureSaysItsReason() {
    state(QStringLiteral("running"));
    project_->addEvent(QStringLiteral("first"), QStringLiteral("failed"),
                       {{QStringLiteral("stage"), 1},
                        {QStringLiteral("message"), QStringLiteral("The disk is full.")}});
    RunModel* run = openRun();
    QCOMPARE(run->failure(), QStringLiteral("The disk is full."));
    QVERIFY(run->log().back().error);
  }

 private:
  void open() {
    model_->open(project_->path());
    QTRY_VERIFY(model_->isOpen());
  }
  RunModel* openRun() {
    open();
    RunModel* run = model_->run(QStringLiteral("first"));
    if (!QTest::qWaitFor([run] { return run->isLoaded(); })) qFatal("The run was not read.");
    return run;
  }
  void addLosses(int first, int last) {
    for (int step = first; step <= last; ++step)
      project_->addScalar(QStringLiteral("first"), 1, step, QStringLiteral("loss/critic"),
                          0.5 * step, step);
  }
  void state(const QString& word) {
    project_->addEvent(QStringLiteral("first"), QStringLiteral("state"),
                       {{QStringLiteral("state"), word},
                        {QStringLiteral("training"), QStringLiteral("stage1")},
                        {QStringLiteral("stage"), 1},
                        {QStringLiteral("step"), 3}});
  }

  std::unique_ptr<ScratchProject> project_;
  std::unique_ptr<ProjectModel> model_;
};

}  // namespace unroll::ui

QTEST_GUILESS_MAIN(unroll::ui::ModelsTest)
#include "models_test.moc"
