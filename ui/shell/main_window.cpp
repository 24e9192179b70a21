#include "ui/shell/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QBoxLayout>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyle>
#include <QTimer>
#include <QUndoStack>

#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/trainer_client.h"
#include "ui/model/background.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/words.h"
#include "ui/pages/page.h"
#include "ui/pages/view_history.h"
#include "ui/shell/banner.h"
#include "ui/shell/cursor_bar.h"
#include "ui/shell/guide_panel.h"
#include "ui/shell/inspector.h"
#include "ui/shell/log_drawer.h"
#include "ui/shell/new_project_dialog.h"
#include "ui/shell/project_link.h"
#include "ui/shell/rail.h"
#include "ui/shell/run_bar.h"
#include "ui/shell/sample_project.h"
#include "ui/shell/session.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/toast.h"
#include "ui/shell/welcome_page.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kNextPageMs = 150;
constexpr quint64 kLeastFreeBytes = 1'000'000'000;

}  // namespace

MainWindow::MainWindow(StudioContext& context, QWidget* parent)
    : QMainWindow(parent), context_(context), entries_(pageEntries()) {
  setObjectName(QStringLiteral("mainWindow"));
  setWindowTitle(tr("Unroll Studio"));
  setAcceptDrops(true);
  setMinimumSize(900, 600);
  resize(firstSize());
  session_ = new Session(context_, *this);
  sample_ = new SampleProject(context_, this);
  shortcuts_ = new Shortcuts(*context_.settings, this);
  buildMenus();
  buildBody();
  connect(context_.project, &ProjectModel::opened, this, &MainWindow::projectOpened);
  connect(context_.project, &ProjectModel::closed, this, &MainWindow::projectClosed);
  connect(context_.project, &ProjectModel::openFailed, this, [this] {
    windowsComeBack_.clear();
    session_->setSettled(true);
  });
  connect(context_.project, &ProjectModel::diskChanged, this, &MainWindow::showBanners);
  connect(context_.project, &ProjectModel::runsChanged, this, &MainWindow::showBanners);
  connect(context_.trainer, &TrainerClient::stateChanged, this, &MainWindow::showBanners);
  connect(context_.trainer, &TrainerClient::connected, this, &MainWindow::showBanners);
  connect(context_.trainer, &TrainerClient::disconnected, this, &MainWindow::showBanners);
  connect(context_.trainer, &TrainerClient::stateChanged, this, &MainWindow::followTraining);
  connect(context_.notices, &Notices::said, toasts_, &ToastStack::add);
  connect(context_.notices, &Notices::said, this, &MainWindow::tellOutside);
  connect(sample_, &SampleProject::step, context_.notices,
          [this](const QString& sentence) { context_.notices->info(sentence); });
  connect(sample_, &SampleProject::failed, context_.notices,
          [this](const QString& sentence) { context_.notices->error(sentence); });
  connect(sample_, &SampleProject::ready, this, &MainWindow::openProject);
  session_->restoreWindow();
  logAction_->setChecked(session_->flag(QStringLiteral("log"), false));
  inspectorAction_->setChecked(session_->flag(QStringLiteral("inspector"), false));
  guideAction_->setChecked(session_->flag(QStringLiteral("guide"), false));
  if (context_.project->isOpen()) {
    projectOpened();
  } else {
    projectClosed();
  }
}

MainWindow::~MainWindow() = default;

QSize MainWindow::firstSize() const {
  // The frame is not known before the window is shown; its title is the best part of it.
  const int title = style()->pixelMetric(QStyle::PM_TitleBarHeight);
  return kFirstSize.boundedTo(screen()->availableSize() - QSize(0, title));
}

