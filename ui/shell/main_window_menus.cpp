// The menus: every action of the window has an entry here.
#include <algorithm>

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>

#include "ui/engine_client/engine_job.h"
#include "ui/export/job_binding.h"
#include "ui/export/job_queue.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/words.h"
#include "ui/pages/page.h"
#include "ui/pages/view_history.h"
#include "ui/shell/guide_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/new_project_dialog.h"
#include "ui/shell/preferences_dialog.h"
#include "ui/shell/session.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/welcome_page.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

QAction* MainWindow::addAction(QMenu* menu, const char* name, const QString& text,
                               const QKeySequence& keys, const char* icon) {
  auto* action = new QAction(text, this);
  action->setObjectName(QString::fromLatin1(name));
  if (!keys.isEmpty()) action->setShortcut(keys);
  if (icon != nullptr) action->setIcon(Theme::icon(icon));
  menu->addAction(action);
  return action;
}

QMenu* MainWindow::menuNamed(const QString& name) { return menus_.value(name); }

void MainWindow::buildMenus() {
  const QList<std::pair<QString, QString>> titles = {
      {QStringLiteral("File"), tr("&File")},     {QStringLiteral("Edit"), tr("&Edit")},
      {QStringLiteral("View"), tr("&View")},     {QStringLiteral("Playback"), tr("&Playback")},
      {QStringLiteral("Train"), tr("&Train")},   {QStringLiteral("Compare"), tr("&Compare")},
      {QStringLiteral("Export"), tr("E&xport")}, {QStringLiteral("Help"), tr("&Help")},
  };
  for (const auto& [name, title] : titles) {
    QMenu* menu = menuBar()->addMenu(title);
    menu->setObjectName(QStringLiteral("menu") + name);
    menu->setToolTipsVisible(true);
    menus_.insert(name, menu);
  }
  buildFileMenu();
  QMenu* edit = menuNamed(QStringLiteral("Edit"));
  ends_.insert(edit, edit->addSeparator());  // Undo comes first, as everywhere.
  QAction* find = addAction(edit, "findAction", tr("Find Action…"),
                            QKeySequence(Qt::CTRL | Qt::Key_K), "search");
  connect(find, &QAction::triggered, this, &MainWindow::findAction);
  buildViewMenu();
  buildExportMenu();
  buildHelpMenu();
  for (const FoundAction& found : actionsInMenus()) shortcuts_->add(*found.action);
}

