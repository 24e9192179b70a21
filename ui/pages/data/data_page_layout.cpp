// How the Data page is put together.
#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTableWidget>

#include "ui/pages/data/clip_grid.h"
#include "ui/pages/data/data_page.h"
#include "ui/pages/data/window_strip.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

QTableWidget* table(const char* name, const QString& spoken, const QStringList& columns,
                    QWidget* parent) {
  auto* made = new QTableWidget(0, static_cast<int>(columns.size()), parent);
  made->setObjectName(QString::fromLatin1(name));
  made->setAccessibleName(spoken);
  made->setHorizontalHeaderLabels(columns);
  made->verticalHeader()->hide();
  made->setSelectionBehavior(QAbstractItemView::SelectRows);
  made->setSelectionMode(QAbstractItemView::SingleSelection);
  made->setAlternatingRowColors(true);
  made->setShowGrid(false);
  made->horizontalHeader()->setStretchLastSection(true);
  return made;
}

}  // namespace

void DataPage::buildHeader() {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::kGroupGap, Theme::kGap, Theme::kGroupGap, Theme::kGap);
  layout->setSpacing(Theme::kGap);
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::kGap);
  auto* title = new QLabel(tr("Data"), this);
  title->setFont(Theme::titleFont());
  row->addWidget(title);
  const auto button = [this, row](QAction* action, const QString& text, bool primary) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(action->objectName() + QStringLiteral("Button"));
    made->setAccessibleName(text);
    made->setProperty("primary", primary);
    if (!primary) made->setIcon(action->icon());
    connect(made, &QPushButton::clicked, action, &QAction::trigger);
    row->addWidget(made);
  };
  button(folderAction_, tr("Add folder…"), true);
  button(filesAction_, tr("Add videos…"), false);
  button(scenesAction_, tr("Synthetic scenes…"), false);
  row->addSpacing(Theme::kGap);
  counts_ = new QLabel(this);
  counts_->setObjectName(QStringLiteral("dataCounts"));
  counts_->setFont(Theme::tabularFont());
  counts_->setWordWrap(true);
  row->addWidget(counts_, 1);
  layout->addLayout(row);
  notes_ = new QLabel(this);
  notes_->setObjectName(QStringLiteral("dataNotes"));
  notes_->setProperty("role", QStringLiteral("caption"));
  notes_->setWordWrap(true);
  layout->addWidget(notes_);
  progressBox_ = new QWidget(this);
  progressBox_->setObjectName(QStringLiteral("importProgress"));
  auto* progressRow = new QHBoxLayout(progressBox_);
  progressRow->setContentsMargins(0, 0, 0, 0);
  progressText_ = new QLabel(progressBox_);
  progressText_->setObjectName(QStringLiteral("importText"));
  progress_ = new QProgressBar(progressBox_);
  progress_->setObjectName(QStringLiteral("importBar"));
  progress_->setAccessibleName(tr("Progress of the import"));
  auto* cancel = new QPushButton(tr("Stop"), progressBox_);
  cancel->setObjectName(QStringLiteral("importStop"));
  cancel->setAccessibleName(tr("Stop the import"));
  connect(cancel, &QPushButton::clicked, cancelAction_, &QAction::trigger);
  progressRow->addWidget(progressText_);
  progressRow->addWidget(progress_, 1);
  progressRow->addWidget(cancel);
  progressBox_->hide();
  layout->addWidget(progressBox_);
}

void DataPage::buildBody() {
  auto* split = new QSplitter(Qt::Horizontal, this);
  split->setObjectName(QStringLiteral("dataColumns"));
  split->setChildrenCollapsible(false);
  auto* left = new QWidget(split);
  auto* leftLayout = new QVBoxLayout(left);
  leftLayout->setContentsMargins(0, 0, 0, 0);
  grid_ = new ClipGrid(left);
  connect(grid_, &ClipGrid::clipChosen, this, [this](qint64 clip) {
    clip_ = clip;
    showWindow();
  });
  leftLayout->addWidget(grid_, 1);
  empty_ = new QLabel(left);
  empty_->setObjectName(QStringLiteral("dataEmpty"));
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  leftLayout->addWidget(empty_, 1);
  split->addWidget(left);

  auto* right = new QWidget(split);
  auto* rightLayout = new QVBoxLayout(right);
  rightLayout->setContentsMargins(0, 0, 0, 0);
  auto* head = new QHBoxLayout;
  auto* seen = new QLabel(tr("What the model will see"), right);
  QFont bold = seen->font();
  bold.setWeight(QFont::DemiBold);
  seen->setFont(bold);
  head->addWidget(seen);
  head->addStretch(1);
  stage_ = new QComboBox(right);
  stage_->setObjectName(QStringLiteral("windowStage"));
  stage_->setAccessibleName(tr("Stage whose window is shown"));
  connect(stage_, &QComboBox::currentIndexChanged, this, &DataPage::showWindow);
  head->addWidget(stage_);
  rightLayout->addLayout(head);
  strip_ = new WindowStrip(right);
  rightLayout->addWidget(strip_);
  tabs_ = new QTabWidget(right);
  tabs_->setObjectName(QStringLiteral("dataTabs"));
  tabs_->setAccessibleName(tr("Classes and files"));
  tabs_->tabBar()->setObjectName(QStringLiteral("dataTabBar"));
  tabs_->tabBar()->setAccessibleName(tr("Classes and files"));
  classes_ = table("classTable", tr("Classes"),
                   {tr("Class"), tr("Clips"), tr("Kept for measures"), tr("Frames")}, tabs_);
  classes_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  connect(classes_, &QTableWidget::itemSelectionChanged, this, [this] {
    const QList<QTableWidgetItem*> chosen = classes_->selectedItems();
    grid_->clips().setLabel(
        chosen.isEmpty()
            ? -1
            : classes_->item(chosen.first()->row(), 0)->data(Qt::UserRole).toLongLong());
  });
  classes_->setToolTip(tr("A click shows only clips of that class; Ctrl + click shows all again."));
  tabs_->addTab(classes_, tr("Classes"));
  files_ = table("fileTable", tr("Files with problems"), {tr("File"), tr("What is wrong")}, tabs_);
  files_->setWordWrap(true);
  tabs_->addTab(files_, tr("Files with problems"));
  rightLayout->addWidget(tabs_, 1);
  split->addWidget(right);
  split->setStretchFactor(0, 3);
  split->setStretchFactor(1, 2);
  split->setSizes({820, 560});
  static_cast<QVBoxLayout*>(layout())->addWidget(split, 1);
}

}  // namespace unroll::ui
