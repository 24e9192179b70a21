#include "ui/shell/welcome_page.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>

#include "ui/engine_client/engine_launcher.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr qsizetype kMostRecent = 10;

}  // namespace

QStringList recentProjects(const QSettings& settings) {
  QStringList paths = settings.value(QStringLiteral("recent")).toStringList();
  paths.removeIf([](const QString& path) {
    return !QFileInfo::exists(path + QStringLiteral("/project.json"));
  });
  return paths;
}

void rememberProject(QSettings& settings, const QString& path) {
  QStringList paths = settings.value(QStringLiteral("recent")).toStringList();
  paths.removeAll(path);
  paths.prepend(path);
  settings.setValue(QStringLiteral("recent"), paths.first(std::min(paths.size(), kMostRecent)));
}

WelcomePage::WelcomePage(StudioContext& context, QWidget* parent)
    : QWidget(parent), context_(context) {
  setObjectName(QStringLiteral("welcomePage"));
  auto* outer = new QVBoxLayout(this);
  outer->addStretch(2);
  auto* column = new QWidget(this);
  column->setMaximumWidth(fontMetrics().averageCharWidth() * 90);
  auto* layout = new QVBoxLayout(column);
  layout->setSpacing(Theme::kGroupGap);
  auto* title = new QLabel(tr("Unroll Studio"), column);
  title->setFont(Theme::numberFont());
  layout->addWidget(title);
  auto* text = new QLabel(
      tr("Train small video GANs on your own clips: a first stage makes short, coarse clips, later "
         "stages refine them in space and time. Watch all stages learn, compare runs by numbers "
         "and "
         "pictures, and unroll videos far longer than those trained on."),
      column);
  text->setWordWrap(true);
  layout->addWidget(text);
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::kGap);
  const auto button = [this, column](QHBoxLayout* place, const QString& words, const char* icon,
                                     const char* name, bool primary) {
    auto* made = new QPushButton(primary ? QIcon() : Theme::icon(icon), words, column);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(words);
    made->setProperty("primary", primary);
    place->addWidget(made);
    return made;
  };
  auto* sample = button(row, tr("Open sample project"), "film", "openSample", true);
  auto* create = button(row, tr("New project…"), "plus", "newProject", false);
  auto* open = button(row, tr("Open project…"), "open", "openProject", false);
  row->addStretch(1);
  layout->addLayout(row);
  auto* hint =
      new QLabel(tr("The sample project holds small made-up scenes (balls, windmills, fish) and "
                    "begins to train at once. A project folder can also be dropped here."),
                 column);
  hint->setProperty("role", QStringLiteral("caption"));
  hint->setWordWrap(true);
  layout->addWidget(hint);
  auto* second = new QHBoxLayout;
  auto* guide = button(second, tr("Guided first run"), "info", "welcomeGuide", false);
  second->addStretch(1);
  layout->addLayout(second);
  if (!context_.launcher->available()) {
    sample->setEnabled(false);
    create->setEnabled(false);
    auto* missing = new QLabel(context_.launcher->whyMissing(), column);
    missing->setProperty("role", QStringLiteral("error"));
    missing->setWordWrap(true);
    layout->addWidget(missing);
  }
  recentBox_ = new QWidget(column);
  auto* recentLayout = new QVBoxLayout(recentBox_);
  recentLayout->setContentsMargins(0, 8, 0, 0);
  auto* heading = new QLabel(tr("Recent projects"), recentBox_);
  heading->setFont(Theme::titleFont());
  recentLayout->addWidget(heading);
  recent_ = new QListWidget(recentBox_);
  recent_->setObjectName(QStringLiteral("recentList"));
  recent_->setAccessibleName(tr("Recent projects"));
  recentLayout->addWidget(recent_);
  layout->addWidget(recentBox_);
  auto* centred = new QHBoxLayout;
  centred->addStretch(1);
  centred->addWidget(column, 10);
  centred->addStretch(1);
  outer->addLayout(centred);
  outer->addStretch(3);
  connect(sample, &QPushButton::clicked, this, &WelcomePage::sampleWanted);
  connect(create, &QPushButton::clicked, this, &WelcomePage::newWanted);
  connect(open, &QPushButton::clicked, this, &WelcomePage::openWanted);
  connect(guide, &QPushButton::clicked, this, &WelcomePage::guideWanted);
  connect(recent_, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
    Q_EMIT recentWanted(item->data(Qt::UserRole).toString());
  });
  connect(recent_, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) {
    Q_EMIT recentWanted(item->data(Qt::UserRole).toString());
  });
  listRecent();
}

void WelcomePage::listRecent() {
  recent_->clear();
  for (const QString& path : recentProjects(*context_.settings)) {
    auto* item = new QListWidgetItem(
        Theme::icon("folder"), QStringLiteral("%1   %2").arg(QFileInfo(path).fileName(), path),
        recent_);
    item->setData(Qt::UserRole, path);
  }
  recentBox_->setVisible(recent_->count() > 0);
}

}  // namespace unroll::ui
