// Keys that the person chooses: kept, given to one action only, and edited in Preferences.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QTreeWidget>
#include <QtTest>

#include "gui/support.h"
#include "ui/shell/key_editor.h"
#include "ui/shell/main_window.h"
#include "ui/shell/preferences_dialog.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/studio.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

using test::named;
using Keys = QList<QKeySequence>;

namespace {

std::unique_ptr<QAction> action(const char* name, const Keys& keys) {
  auto made = std::make_unique<QAction>(QString::fromLatin1(name));
  made->setObjectName(QString::fromLatin1(name));
  made->setShortcuts(keys);
  return made;
}

const QString kOne = QStringLiteral("one");
const QString kTwo = QStringLiteral("two");
const QString kPlay = QStringLiteral("play");

/// Two commands with the keys they come with, and what the person chose before in their place.
struct TwoCommands {
  explicit TwoCommands(const QString& file) : settings(file, QSettings::IniFormat) {
    shortcuts.add(*one);
    shortcuts.add(*two);
  }
  QSettings settings;
  Shortcuts shortcuts{settings};
  std::unique_ptr<QAction> one = action("one", {Qt::Key_F2, Qt::CTRL | Qt::Key_1});
  std::unique_ptr<QAction> two = action("two", {Qt::Key_F3});
};

}  // namespace

class ShortcutsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QLocale::setDefault(QLocale::c());
    Theme::apply(Theme::Mode::Dark);
  }
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void chosenKeysAreKept() {
    {
      TwoCommands commands(file());
      commands.shortcuts.take(kOne, Qt::CTRL | Qt::SHIFT | Qt::Key_M);
      commands.shortcuts.setKeys(kTwo, {});
      QCOMPARE(commands.one->shortcuts(), (Keys{Qt::CTRL | Qt::SHIFT | Qt::Key_M}));
      QVERIFY(commands.two->shortcuts().isEmpty());
    }
    TwoCommands again(file());
    QCOMPARE(again.one->shortcuts(), (Keys{Qt::CTRL | Qt::SHIFT | Qt::Key_M}));
    QVERIFY(again.two->shortcuts().isEmpty());
    again.shortcuts.restoreAll();
    QCOMPARE(again.one->shortcuts(), (Keys{Qt::Key_F2, Qt::CTRL | Qt::Key_1}));
    QCOMPARE(again.two->shortcuts(), Keys{Qt::Key_F3});
    QVERIFY(again.settings.allKeys().isEmpty());
  }

  void keysBelongToOneActionWhereBothAct() {
    QSettings settings(file(), QSettings::IniFormat);
    Shortcuts shortcuts(settings);
    const auto one = action("one", {Qt::Key_F2});
    const auto two = action("two", {Qt::Key_F3, Qt::CTRL | Qt::Key_3});
    // The same command on two pages, and two commands that never meet.
    const auto play = action("play", {Qt::Key_Space});
    const auto again = action("play", {Qt::Key_Space});
    const auto blink = action("blink", {Qt::Key_B});
    shortcuts.add(*one);
    shortcuts.add(*two);
    shortcuts.add(*play, QStringLiteral("train"));
    shortcuts.add(*again, QStringLiteral("samples"));
    shortcuts.add(*blink, QStringLiteral("compare"));
    QVERIFY(shortcuts.holdersOf(Qt::Key_Space, kPlay).isEmpty());
    QCOMPARE(shortcuts.holdersOf(Qt::Key_Space, kOne), QStringList{kPlay});
    QVERIFY(shortcuts.holdersOf(Qt::Key_B, kPlay).isEmpty());
    QCOMPARE(shortcuts.holdersOf(Qt::Key_F3, kOne), QStringList{kTwo});
    shortcuts.take(kOne, Qt::Key_F3);
    QCOMPARE(one->shortcuts(), Keys{Qt::Key_F3});
    QCOMPARE(two->shortcuts(), (Keys{Qt::CTRL | Qt::Key_3}));
    shortcuts.restore(kTwo);
    QVERIFY(one->shortcuts().isEmpty());
    QCOMPARE(two->shortcuts().size(), 2);
    shortcuts.setKeys(kPlay, {Qt::Key_W});
    QCOMPARE(play->shortcuts(), Keys{Qt::Key_W});
    QCOMPARE(again->shortcuts(), Keys{Qt::Key_W});
    // Keys that begin a longer sequence are taken as well.
    shortcuts.setKeys(kOne, {QKeySequence(QStringLiteral("Ctrl+W, A"))});
    QCOMPARE(shortcuts.holdersOf(Qt::CTRL | Qt::Key_W, kTwo), QStringList{kOne});
  }

  void preferencesChangeTheWindowsKeys() {
    Studio studio(file());
    MainWindow window(studio.context());
    window.show();
    auto* log = named<QAction>(window, "showLog");
    auto* find = named<QAction>(window, "findAction");
    named<QAction>(window, "preferencesAction")->trigger();
    auto* dialog = named<PreferencesDialog>(window, "preferences");
    named<QTabWidget>(*dialog, "preferenceTabs")->setCurrentIndex(1);
    const QStringList unnamed = test::unnamedWidgets(*dialog);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(QLatin1Char('\n'))));
    choose(*dialog, "showLog");
    auto* edit = named<QKeySequenceEdit>(*dialog, "keyEdit");
    auto* warning = named<QLabel>(*dialog, "keyWarning");
    auto* assign = named<QPushButton>(*dialog, "keyAssign");
    QCOMPARE(edit->keySequence(), QKeySequence(Qt::Key_F8));
    QVERIFY(!assign->isEnabled());
    QVERIFY(!warning->isVisible());
    // Keys that are taken are said to be so, and change hands only by the button.
    edit->setKeySequence(Qt::CTRL | Qt::Key_K);
    QVERIFY(warning->isVisible());
    QVERIFY(warning->text().contains(QStringLiteral("Find Action")));
    QCOMPARE(log->shortcut(), QKeySequence(Qt::Key_F8));
    if (qEnvironmentVariableIsSet("UNROLL_PICTURES")) {
      dialog->grab().save(qEnvironmentVariable("UNROLL_PICTURES") + QStringLiteral("/keys.png"));
    }
    assign->click();
    QCOMPARE(log->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_K));
    QVERIFY(find->shortcuts().isEmpty());
    QVERIFY(!warning->isVisible());
    dialog->close();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QVERIFY(!log->isChecked());
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    QVERIFY(log->isChecked());
    auto* train = named<QAction>(window, "train");
    QCOMPARE(train->toolTip(), QStringLiteral("Train  (Ctrl+2)"));
    train->setShortcut(Qt::Key_F4);
    QCOMPARE(train->toolTip(), QStringLiteral("Train  (F4)"));

    // The next window has them too; all can be put back.
    MainWindow next(studio.context());
    QCOMPARE(named<QAction>(next, "showLog")->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_K));
    named<QAction>(next, "preferencesAction")->trigger();
    auto* again = named<PreferencesDialog>(next, "preferences");
    named<QPushButton>(*again, "keyRestoreAll")->click();
    QCOMPARE(named<QAction>(next, "showLog")->shortcut(), QKeySequence(Qt::Key_F8));
    QCOMPARE(named<QAction>(next, "findAction")->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_K));
  }

  void generalPreferencesAreTheMenus() {
    Studio studio(file());
    MainWindow window(studio.context());
    window.show();
    named<QAction>(window, "preferencesAction")->trigger();
    auto* dialog = named<PreferencesDialog>(window, "preferences");
    auto* theme = named<QComboBox>(*dialog, "preferenceTheme");
    QCOMPARE(theme->count(), 3);
    theme->setCurrentIndex(1);
    Q_EMIT theme->activated(1);
    QVERIFY(named<QAction>(window, "theme1")->isChecked());
    QCOMPARE(studio.context().settings->value(QStringLiteral("theme")).toInt(), 1);
    auto* scale = named<QComboBox>(*dialog, "preferenceScale");
    QCOMPARE(scale->currentText(), QStringLiteral("100 %"));
    named<QCheckBox>(*dialog, "preferenceAutoplay")->setChecked(false);
    QCOMPARE(studio.context().settings->value(QStringLiteral("autoplay")).toBool(), false);
    if (qEnvironmentVariableIsSet("UNROLL_PICTURES")) {
      dialog->grab().save(qEnvironmentVariable("UNROLL_PICTURES") +
                          QStringLiteral("/preferences.png"));
    }
  }

 private:
  QString file() const { return folder_->filePath(QStringLiteral("settings.ini")); }
  void choose(const QDialog& dialog, const char* command) {
    auto* table = named<QTreeWidget>(dialog, "keyActions");
    for (int row = 0; row < table->topLevelItemCount(); ++row) {
      QTreeWidgetItem* item = table->topLevelItem(row);
      if (item->data(0, Qt::UserRole).toString() != QLatin1String(command)) continue;
      table->setCurrentItem(item);
      return;
    }
    qFatal("No row is for '%s'.", command);
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::ShortcutsTest)
#include "shortcuts_test.moc"
