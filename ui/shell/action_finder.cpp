#include "ui/shell/action_finder.h"

#include <QAction>
#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTableWidget>

#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

QString keysOf(const QAction& action) {
  return QKeySequence::listToString(action.shortcuts(), QKeySequence::NativeText);
}

/// Keys that belong to a part of the window and not to an action.
QList<std::pair<QString, QString>> otherKeys() {
  return {
      {ActionFinder::tr("Left, Right"), ActionFinder::tr("In a plot: crosshair to the next point")},
      {ActionFinder::tr("Shift / Ctrl + Left, Right"),
       ActionFinder::tr("In a plot: 10 or 100 points at once")},
      {ActionFinder::tr("Home, End"), ActionFinder::tr("In a plot: first and last point")},
      {ActionFinder::tr("Enter"), ActionFinder::tr("In a plot: step cursor to the crosshair")},
      {ActionFinder::tr("+, -, 0"), ActionFinder::tr("In a plot: zoom in, out, show all")},
      {ActionFinder::tr("Drag, Shift + drag, Ctrl + wheel"),
       ActionFinder::tr("In a plot: zoom into a box, move, zoom")},
      {ActionFinder::tr("Double click"), ActionFinder::tr("In a plot: show all points")},
  };
}

}  // namespace

ActionFinder::ActionFinder(QList<FoundAction> actions, QWidget* parent)
    : QDialog(parent), actions_(std::move(actions)) {
  setObjectName(QStringLiteral("actionFinder"));
  setWindowTitle(tr("Find an action"));
  setAttribute(Qt::WA_DeleteOnClose);
  resize(520, 360);
  auto* layout = new QVBoxLayout(this);
  edit_ = new QLineEdit(this);
  edit_->setObjectName(QStringLiteral("finderText"));
  edit_->setAccessibleName(tr("Name of the action"));
  edit_->setPlaceholderText(tr("Type a few letters"));
  edit_->installEventFilter(this);
  list_ = new QListWidget(this);
  list_->setObjectName(QStringLiteral("finderList"));
  list_->setAccessibleName(tr("Actions"));
  layout->addWidget(edit_);
  layout->addWidget(list_);
  connect(edit_, &QLineEdit::textChanged, this, &ActionFinder::filter);
  connect(edit_, &QLineEdit::returnPressed, this, &ActionFinder::choose);
  connect(list_, &QListWidget::itemActivated, this, &ActionFinder::choose);
  filter({});
}

void ActionFinder::filter(const QString& text) {
  list_->clear();
  const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  for (qsizetype i = 0; i < actions_.size(); ++i) {
    const FoundAction& found = actions_.at(i);
    bool fits = true;
    for (const QString& word : words) fits = fits && found.path.contains(word, Qt::CaseInsensitive);
    if (!fits) continue;
    const QString keys = keysOf(*found.action);
    auto* item = new QListWidgetItem(
        keys.isEmpty() ? found.path : QStringLiteral("%1    %2").arg(found.path, keys), list_);
    item->setData(Qt::UserRole, static_cast<int>(i));
    if (!found.action->isEnabled()) item->setForeground(Theme::color(Role::TextSecondary));
  }
  list_->setCurrentRow(0);
}

void ActionFinder::choose() {
  const QListWidgetItem* item = list_->currentItem();
  if (item == nullptr) return;
  QAction* action = actions_.at(item->data(Qt::UserRole).toInt()).action;
  accept();
  Q_EMIT chosen(action);
}

bool ActionFinder::eventFilter(QObject* watched, QEvent* event) {
  if (watched == edit_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
      const int row = list_->currentRow() + (key == Qt::Key_Down ? 1 : -1);
      if (row >= 0 && row < list_->count()) list_->setCurrentRow(row);
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

QDialog* makeKeyList(const QList<FoundAction>& actions, QWidget* parent) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(QStringLiteral("keyList"));
  dialog->setWindowTitle(ActionFinder::tr("Keys"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->resize(560, 560);
  auto* layout = new QVBoxLayout(dialog);
  auto* table = new QTableWidget(0, 2, dialog);
  table->setObjectName(QStringLiteral("keyTable"));
  table->setAccessibleName(ActionFinder::tr("Keys and what they do"));
  table->setHorizontalHeaderLabels({ActionFinder::tr("Key"), ActionFinder::tr("Does")});
  table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  table->horizontalHeader()->setStretchLastSection(true);
  table->verticalHeader()->hide();
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  const auto add = [table](const QString& keys, const QString& does) {
    const int row = table->rowCount();
    table->insertRow(row);
    table->setItem(row, 0, new QTableWidgetItem(keys));
    table->setItem(row, 1, new QTableWidgetItem(does));
  };
  for (const FoundAction& found : actions) {
    const QString keys = keysOf(*found.action);
    if (!keys.isEmpty()) add(keys, found.path);
  }
  for (const auto& [keys, does] : otherKeys()) add(keys, does);
  layout->addWidget(table);
  return dialog;
}

}  // namespace unroll::ui