void MainWindow::buildFileMenu() {
  QMenu* file = menuNamed(QStringLiteral("File"));
  QAction* create =
      addAction(file, "newProjectAction", tr("New Project…"), QKeySequence::New, "plus");
  connect(create, &QAction::triggered, this, &MainWindow::newProject);
  QAction* open =
      addAction(file, "openProjectAction", tr("Open Project…"), QKeySequence::Open, "open");
  connect(open, &QAction::triggered, this, &MainWindow::chooseProject);
  QAction* model = addAction(file, "openModel", tr("Open Packed Model…"), {}, "film");
  connect(model, &QAction::triggered, this, &MainWindow::chooseModel);
  recentMenu_ = file->addMenu(tr("Open Recent"));
  recentMenu_->setObjectName(QStringLiteral("menuRecent"));
  fillRecentMenu();
  file->addSeparator();
  QAction* save = addAction(file, "saveProject", tr("Save"), QKeySequence::Save, "save");
  connect(save, &QAction::triggered, this, &MainWindow::saveAll);
  // QKeySequence::SaveAs is empty on many desktops.
  QAction* copy = addAction(file, "saveProjectAs", tr("Save As…"),
                            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
  connect(copy, &QAction::triggered, this, &MainWindow::saveAs);
  QAction* settings = addAction(file, "projectSettings", tr("Project Settings…"), {}, "settings");
  connect(settings, &QAction::triggered, this, &MainWindow::showProjectSettings);
  QAction* reveal = addAction(file, "showProjectFolder", tr("Show Project Folder"), {}, "folder");
  connect(reveal, &QAction::triggered, this,
          [this] { openWithDesktop(context_.project->path(), context_.notices); });
  QAction* shut = addAction(file, "closeProject", tr("Close Project"), QKeySequence::Close);
  connect(shut, &QAction::triggered, context_.project, &ProjectModel::close);
  needProject_ += {save, copy, settings, reveal, shut};
  ends_.insert(file, file->addSeparator());
  QAction* preferences = addAction(file, "preferencesAction", tr("Preferences…"),
                                   QKeySequence(Qt::CTRL | Qt::Key_Comma));
  preferences->setMenuRole(QAction::PreferencesRole);
  connect(preferences, &QAction::triggered, this, &MainWindow::showPreferences);
  file->addSeparator();
  QAction* quit = addAction(file, "quit", tr("Quit"), QKeySequence::Quit);
  quit->setToolTip(tr("Training goes on"));
  connect(quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::buildViewMenu() {
  QMenu* view = menuNamed(QStringLiteral("View"));
  pageGroup_ = new QActionGroup(this);
  int number = 0;
  for (const PageEntry& entry : entries_) {
    QAction* action =
        addAction(view, entry.key, entry.title,
                  QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + number++)), entry.icon);
    action->setCheckable(true);
    action->setData(QString::fromLatin1(entry.key));
    explainKeys(*action);
    pageGroup_->addAction(action);
    connect(action, &QAction::triggered, this,
            [this, key = QString::fromLatin1(entry.key)] { showPage(key); });
  }
  QAction* next =
      addAction(view, "nextPage", tr("Next Page"), QKeySequence(Qt::CTRL | Qt::Key_Tab));
  connect(next, &QAction::triggered, this, [this] { cyclePages(1); });
  QAction* previous = addAction(view, "previousPage", tr("Previous Page"),
                                QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab));
  connect(previous, &QAction::triggered, this, [this] { cyclePages(-1); });
  view->addSeparator();
  logAction_ = addAction(view, "showLog", tr("Log"), QKeySequence(Qt::Key_F8), "log");
  logAction_->setCheckable(true);
  inspectorAction_ =
      addAction(view, "showInspector", tr("Inspector"), QKeySequence(Qt::Key_F9), "inspector");
  inspectorAction_->setCheckable(true);
  QAction* apart = addAction(view, "newWindow", tr("Open Page in New Window"));
  connect(apart, &QAction::triggered, this, [this] { openInNewWindow(current_); });
  needProject_.append(apart);
  view->addSeparator();
  QMenu* theme = view->addMenu(tr("Theme"));
  auto* themes = new QActionGroup(this);
  const int mode = context_.settings->value(QStringLiteral("theme"), 0).toInt();
  const QStringList names = {tr("System"), tr("Light"), tr("Dark")};
  for (int i = 0; i < names.size(); ++i) {
    QAction* action = addAction(theme, qPrintable(QStringLiteral("theme%1").arg(i)), names.at(i));
    action->setCheckable(true);
    action->setChecked(i == mode);
    themes->addAction(action);
    connect(action, &QAction::triggered, this, [this, i] { setTheme(i); });
  }
  QMenu* scale = view->addMenu(tr("Size of the Window's Contents"));
  auto* scales = new QActionGroup(this);
  const double now = context_.settings->value(QStringLiteral("scale"), 1.0).toDouble();
  for (const int percent : {100, 125, 150, 175, 200}) {
    QAction* action = addAction(scale, qPrintable(QStringLiteral("scale%1").arg(percent)),
                                tr("%1 %").arg(percent));
    action->setCheckable(true);
    action->setChecked(qRound(now * 100) == percent);
    scales->addAction(action);
    connect(action, &QAction::triggered, this, [this, percent] { setScale(percent / 100.0); });
  }
  QAction* full = addAction(view, "fullScreen", tr("Full Screen"), QKeySequence(Qt::Key_F11));
  full->setCheckable(true);
  connect(full, &QAction::toggled, this, [this](bool on) {
    setWindowState(on ? windowState() | Qt::WindowFullScreen
                      : windowState() & ~Qt::WindowFullScreen);
  });
  QAction* reset = addAction(view, "resetLayout", tr("Reset Layout"));
  connect(reset, &QAction::triggered, this, &MainWindow::resetLayout);
}

void MainWindow::buildExportMenu() {
  QMenu* menu = menuNamed(QStringLiteral("Export"));
  ends_.insert(menu, menu->addSeparator());
  QAction* plot = addAction(menu, "savePlot", tr("Plot (PNG, SVG, PDF, CSV)…"), {}, "image");
  connect(plot, &QAction::triggered, this, &MainWindow::savePlot);
  QAction* report = addAction(menu, "writeReport", tr("Report (HTML)…"), {}, "report");
  connect(report, &QAction::triggered, this, &MainWindow::writeReport);
  QAction* pack = addAction(menu, "packModel", tr("Packed Model…"), {}, "save");
  connect(pack, &QAction::triggered, this, &MainWindow::packModel);
  menu->addSeparator();
  QAction* queue = addAction(menu, "showQueue", tr("Queue"), {}, "jobs");
  connect(queue, &QAction::triggered, this, [this] { showPage(QStringLiteral("jobs")); });
  needProject_ += {plot, report, pack, queue};
}

