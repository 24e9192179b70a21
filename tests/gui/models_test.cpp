#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QtTest>

#include "gui/support.h"
#include "io/project.h"
#include "ui/model/checkpoints.h"
#include "ui/model/json_writer.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/words.h"

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

  void whatIsMeasuredIsNotWhatIsTrained() {
    addLosses(1, 10);
    RunModel* run = openRun();
    project_->addScalar(run->name(), 2, 5, QStringLiteral("measure/fd_small"), 3, 12);
    QTRY_VERIFY(run->curve(QStringLiteral("measure/fd_small"), 2) != nullptr);
    QCOMPARE(run->stage(), 1);
    QCOMPARE(run->step(), 10);
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

  void healthSaysWhetherFineDetailIsMissing() {
    const auto measured = [this](int step, double fine) {
      // Half a cycle a pixel is the last of the eleven: those above 0.3 begin at the seventh.
      const QJsonArray made{9, 8, 7, 6, 5, 4, fine, fine, fine, fine, fine};
      const QJsonArray real{9, 8, 7, 6, 5, 4, 2, 2, 2, 2, 2};
      QJsonArray byFrame;
      byFrame.append(made);
      project_->addEvent(QStringLiteral("first"), QStringLiteral("spectrum"),
                         {{QStringLiteral("stage"), 1},
                          {QStringLiteral("step"), step},
                          {QStringLiteral("fake"), byFrame},
                          {QStringLiteral("real"), real},
                          {QStringLiteral("realDeviation"), real}});
    };
    measured(10, 0.2);
    RunModel* run = openRun();
    const auto detail = [run] {
      for (const Health::Item& item : run->health(1).items) {
        if (item.text.startsWith(QStringLiteral("fine detail"))) return item;
      }
      return Health::Item{};
    };
    QCOMPARE(detail().text, QStringLiteral("fine detail -10.0 dB"));
    QCOMPARE(detail().level, Health::Item::Level::Warning);
    QVERIFY(detail().why.contains(QStringLiteral("too smooth")));
    measured(20, 2);
    QTRY_COMPARE(detail().text, QStringLiteral("fine detail 0.0 dB"));
    QCOMPARE(detail().level, Health::Item::Level::Fine);
    measured(30, 8);
    QTRY_COMPARE(detail().level, Health::Item::Level::Warning);
    QVERIFY(detail().why.contains(QStringLiteral("more fine detail")));
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

  void theLastCheckpointIsTheOneThatTheLogToldLast() {
    const QString run = QStringLiteral("first");
    // As in a copied project: the files' times say nothing, and the later stage is at fewer steps.
    project_->addCheckpoint(run, 1, 300, 5000);
    project_->addCheckpoint(run, 2, 100, 4000);
    project_->addCheckpoint(run, 2, 50, 6000);
    checkpointEvent(1, 300, 10);
    checkpointEvent(2, 100, 30);
    RunModel* model = openRun();
    QCOMPARE(model->checkpoints().size(), 3);
    QCOMPARE(model->lastCheckpoint()->stage, QStringLiteral("stage2"));
    QCOMPARE(model->lastCheckpoint()->step, 100);
    QCOMPARE(model->lastCheckpoint()->saved, 30.0);
    QCOMPARE(model->lastCheckpoint()->modified, 4000.0);
    project_->addCheckpoint(run, 2, 40, 1000);  // Resumed from before, and trained anew.
    checkpointEvent(2, 40, 50);
    QTRY_COMPARE(model->lastCheckpoint()->step, 40);
  }

  void withoutALogTheNewestFileCountsAndThenTheStep() {
    const QString run = QStringLiteral("first");
    project_->addCheckpoint(run, 1, 300, 5000);
    project_->addCheckpoint(run, 1, 400, 5000);
    project_->addCheckpoint(run, 1, 500, 4000);
    QCOMPARE(openRun()->lastCheckpoint()->step, 400);
  }

  void checkpointsSayWhatTheyHold() {
    const auto made = [](int stage, qint64 step) {
      Checkpoint checkpoint;
      checkpoint.stage = stageName(stage);
      checkpoint.step = step;
      return checkpoint;
    };
    QList<Checkpoint> all{made(1, 100), made(2, 30), made(2, 60), made(1, 200)};
    QCOMPARE(stepsOf(all, 1), (QList<qint64>{200, 100}));
    QCOMPARE(stepsOf(all, 2), (QList<qint64>{60, 30}));
    QVERIFY(stepsOf(all, 3).isEmpty() && !isJoint(all));
    all << made(0, 60) << made(0, 90);
    QVERIFY(isJoint(all));
    QCOMPARE(stepsOf(all, 2), (QList<qint64>{90, 60, 30}));
    QCOMPARE(stepsOf(all, 3), (QList<qint64>{90, 60}));
    QCOMPARE(stageOf(QStringLiteral("stage12")), 12);
    for (const char* other : {"joint", "real", "pair", "stage", ""})
      QCOMPARE(stageOf(QString::fromLatin1(other)), 0);
  }

  void aLogThatCannotBeReadIsSaidOnce() {
    // A folder in the file's place cannot be read, whoever asks.
    const QString path =
        project_->runFolder(QStringLiteral("first")) + QStringLiteral("/events.jsonl");
    QFile::remove(path);
    QVERIFY(QDir().mkpath(path));
    open();
    QSignalSpy said(model_.get(), &ProjectModel::runUnreadable);
    RunModel* run = model_->run(QStringLiteral("first"));
    QTRY_COMPARE(said.count(), 1);
    QVERIFY(said.at(0).at(0).toString().contains(QStringLiteral("events.jsonl")));
    for (int look = 0; look < 3; ++look) run->refresh();
    QTest::qWait(100);
    QCOMPARE(said.count(), 1);
    QVERIFY(QDir(path).removeRecursively());
    QTRY_VERIFY(run->isLoaded());
    QVERIFY(QDir().mkpath(path));
    QTRY_COMPARE(said.count(), 2);
  }

  void numbersArePutIntoWords() {
    QLocale::setDefault(QLocale::c());
    QCOMPARE(bytesText(999), QStringLiteral("999 bytes"));
    QCOMPARE(bytesText(2'100'000), QStringLiteral("2.1 MB"));
    QCOMPARE(bytesText(9'800'000'000), QStringLiteral("9.8 GB"));
    QCOMPARE(bytesText(212'400'000'000), QStringLiteral("212 GB"));
    QCOMPARE(durationText(3.2), QStringLiteral("3 s"));
    QCOMPARE(durationText(3700), QStringLiteral("1 h 2 min"));
    QCOMPARE(lengthText(1.92), QStringLiteral("1.9 s"));
  }

  void jsonFilesAreWrittenInOrderAndRefusalsAreSaid() {
    const QString path = project_->path() + QStringLiteral("/numbers.json");
    JsonWriter writer;
    QSignalSpy failed(&writer, &JsonWriter::failed);
    for (int number = 0; number < 20; ++number)
      writer.write(path, {{QStringLiteral("number"), number}});
    writer.wait();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject read = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(read.value(QStringLiteral("number")).toInt(), 19);
    writer.write(QStringLiteral("/nowhere/numbers.json"), {});
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed.at(0).at(0).toString().contains(QStringLiteral("/nowhere")));
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
  void checkpointEvent(int stage, qint64 step, double time) {
    project_->addEvent(QStringLiteral("first"), QStringLiteral("checkpoint"),
                       {{QStringLiteral("stage"), stage},
                        {QStringLiteral("step"), step},
                        {QStringLiteral("file"), ScratchProject::checkpointName(stage, step)}},
                       time);
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
