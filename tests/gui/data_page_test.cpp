#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTableWidget>
#include <QtTest>

#include "data/synthetic_scenes.h"
#include "gui/seats.h"
#include "ui/model/project_model.h"
#include "ui/pages/data/clip_grid.h"
#include "ui/pages/data/data_page.h"
#include "ui/pages/data/window_strip.h"
#include "ui/shell/studio.h"

namespace unroll::ui {

using test::named;

class DataPageTest : public QObject, private test::StudioSeat {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    begin();
    startStudio();
    page_ = std::make_unique<DataPage>(studio_->context(), nullptr);
    page_->resize(1200, 700);
    page_->show();
  }

  void cleanup() {
    page_.reset();
    end();
  }

  void anEmptyProjectSaysWhatToDo() {
    open();
    QVERIFY(named(*page_, "dataEmpty")->isVisible());
    QVERIFY(!named(*page_, "clipGrid")->isVisible());
    QCOMPARE(test::unnamedWidgets(*page_), QStringList());
  }

  void clipsClassesAndWindowsAreShown() {
    addScenes();
    open();
    auto* grid = named<ClipGrid>(*page_, "clipGrid");
    QVERIFY(grid->isVisible());
    QCOMPARE(grid->clips().rowCount(), 16);
    QTRY_VERIFY(grid->clips().frames(0) != nullptr);
    QCOMPARE(grid->clips().frames(0)->first().size(), QSize(32, 32));
    QVERIFY(grid->clips().frames(0)->size() > 10);
    auto* classes = named<QTableWidget>(*page_, "classTable");
    QCOMPARE(classes->rowCount(), 8);
    classes->selectRow(0);
    QCOMPARE(grid->clips().rowCount(), 2);
    classes->clearSelection();
    QCOMPARE(grid->clips().rowCount(), 16);

    const Recipe& recipe = studio_->context().project->recipe();
    auto* strip = named<WindowStrip>(*page_, "windowStrip");
    QTRY_COMPARE(strip->count(), recipe.stages[0].frames);
    named<QComboBox>(*page_, "windowStage")->setCurrentIndex(1);
    QTRY_COMPARE(strip->count(), recipe.stages[1].frames);
    QCOMPARE(test::unnamedWidgets(*page_), QStringList());
  }

  void thePointerScrubsThroughAClip() {
    addScenes();
    open();
    auto* grid = named<ClipGrid>(*page_, "clipGrid");
    QTRY_VERIFY(grid->clips().frames(1) != nullptr);
    const QRect place = grid->visualRect(grid->model()->index(1, 0));
    QTest::mouseMove(grid->viewport(), QPoint(place.left() + 5, place.center().y()));
    QTRY_COMPARE(grid->hoverRow(), 1);
    const QImage first = grid->viewport()->grab(place).toImage();
    QTest::mouseMove(grid->viewport(), QPoint(place.right() - 5, place.center().y()));
    QTRY_VERIFY(grid->hoverShare() > 0.8);
    QVERIFY(grid->viewport()->grab(place).toImage() != first);
  }

  void rejectedFilesAreListedWithTheirReason() {
    addScenes();
    QFile report(project_->path() + QStringLiteral("/data/import_report.json"));
    QVERIFY(report.open(QIODevice::WriteOnly));
    report.write(R"({"version":1,"notes":["A note."],"files":[
      {"path":"/v/a.mp4","outcome":"accepted","message":""},
      {"path":"/v/b.mp4","outcome":"rejected","message":"'b.mp4' holds no video."}]})");
    report.close();
    open();
    auto* files = named<QTableWidget>(*page_, "fileTable");
    QCOMPARE(files->rowCount(), 1);
    QCOMPARE(files->item(0, 0)->text(), QStringLiteral("b.mp4"));
    QCOMPARE(files->item(0, 1)->text(), QStringLiteral("'b.mp4' holds no video."));
    QVERIFY(named<QLabel>(*page_, "dataCounts")->text().contains(QStringLiteral("1 rejected")));
    QCOMPARE(named<QLabel>(*page_, "dataNotes")->text(), QStringLiteral("A note."));
  }

  void dataThatComesLaterAppears() {
    open();
    addScenes();
    QTRY_VERIFY_WITH_TIMEOUT(named(*page_, "clipGrid")->isVisible(), 8000);
  }

 private:
  void addScenes() {
    data::SyntheticOptions options;
    options.size = 32;
    options.clips = 16;
    const std::string folder = project_->path().toStdString() + "/data";
    QDir().mkpath(QString::fromStdString(folder));
    const auto made = data::createSynthetic(folder, options);
    if (!made) qFatal("%s", made.error().message.c_str());
  }
  void open() {
    studio_->context().project->open(project_->path());
    QTRY_VERIFY(studio_->context().project->isOpen());
    QTRY_VERIFY(page_->readyToCapture());
  }

  std::unique_ptr<DataPage> page_;
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::DataPageTest)
#include "data_page_test.moc"