void MainWindow::buildHelpMenu() {
  QMenu* help = menuNamed(QStringLiteral("Help"));
  QAction* keys = addAction(help, "keys", tr("Keys"), QKeySequence(Qt::Key_F1), "info");
  keys->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_Question)});
  connect(keys, &QAction::triggered, this, &MainWindow::showKeys);
  guideAction_ = addAction(help, "guide", tr("Guided First Run"));
  guideAction_->setCheckable(true);
  QAction* sample = addAction(help, "openSampleAction", tr("Open Sample Project"), {}, "film");
  connect(sample, &QAction::triggered, this, [this] { openSample(); });
  help->addSeparator();
  QAction* problem = addAction(help, "reportProblem", tr("Report a Problem…"), {}, "warning");
  connect(problem, &QAction::triggered, this, &MainWindow::reportProblem);
  QAction* about = addAction(help, "about", tr("About Unroll Studio"));
  about->setMenuRole(QAction::AboutRole);
  connect(about, &QAction::triggered, this, [this] {
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Unroll Studio"),
                        tr("Unroll Studio %1\n\nTrains, compares and unrolls cascaded video "
                           "GANs.\nFree software under the GNU General Public License, "
                           "version 3 or later.")
                            .arg(QStringLiteral(UNROLL_VERSION)),
                        QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
  });
}

void MainWindow::addPageActions(Page& page, const QString& key) {
  QHash<QMenu*, bool> begun;
  for (QAction* action : page.undoActions() + page.pageActions()) {
    QMenu* menu = menuNamed(action->property("menu").toString());
    if (menu == nullptr) menu = menuNamed(QStringLiteral("View"));
    QAction* end = ends_.value(menu);
    if (!begun.value(menu) && !menu->isEmpty()) {
      QAction* line = menu->insertSeparator(end);
      pageActions_[key].append(line);
    }
    begun.insert(menu, true);
    menu->insertAction(end, action);
    pageActions_[key].append(action);
    shortcuts_->add(*action, action->property("everywhere").toBool() ? QString() : key);
  }
  showActionsOf(current_);
}

void MainWindow::showActionsOf(const QString& key) {
  for (auto page = pageActions_.cbegin(); page != pageActions_.cend(); ++page) {
    for (QAction* action : *page)
      action->setVisible(page.key() == key || action->property("everywhere").toBool());
  }
  for (QMenu* menu : std::as_const(menus_)) {
    const QList<QAction*> actions = menu->actions();
    menu->menuAction()->setVisible(std::any_of(
        actions.cbegin(), actions.cend(),
        [](const QAction* action) { return action->isVisible() && !action->isSeparator(); }));
  }
}

QList<FoundAction> MainWindow::actionsInMenus() const {
  QList<FoundAction> found;
  const auto plain = [](QString text) { return text.remove(QLatin1Char('&')); };
  const std::function<void(const QMenu*, const QString&)> walk = [&](const QMenu* menu,
                                                                     const QString& path) {
    for (QAction* action : menu->actions()) {
      if (action->isSeparator()) continue;
      if (action->menu() != nullptr) {
        walk(action->menu(), path + QStringLiteral(": ") + plain(action->text()));
      } else {
        found.append({path + QStringLiteral(": ") + plain(action->text()), action});
      }
    }
  };
  for (const QAction* top : menuBar()->actions()) {
    if (top->menu() != nullptr) walk(top->menu(), plain(top->text()));
  }
  return found;
}

void MainWindow::findAction() {
  auto* finder = new ActionFinder(actionsInMenus(), this);
  connect(finder, &ActionFinder::chosen, this, &MainWindow::trigger);
  finder->open();
}

void MainWindow::trigger(QAction* action) {
  for (auto page = pageActions_.cbegin(); page != pageActions_.cend(); ++page) {
    if (page->contains(action) && !action->isVisible()) showPage(page.key());
  }
  if (action->isEnabled()) {
    action->trigger();
  } else {
    context_.notices->info(tr("'%1' cannot be done now.").arg(action->text()));
  }
}