void MainWindow::buildBody() {
  auto* body = new QWidget(this);
  auto* outer = new QVBoxLayout(body);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(0);
  banners_ = new BannerBox(body);
  outer->addWidget(banners_);
  guide_ = new GuidePanel(context_, body);
  guide_->hide();
  connect(guide_, &GuidePanel::wanted, this, &MainWindow::followGuide);
  connect(guide_, &GuidePanel::closed, guideAction_, [this] { guideAction_->setChecked(false); });
  connect(guideAction_, &QAction::toggled, this, &MainWindow::showGuide);
  outer->addWidget(guide_);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  rail_ = new Rail(pageGroup_->actions(), body);
  middle->addWidget(rail_);
  columns_ = new QSplitter(Qt::Horizontal, body);
  columns_->setObjectName(QStringLiteral("columns"));
  columns_->setChildrenCollapsible(false);
  rows_ = new QSplitter(Qt::Vertical, columns_);
  rows_->setObjectName(QStringLiteral("rows"));
  rows_->setChildrenCollapsible(false);
  stack_ = new QStackedWidget(rows_);
  stack_->setObjectName(QStringLiteral("pages"));
  welcome_ = new WelcomePage(context_, stack_);
  stack_->addWidget(welcome_);
  connect(welcome_, &WelcomePage::newWanted, this, &MainWindow::newProject);
  connect(welcome_, &WelcomePage::openWanted, this, &MainWindow::chooseProject);
  connect(welcome_, &WelcomePage::sampleWanted, this, [this] { openSample(); });
  connect(welcome_, &WelcomePage::guideWanted, this, [this] { guideAction_->setChecked(true); });
  connect(welcome_, &WelcomePage::recentWanted, this, &MainWindow::openProject);
  rows_->addWidget(stack_);
  log_ = new LogDrawer(context_, rows_);
  rows_->addWidget(log_);
  rows_->setStretchFactor(0, 4);
  rows_->setStretchFactor(1, 1);
  columns_->addWidget(rows_);
  inspector_ = new Inspector(context_, columns_);
  columns_->addWidget(inspector_);
  columns_->setStretchFactor(0, 4);
  columns_->setStretchFactor(1, 1);
  log_->hide();
  inspector_->hide();
  middle->addWidget(columns_, 1);
  outer->addLayout(middle, 1);
  outer->addWidget(new RunBar(context_, body));
  auto* cursorBar = new CursorBar(context_, body);
  connect(cursorBar, &CursorBar::jobsWanted, this, [this] { showPage(QStringLiteral("jobs")); });
  outer->addWidget(cursorBar);
  setCentralWidget(body);
  toasts_ = new ToastStack(body);
  connect(logAction_, &QAction::toggled, this, [this](bool on) {
    log_->setVisible(on);
    session_->setFlag(QStringLiteral("log"), on);
  });
  connect(inspectorAction_, &QAction::toggled, this, [this](bool on) {
    inspector_->setVisible(on);
    session_->setFlag(QStringLiteral("inspector"), on);
  });
  buildHistory();
}

void MainWindow::buildHistory() {
  history_ = new ViewHistory(*this, [this] {
    Page* shown = context_.project->isOpen() ? pages_.value(current_) : nullptr;
    return shown == nullptr ? nullptr : shown->undoStack();
  });
  connect(history_, &ViewHistory::putBack, session_, &Session::saveSoon);
  const auto drawer = [this](QAction* action, const QString& show, const QString& hide) {
    const QString key = action->objectName();
    history_->keep(
        key, [action] { return action->isChecked(); },
        [action](const QVariant& on) { action->setChecked(on.toBool()); });
    connect(action, &QAction::triggered, history_, [this, key, show, hide](bool on) {
      history_->changed(on ? show : hide, {{key, !on}});
    });
  };
  drawer(logAction_, tr("show the log"), tr("hide the log"));
  drawer(inspectorAction_, tr("show the inspector"), tr("hide the inspector"));
  history_->keep(
      QStringLiteral("geometry"), [this] { return saveGeometry(); },
      [this](const QVariant& geometry) { restoreGeometry(geometry.toByteArray()); });
  history_->watchSplitters();
}

void MainWindow::restoreSession() {
  const QString path = session_->project();
  if (projectOf(path).isEmpty()) return;
  windowsComeBack_ = session_->windows();
  session_->setSettled(false);
  openProject(path);
}

Page* MainWindow::page(const QString& key) {
  if (Page* known = pages_.value(key)) return known;
  for (const PageEntry& entry : entries_) {
    if (key != QLatin1String(entry.key)) continue;
    Page* made = entry.make(context_, stack_);
    if (made->objectName().isEmpty()) made->setObjectName(key + QStringLiteral("Page"));
    pages_.insert(key, made);
    stack_->addWidget(made);
    addPageActions(*made, key);
    session_->watchSplitters();
    history_->watchSplitters();
    return made;
  }
  return nullptr;
}

void MainWindow::showPage(const QString& key) {
  if (!context_.project->isOpen()) return;
  Page* shown = page(key);
  if (shown == nullptr) return;
  current_ = key;
  stack_->setCurrentWidget(shown);
  // Keys go to the page that was asked for, not to what had the focus before.
  if (focusWidget() == nullptr || !shown->isAncestorOf(focusWidget())) shown->setFocus();
  for (QAction* action : pageGroup_->actions()) {
    if (action->data().toString() == key) action->setChecked(true);
  }
  showActionsOf(key);
  guide_->pageShown(key);
  session_->setPage(key);
}

void MainWindow::openProject(const QString& path) {
  if (path.isEmpty()) return;
  context_.project->open(path);
}

