#include "ui/shell/inspector.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>

#include "io/checkpoint_store.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/words.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

Inspector::Inspector(StudioContext& context, QWidget* parent)
    : QScrollArea(parent), context_(context) {
  setObjectName(QStringLiteral("inspector"));
  setAccessibleName(tr("Inspector"));
  setWidgetResizable(true);
  setFocusPolicy(Qt::NoFocus);
  auto* body = new QWidget(this);
  auto* layout = new QVBoxLayout(body);
  layout->setContentsMargins(12, 12, 12, 12);
  auto* title = new QLabel(tr("Inspector"), body);
  title->setFont(Theme::titleFont());
  layout->addWidget(title);
  facts_ = new QLabel(body);
  facts_->setObjectName(QStringLiteral("runFacts"));
  facts_->setWordWrap(true);
  facts_->setTextFormat(Qt::RichText);
  facts_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addWidget(facts_);
  auto* heading = new QLabel(tr("Checkpoints"), body);
  heading->setProperty("role", QStringLiteral("caption"));
  layout->addWidget(heading);
  checkpoints_ = new QTableWidget(0, 4, body);
  checkpoints_->setObjectName(QStringLiteral("checkpointTable"));
  checkpoints_->setAccessibleName(tr("Checkpoints of the run"));
  checkpoints_->setHorizontalHeaderLabels({tr("Keep"), tr("Stage"), tr("Step"), tr("Size")});
  checkpoints_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  checkpoints_->horizontalHeader()->setStretchLastSection(true);
  checkpoints_->verticalHeader()->hide();
  checkpoints_->setSelectionBehavior(QAbstractItemView::SelectRows);
  checkpoints_->setSelectionMode(QAbstractItemView::SingleSelection);
  checkpoints_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  checkpoints_->setToolTip(
      tr("A tick keeps a checkpoint for good. A click moves the step cursor to it."));
  layout->addWidget(checkpoints_, 1);
  setWidget(body);
  connect(checkpoints_, &QTableWidget::cellClicked, this, [this](int row, int column) {
    if (column > 0)
      context_.cursors->setStep(checkpoints_->item(row, 0)->data(Qt::UserRole + 1).toLongLong());
  });
  connect(checkpoints_, &QTableWidget::itemChanged, this, [this](QTableWidgetItem* item) {
    if (item->column() == 0) star(item->row(), item->checkState() == Qt::Checked);
  });
  connect(context_.cursors, &Cursors::runChanged, this, &Inspector::followRun);
  connect(context_.project, &ProjectModel::runsChanged, this, &Inspector::followRun);
  followRun();
}

void Inspector::followRun() {
  RunModel* run = context_.project->run(context_.cursors->run());
  if (run != run_) {
    if (run_ != nullptr) run_->disconnect(this);
    run_ = run;
    if (run_ != nullptr) {
      connect(run_, &RunModel::checkpointsChanged, this, &Inspector::fill);
    }
  }
  fill();
}

void Inspector::fill() {
  const QSignalBlocker quiet(checkpoints_);
  checkpoints_->setRowCount(0);
  if (run_ == nullptr) {
    facts_->setText(tr("No run is chosen."));
    return;
  }
  const RunInfo& info = run_->info();
  const Recipe& recipe = info.recipe;
  QStringList lines;
  const auto fact = [&lines](const QString& name, const QString& value) {
    if (!value.isEmpty())
      lines.append(QStringLiteral("%1: <b>%2</b>").arg(name, value.toHtmlEscaped()));
  };
  fact(tr("Run"), info.name);
  fact(tr("Recipe"), QString::fromStdString(recipe.name));
  fact(tr("Branched from"), info.parent);
  fact(tr("Device"), info.device);
  fact(tr("Seed"), QLocale().toString(info.seed));
  if (info.created > 0) {
    fact(tr("Begun"),
         QLocale().toString(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(info.created)),
                            QLocale::ShortFormat));
  }
  for (size_t k = 0; k < recipe.stages.size(); ++k) {
    const StageRecipe& stage = recipe.stages[k];
    const QString matching = !stage.matchingCritic || k == 0 ? QString() : tr(", matching critic");
    fact(tr("Stage %1").arg(k + 1), tr("%L1 frames of %2x%2, %L3 channels, batch %L4%5")
                                        .arg(stage.frames)
                                        .arg(stage.size)
                                        .arg(stage.channels)
                                        .arg(stage.batch)
                                        .arg(matching));
  }
  facts_->setText(lines.join(QStringLiteral("<br>")));
  for (auto entry = run_->checkpoints().crbegin(); entry != run_->checkpoints().crend(); ++entry) {
    const int row = checkpoints_->rowCount();
    checkpoints_->insertRow(row);
    auto* keep = new QTableWidgetItem;
    keep->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    keep->setCheckState(entry->starred ? Qt::Checked : Qt::Unchecked);
    keep->setData(Qt::UserRole, entry->stage);
    keep->setData(Qt::UserRole + 1, entry->step);
    checkpoints_->setItem(row, 0, keep);
    checkpoints_->setItem(
        row, 1,
        new QTableWidgetItem(entry->best ? tr("%1, best").arg(entry->stage) : entry->stage));
    checkpoints_->setItem(row, 2, new QTableWidgetItem(QLocale().toString(entry->step)));
    checkpoints_->setItem(row, 3, new QTableWidgetItem(bytesText(entry->bytes)));
  }
}

void Inspector::star(int row, bool on) {
  if (run_ == nullptr) return;
  const QTableWidgetItem* item = checkpoints_->item(row, 0);
  io::CheckpointStore store(realVfs(), run_->folder().toStdString());
  const auto done =
      store.setMark(item->data(Qt::UserRole).toString().toStdString(),
                    item->data(Qt::UserRole + 1).toLongLong(), io::CheckpointMark::Star, on);
  if (!done) context_.notices->error(QString::fromStdString(done.error().message));
}

}  // namespace unroll::ui
