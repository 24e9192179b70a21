#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSpinBox>
#include <QStackedWidget>
#include <QtTest>

#include "gui/seats.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/pages/page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/pages.h"
#include "ui/shell/run_bar.h"
#include "ui/shell/studio.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

using test::named;

class WindowTest : public QObject, private test::WindowSeat {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    begin();
    project_->addRun(QStringLiteral("first"));
    for (int step = 10; step <= 200; step += 10)
      project_->addScalar(QStringLiteral("first"), 1, step, QStringLiteral("loss/critic"),
                          1.0 / step, 1700000000 + step);
    project_->addPreview(QStringLiteral("first"), 1, 100, 4, 3, 8);
    project_->addPreview(QStringLiteral("first"), 1, 200, 4, 3, 8);
    showWindow();
  }

  void cleanup() { end(); }

  void theWelcomePageComesFirst() {
    QVERIFY(named(*window_, "welcomePage")->isVisible());
    QCOMPARE(test::unnamedWidgets(*window_), QStringList());
    QVERIFY(!named(*window_, "rail")->isEnabled());
    for (const char* cursor : {"stepCursor", "seedCursor", "frameCursor"})
      QVERIFY2(!named(*window_, cursor)->isEnabled(), cursor);
    open();
    QVERIFY(named(*window_, "frameCursor")->isEnabled());
  }

  void theWindowFitsOnItsScreen() {
    const MainWindow fresh(studio_->context());
    const QSize room = fresh.screen()->availableSize().expandedTo(fresh.minimumSize());
    QVERIFY(fresh.width() <= room.width() && fresh.height() <= room.height());
  }

  void aNewProjectIsNamedAndMadeByTheKeyboard() {
    QTest::keyClick(window_.get(), Qt::Key_N, Qt::ControlModifier);
    auto* dialog = named<QDialog>(*window_, "newProjectDialog");
    auto* name = named<QLineEdit>(*dialog, "projectName");
    QTRY_VERIFY(name->hasFocus());
    QTest::keyClicks(name, QStringLiteral("clouds"));
    QCOMPARE(name->text(), QStringLiteral("clouds"));  // Typing replaces what was proposed.
    QVERIFY(named<QPushButton>(*dialog, "newProjectStart")->isDefault());
    QVERIFY(!named<QPushButton>(*dialog, "chooseFolder")->isDefault());
    name->clear();
    const int before = dialog->height();
    QTest::keyClick(name, Qt::Key_Return);
    auto* problem = named<QLabel>(*dialog, "newProjectProblem");
    QVERIFY(problem->isVisible());
    QVERIFY(dialog->height() > before);  // The refusal covers nothing.
  }

  void theRunBarSaysHowManyStepsWereAskedFor() {
    open();
    auto* bar = named<RunBar>(*window_, "runBar");
    QTRY_VERIFY(bar->text().contains(QStringLiteral("step 200 / 2000")));  // The recipe's.
    project_->addEvent(QStringLiteral("first"), QStringLiteral("state"),
                       {{QStringLiteral("state"), QStringLiteral("idle")},
                        {QStringLiteral("training"), QStringLiteral("stage1")},
                        {QStringLiteral("stage"), 1},
                        {QStringLiteral("step"), 200},
                        {QStringLiteral("steps"), 300}});
    QTRY_VERIFY(bar->text().contains(QStringLiteral("step 200 / 300")));
  }

  void aProjectOpensWithItsRun() {
    open();
    QCOMPARE(studio_->context().cursors->run(), QStringLiteral("first"));
    QCOMPARE(window_->currentPage(), QStringLiteral("train"));
    auto* bar = named<RunBar>(*window_, "runBar");
    QTRY_VERIFY(bar->text().contains(QStringLiteral("step 200")));
    QVERIFY(window_->windowTitle().startsWith(QStringLiteral("project")));
  }

  void keysSwitchPages() {
    open();
    int number = 0;
    for (const PageEntry& entry : pageEntries()) {
      QTest::keyClick(window_.get(), static_cast<Qt::Key>(Qt::Key_1 + number++),
                      Qt::ControlModifier);
      QCOMPARE(window_->currentPage(), QString::fromLatin1(entry.key));
      QCOMPARE(named<QStackedWidget>(*window_, "pages")->currentWidget(),
               window_->page(QString::fromLatin1(entry.key)));
    }
  }

  void aMissingProjectIsAToastAndNoDialog() {
    window_->openProject(QStringLiteral("/nowhere/at-all"));
    QTRY_VERIFY(window_->findChild<QLabel*>(QStringLiteral("toastText")) != nullptr);
    QVERIFY(
        named<QLabel>(*window_, "toastText")->text().contains(QStringLiteral("/nowhere/at-all")));
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    QVERIFY(named(*window_, "welcomePage")->isVisible());
  }

  void theCursorFieldsAndTheCursorsAreOne() {
    open();
    Cursors* cursors = studio_->context().cursors;
    named<QSpinBox>(*window_, "seedCursor")->setValue(17);
    QCOMPARE(cursors->seed(), 17);
    cursors->setStep(100);
    QCOMPARE(named<QSpinBox>(*window_, "stepCursor")->value(), 100);
    QCOMPARE(named<QLabel>(*window_, "trainingTimeLabel")->text(), QStringLiteral("step 100"));
  }

  void aDroppedProjectOpens() {
    auto* mime = new QMimeData;
    mime->setUrls({QUrl::fromLocalFile(project_->path())});
    QDropEvent drop(QPointF(100, 100), Qt::CopyAction, mime, Qt::LeftButton, Qt::NoModifier);
    static_cast<QObject*>(window_.get())->event(&drop);
    QTRY_VERIFY(studio_->context().project->isOpen());
    delete mime;
  }

  void anyActionIsFoundByItsName() {
    open();
    QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
    auto* finder = named<QDialog>(*window_, "actionFinder");
    auto* text = named<QLineEdit>(*finder, "finderText");
    QTest::keyClicks(text, QStringLiteral("view inspector"));
    QVERIFY(!named(*window_, "inspector")->isVisible());
    QTest::keyClick(text, Qt::Key_Return);
    QVERIFY(named(*window_, "inspector")->isVisible());
  }

  void everyActionOfAMenuHasATextAndNoTwoShareAKey() {
    open();
    for (const PageEntry& entry : pageEntries()) window_->page(QString::fromLatin1(entry.key));
    for (const PageEntry& entry : pageEntries()) {
      window_->showPage(QString::fromLatin1(entry.key));
      QHash<QString, QString> owners;
      for (const FoundAction& found : window_->actionsInMenus()) {
        QVERIFY(!found.action->text().isEmpty());
        if (!found.action->isVisible()) continue;
        for (const QKeySequence& keys : found.action->shortcuts()) {
          const QString key = keys.toString();
          QVERIFY2(!owners.contains(key), qPrintable(QStringLiteral("%1 on %2: %3 and %4")
                                                         .arg(key, QLatin1String(entry.key),
                                                              found.path, owners.value(key))));
          owners.insert(key, found.path);
        }
      }
    }
  }

  void aScreenReaderHearsANameOfEveryControl() {
    open();
    for (const PageEntry& entry : pageEntries()) window_->showPage(QString::fromLatin1(entry.key));
    QTest::keyClick(window_.get(), Qt::Key_F8);
    QTest::keyClick(window_.get(), Qt::Key_F9);
    const QStringList unnamed = test::unnamedWidgets(*window_);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(QLatin1Char('\n'))));
  }

  void theCrawlFindsAControlWithoutAName() {
    auto* bad = new QLineEdit(window_.get());
    QCOMPARE(test::unnamedWidgets(*window_).size(), 2);  // No object name, nothing to say.
    delete bad;
  }

  void theSessionComesBackAfterAKill() {
    open();
    Cursors* cursors = studio_->context().cursors;
    window_->showPage(QStringLiteral("data"));
    cursors->setStep(100);
    cursors->setSeed(42);
    cursors->setFrame(2);
    QTest::keyClick(window_.get(), Qt::Key_F9);
    window_->resize(1111, 777);
    // Nothing is closed: what counts is what lies on the disk.
    QTRY_COMPARE(QSettings(settingsFile(), QSettings::IniFormat)
                     .value(QStringLiteral("session/seed"))
                     .toInt(),
                 42);
    Studio second(settingsFile());
    MainWindow again(second.context());
    again.restoreSession();
    again.show();
    QTRY_VERIFY(second.context().project->isOpen());
    QTRY_COMPARE(again.currentPage(), QStringLiteral("data"));
    QCOMPARE(second.context().cursors->run(), QStringLiteral("first"));
    QCOMPARE(second.context().cursors->step(), 100);
    QCOMPARE(second.context().cursors->seed(), 42);
    QCOMPARE(second.context().cursors->frame(), 2);
    QVERIFY(named(again, "inspector")->isVisible());
    QCOMPARE(again.size(), QSize(1111, 777));
  }

  void bothThemesRecolourTheIcons() {
    Theme::apply(Theme::Mode::Light);
    const QImage light = Theme::icon("play").pixmap(20, 20).toImage();
    Theme::apply(Theme::Mode::Dark);
    const QImage dark = Theme::icon("play").pixmap(20, 20).toImage();
    QCOMPARE(light.pixelColor(9, 10).name(), Theme::color(Role::Text, false).name());
    QCOMPARE(dark.pixelColor(9, 10).name(), Theme::color(Role::Text, true).name());
  }

  void theTimeLeftIsARange() {
    QCOMPARE(timeLeftText(36000, 0.1, 1700000000).section(QStringLiteral(" left"), 0, 0),
             QStringLiteral("9 h 0 min to 11 h 0 min"));
  }
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::WindowTest)
#include "window_test.moc"