bool MainWindow::openPath(const QString& path) {
  const QString project = projectOf(path);
  const bool model = project.isEmpty() && QFileInfo(path).suffix() == QLatin1String("safetensors");
  if (model) openModel(path);
  openProject(project);
  return model || !project.isEmpty();
}

void MainWindow::openSample(const QString& folder) { sample_->open(folder); }

void MainWindow::projectOpened() {
  // What was done in the last project is nothing that can be undone in this one.
  for (Page* page : findChildren<Page*>()) page->undoStack()->clear();
  rememberProject(*context_.settings, context_.project->path());
  fillRecentMenu();
  setWindowTitle(tr("%1 - Unroll Studio").arg(context_.project->name()));
  setWindowFilePath(context_.project->path());
  inBackground(
      this,
      [path = context_.project->path(), name = context_.project->name()] {
        writeProjectLink(path, name);
        return true;
      },
      [](bool) {});
  rail_->setEnabled(true);
  for (QAction* action : needProject_ + pageGroup_->actions()) action->setEnabled(true);
  session_->restoreCursors();
  const QString last = current_.isEmpty() ? session_->page() : current_;
  const QString first = entries_.isEmpty() ? QString() : QString::fromLatin1(entries_.first().key);
  QString wanted = last;
  if (wanted.isEmpty()) {
    wanted = !context_.project->runNames().isEmpty() ? QStringLiteral("train") : first;
  }
  showPage(page(wanted) == nullptr ? first : wanted);
  session_->setSettled(true);
  for (const QString& key : std::exchange(windowsComeBack_, {})) openInNewWindow(key);
  showBanners();
  for (const QString& sentence : context_.project->brokenRuns()) context_.notices->error(sentence);
  QTimer::singleShot(kNextPageMs, this, &MainWindow::makeNextPage);
}

void MainWindow::makeNextPage() {
  // One page at a time while nobody waits, so that menus are whole and switching is instant.
  for (const PageEntry& entry : entries_) {
    const QString key = QString::fromLatin1(entry.key);
    if (pages_.contains(key)) continue;
    page(key);
    showActionsOf(current_);
    QTimer::singleShot(kNextPageMs, this, &MainWindow::makeNextPage);
    return;
  }
}

void MainWindow::projectClosed() {
  setWindowTitle(tr("Unroll Studio"));
  rail_->setEnabled(false);
  for (QAction* action : needProject_ + pageGroup_->actions()) action->setEnabled(false);
  welcome_->listRecent();
  stack_->setCurrentWidget(welcome_);
  showActionsOf({});
  showBanners();
}

void MainWindow::showBanners() {
  const ProjectModel& project = *context_.project;
  banners_->set(QStringLiteral("engine"),
                context_.launcher->available() ? QString() : context_.launcher->whyMissing());
  // The trainer's own words name the file; without them the disk is looked at from here.
  const QString held =
      context_.trainer->isConnected() ? context_.trainer->pauseReason() : QString();
  QString disk;
  if (!held.isEmpty()) {
    disk = tr("Training is paused: %1 It goes on by itself then, or at once with Go On.").arg(held);
  } else if (project.isOpen() && !project.isWritable()) {
    disk =
        tr("The project folder '%1' cannot be written to: training and exports wait until it can.")
            .arg(project.path());
  } else if (project.isOpen() && project.freeBytesKnown()) {
    const quint64 needed = std::max(3 * project.checkpointBytes(), kLeastFreeBytes);
    if (project.freeBytes() < needed) {
      disk =
          tr("Only %1 are free where the project lies; checkpoints need %2: delete something, or "
             "training will pause.")
              .arg(bytesText(project.freeBytes()), bytesText(needed));
    }
  }
  banners_->set(QStringLiteral("disk"), disk);
}

bool MainWindow::readyToCapture() const {
  if (context_.project->isOpening() || sample_->isBusy()) return false;
  if (!context_.project->isOpen()) return true;
  const Page* shown = pages_.value(current_);
  return shown != nullptr && shown->readyToCapture();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) paths.append(url.toLocalFile());
  }
  if (paths.isEmpty()) return;
  event->acceptProposedAction();
  for (const QString& path : std::as_const(paths)) {
    if (openPath(path)) return;
  }
  if (!context_.project->isOpen()) {
    context_.notices->error(
        tr("'%1' is no project: make or open one first, then drop videos on it.")
            .arg(paths.first()));
    return;
  }
  for (const PageEntry& entry : entries_) {
    Page* candidate = page(QString::fromLatin1(entry.key));
    if (candidate->takePaths(paths)) {
      showPage(QString::fromLatin1(entry.key));
      return;
    }
  }
  context_.notices->error(tr("Nothing in this window can use '%1'.").arg(paths.first()));
}

}  // namespace unroll::ui
