#pragma once

#include <QHash>
#include <QMainWindow>
#include <QSize>

#include "protocol/trainer_messages.h"
#include "ui/model/studio_context.h"
#include "ui/shell/action_finder.h"
#include "ui/shell/pages.h"

class QActionGroup;
class QSplitter;
class QStackedWidget;

namespace unroll::ui {

class BannerBox;
class GuidePanel;
class Inspector;
struct Notice;
class LogDrawer;
class Page;
class SampleProject;
class Session;
class Shortcuts;
class ToastStack;
class ViewHistory;
class WelcomePage;

/// The window: rail, pages, drawers, run bar, cursor bar and menus. Threads: GUI only.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  /// As wide and high as this where the screen has room for it.
  static constexpr QSize kFirstSize{1440, 900};

  explicit MainWindow(StudioContext& context, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// Opens what was open last time.
  void restoreSession();
  void showPage(const QString& key);
  /// The page that the next project opens on.
  void preferPage(const QString& key) { current_ = key; }
  QString currentPage() const { return current_; }
  Page* page(const QString& key);  ///< made when it is not there yet; null: no such page
  void openProject(const QString& path);
  void openSample(const QString& folder = {});
  void openModel(const QString& path);  ///< a packed one
  /// A project, by its folder or a file of it, or a packed model. False: neither.
  bool openPath(const QString& path);

  /// Whether all that is being loaded is on the screen.
  bool readyToCapture() const;

  /// Every action of the menus, with its menu.
  QList<FoundAction> actionsInMenus() const;

 Q_SIGNALS:
  /// The program is to begin anew, as it is now: all that it shows has been written down.
  void restartWanted();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QSize firstSize() const;
  void buildBody();
  void buildMenus();
  void buildHistory();
  void buildFileMenu();
  void buildViewMenu();
  void buildExportMenu();
  void buildHelpMenu();
  QAction* addAction(QMenu* menu, const char* name, const QString& text,
                     const QKeySequence& keys = {}, const char* icon = nullptr);
  QMenu* menuNamed(const QString& name);
  void addPageActions(Page& page, const QString& key);
  void showActionsOf(const QString& key);
  void makeNextPage();
  void fillRecentMenu();
  void projectOpened();
  void projectClosed();
  void showBanners();
  void chooseProject();
  void newProject();
  void openInNewWindow(const QString& key);
  void chooseModel();
  void restart();
  bool isBusy() const;
  void showGuide(bool on);
  void followGuide(const QString& page, const QString& action);
  void trigger(QAction* action);
  void followTraining(protocol::RunState state);
  void tellOutside(const Notice& notice);
  void savePlot();
  void writeReport();
  void packModel();
  void jobQueued();
  void saveAll();
  void saveAs();
  void savePages();  ///< what is being edited, in whatever window
  void showProjectSettings();
  void reportProblem();
  void setTheme(int mode);
  void setScale(double scale);
  void resetLayout();
  void findAction();
  void showKeys();
  void showPreferences();
  void cyclePages(int by);

  StudioContext& context_;
  QList<PageEntry> entries_;
  QHash<QString, Page*> pages_;
  QHash<QString, QList<QAction*>> pageActions_;
  QString current_;
  Session* session_ = nullptr;
  Shortcuts* shortcuts_ = nullptr;
  ViewHistory* history_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  WelcomePage* welcome_ = nullptr;
  QWidget* rail_ = nullptr;
  QSplitter *columns_ = nullptr, *rows_ = nullptr;
  LogDrawer* log_ = nullptr;
  Inspector* inspector_ = nullptr;
  BannerBox* banners_ = nullptr;
  GuidePanel* guide_ = nullptr;
  ToastStack* toasts_ = nullptr;
  SampleProject* sample_ = nullptr;
  QHash<QString, QMenu*> menus_;
  QHash<const QMenu*, QAction*> ends_;  ///< what stands below the pages' actions
  QList<QAction*> needProject_;         ///< actions that make no sense without one
  QMenu* recentMenu_ = nullptr;
  QActionGroup* pageGroup_ = nullptr;
  QAction *logAction_ = nullptr, *inspectorAction_ = nullptr, *guideAction_ = nullptr;
  bool trained_ = false;         ///< the trainer was at work when it was last heard of
  QStringList windowsComeBack_;  ///< pages in windows of the last session, with its project
};

}  // namespace unroll::ui