void MainWindow::showGuide(bool on) {
  guide_->setVisible(on);
  session_->setFlag(QStringLiteral("guide"), on);
}

void MainWindow::followGuide(const QString& page, const QString& action) {
  if (!page.isEmpty()) showPage(page);
  for (const FoundAction& found : actionsInMenus()) {
    if (found.action->objectName() == action) return trigger(found.action);
  }
}

void MainWindow::showKeys() { makeKeyList(actionsInMenus(), this)->show(); }

void MainWindow::showPreferences() {
  (new PreferencesDialog(actionsInMenus(), *shortcuts_, *context_.settings, this))->open();
}

void MainWindow::fillRecentMenu() {
  recentMenu_->clear();
  for (const QString& path : recentProjects(*context_.settings)) {
    QAction* action = recentMenu_->addAction(path);
    connect(action, &QAction::triggered, this, [this, path] { openProject(path); });
  }
  recentMenu_->setEnabled(!recentMenu_->isEmpty());
}

void MainWindow::chooseProject() {
  const QString path = QFileDialog::getExistingDirectory(
      this, tr("Open a project folder"),
      context_.settings->value(QStringLiteral("projectsFolder")).toString());
  openProject(path);
}

void MainWindow::newProject() {
  auto* dialog = new NewProjectDialog(context_, this);
  connect(dialog, &NewProjectDialog::made, this, [this](const QString& path) {
    current_ = QStringLiteral("data");
    openProject(path);
  });
  dialog->open();
}

void MainWindow::openInNewWindow(const QString& key) {
  for (const PageEntry& entry : entries_) {
    if (key != QLatin1String(entry.key) || !context_.project->isOpen()) continue;
    Page* apart = entry.make(context_, nullptr);
    apart->setParent(this, Qt::Window);
    apart->setAttribute(Qt::WA_DeleteOnClose);
    apart->setWindowTitle(QStringLiteral("%1 - %2").arg(entry.title, context_.project->name()));
    apart->resize(size() * 0.8);
    for (QAction* action : apart->undoActions() + apart->pageActions()) {
      action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
      shortcuts_->add(*action, key);
      apart->addAction(action);
    }
    session_->watchWindow(*apart, key);
    (new ViewHistory(*apart, [apart] { return apart->undoStack(); }))->watchSplitters();
    apart->show();
  }
}

void MainWindow::setTheme(int mode) {
  context_.settings->setValue(QStringLiteral("theme"), mode);
  Theme::apply(static_cast<Theme::Mode>(mode));
}

void MainWindow::setScale(double scale) {
  context_.settings->setValue(QStringLiteral("scale"), scale);
  // Qt reads the scale once, before there is a window: the program takes its own place.
  if (!isBusy()) return restart();
  context_.notices->info(
      tr("The new size holds once the window has begun anew; the export or import that runs now "
         "would begin again. Training is not touched by it."),
      tr("Begin anew"), [this] { restart(); });
}

bool MainWindow::isBusy() const {
  // Looking at memory or making samples is done again in a moment; these are work.
  const QList<EngineJob*> jobs = findChildren<EngineJob*>();
  return context_.jobs->running() != nullptr ||
         std::any_of(jobs.begin(), jobs.end(), [](const EngineJob* job) {
           static const QStringList kWork{QStringLiteral("import"), QStringLiteral("new"),
                                          QStringLiteral("export")};
           return job->outcome() == EngineJob::Outcome::Running &&
                  kWork.contains(job->arguments().value(0));
         });
}

void MainWindow::restart() {
  savePages();
  session_->save();
  session_->freeze();
  Q_EMIT restartWanted();
}

void MainWindow::resetLayout() {
  const ViewHistory::Values before = history_->now();
  logAction_->setChecked(false);
  inspectorAction_->setChecked(false);
  setWindowState(Qt::WindowNoState);
  resize(firstSize());
  session_->resetSplitters();
  columns_->setSizes({4000, 1000});
  rows_->setSizes({4000, 1000});
  history_->changed(tr("reset of the layout"), before);
}

void MainWindow::cyclePages(int by) {
  if (!context_.project->isOpen() || entries_.isEmpty()) return;
  qsizetype at = 0;
  for (qsizetype i = 0; i < entries_.size(); ++i) {
    if (current_ == QLatin1String(entries_.at(i).key)) at = i;
  }
  at = (at + by + entries_.size()) % entries_.size();
  showPage(QString::fromLatin1(entries_.at(at).key));
}

}  // namespace unroll::ui
