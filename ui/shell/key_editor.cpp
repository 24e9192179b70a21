#include "ui/shell/key_editor.h"

#include <QAction>
#include <QBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QTreeWidget>

#include "ui/shell/shortcuts.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kNameRole = Qt::UserRole;

QPushButton* button(QWidget* parent, const char* name, const QString& text) {
  auto* made = new QPushButton(text, parent);
  made->setObjectName(QLatin1String(name));
  made->setAccessibleName(text);
  made->setAutoDefault(false);
  return made;
}

}  // namespace

KeyEditor::KeyEditor(const QList<FoundAction>& actions, Shortcuts& shortcuts, QWidget* parent)
    : QWidget(parent), shortcuts_(shortcuts), table_(new QTreeWidget(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(Theme::kGap);
  auto* filterText = new QLineEdit(this);
  filterText->setObjectName(QStringLiteral("keyFilter"));
  filterText->setAccessibleName(tr("Name of the action"));
  filterText->setPlaceholderText(tr("Type a few letters"));
  layout->addWidget(filterText);
  table_->setObjectName(QStringLiteral("keyActions"));
  table_->setAccessibleName(tr("Actions and their keys"));
  table_->setHeaderLabels({tr("Action"), tr("Keys")});
  table_->setRootIsDecorated(false);
  table_->setUniformRowHeights(true);
  table_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  table_->header()->setStretchLastSection(false);
  layout->addWidget(table_, 1);
  layout->addWidget(buildEdit());
  list(actions);
  connect(filterText, &QLineEdit::textChanged, this, &KeyEditor::filter);
  connect(table_, &QTreeWidget::currentItemChanged, this, &KeyEditor::showChosen);
  connect(&shortcuts_, &Shortcuts::changed, this, &KeyEditor::showKeys);
  showKeys();
  table_->setCurrentItem(table_->topLevelItem(0));
}

QWidget* KeyEditor::buildEdit() {
  auto* box = new QWidget(this);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  what_ = new QLabel(box);
  what_->setObjectName(QStringLiteral("keyAction"));
  what_->setWordWrap(true);
  layout->addWidget(what_);
  auto* row = new QHBoxLayout;
  edit_ = new QKeySequenceEdit(box);
  edit_->setObjectName(QStringLiteral("keyEdit"));
  edit_->setAccessibleName(tr("New keys of the chosen action"));
  row->addWidget(edit_, 1);
  assign_ = button(box, "keyAssign", tr("Assign"));
  clear_ = button(box, "keyClear", tr("No keys"));
  restore_ = button(box, "keyRestore", tr("Standard keys"));
  restoreAll_ = button(box, "keyRestoreAll", tr("All to standard"));
  for (QPushButton* one : {assign_, clear_, restore_, restoreAll_}) row->addWidget(one);
  layout->addLayout(row);
  warning_ = new QLabel(box);
  warning_->setObjectName(QStringLiteral("keyWarning"));
  warning_->setProperty("role", QStringLiteral("error"));
  warning_->setWordWrap(true);
  layout->addWidget(warning_);
  connect(edit_, &QKeySequenceEdit::keySequenceChanged, this, &KeyEditor::check);
  connect(assign_, &QPushButton::clicked, this,
          [this] { shortcuts_.take(chosen(), edit_->keySequence()); });
  connect(clear_, &QPushButton::clicked, this, [this] { shortcuts_.setKeys(chosen(), {}); });
  connect(restore_, &QPushButton::clicked, this, [this] { shortcuts_.restore(chosen()); });
  connect(restoreAll_, &QPushButton::clicked, &shortcuts_, &Shortcuts::restoreAll);
  return box;
}

void KeyEditor::list(const QList<FoundAction>& actions) {
  QSet<QString> seen;
  for (const FoundAction& found : actions) {
    const QString name = found.action->objectName();
    // Pages share the keys of their players: one row stands for all of them.
    if (!shortcuts_.has(name) || seen.contains(name)) continue;
    seen.insert(name);
    auto* item = new QTreeWidgetItem(table_, {found.path});
    item->setData(0, kNameRole, name);
  }
}

void KeyEditor::filter(const QString& text) {
  for (int row = 0; row < table_->topLevelItemCount(); ++row) {
    QTreeWidgetItem* item = table_->topLevelItem(row);
    item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive) &&
                    !item->text(1).contains(text, Qt::CaseInsensitive));
  }
}

QString KeyEditor::chosen() const {
  const QTreeWidgetItem* item = table_->currentItem();
  return item == nullptr ? QString() : item->data(0, kNameRole).toString();
}

QString KeyEditor::titleOf(const QString& command) const {
  for (int row = 0; row < table_->topLevelItemCount(); ++row) {
    const QTreeWidgetItem* item = table_->topLevelItem(row);
    if (item->data(0, kNameRole).toString() == command) return item->text(0);
  }
  return command;
}

void KeyEditor::showKeys() {
  bool standard = true;
  for (int row = 0; row < table_->topLevelItemCount(); ++row) {
    QTreeWidgetItem* item = table_->topLevelItem(row);
    const QString name = item->data(0, kNameRole).toString();
    item->setText(1, QKeySequence::listToString(shortcuts_.keys(name), QKeySequence::NativeText));
    QFont font = item->font(1);
    font.setBold(!shortcuts_.isStandard(name));
    item->setFont(1, font);
    standard = standard && shortcuts_.isStandard(name);
  }
  restoreAll_->setEnabled(!standard);
  showChosen();
}

void KeyEditor::showChosen() {
  const QString name = chosen();
  edit_->setEnabled(!name.isEmpty());
  edit_->setKeySequence(shortcuts_.keys(name).value(0));
  const QString standard =
      QKeySequence::listToString(shortcuts_.standardKeys(name), QKeySequence::NativeText);
  what_->setText(name.isEmpty() ? tr("Choose an action to change its keys.")
                 : standard.isEmpty()
                     ? tr("%1: press new keys; it comes without.").arg(titleOf(name))
                     : tr("%1: press new keys; standard: %2.").arg(titleOf(name), standard));
  clear_->setEnabled(!shortcuts_.keys(name).isEmpty());
  restore_->setEnabled(!name.isEmpty() && !shortcuts_.isStandard(name));
  check();
}

void KeyEditor::check() {
  const QKeySequence keys = edit_->keySequence();
  const QString name = chosen();
  QStringList holders;
  for (const QString& holder : shortcuts_.holdersOf(keys, name)) holders << titleOf(holder);
  const bool other = !keys.isEmpty() && shortcuts_.keys(name) != QList<QKeySequence>{keys};
  assign_->setEnabled(!name.isEmpty() && other);
  warning_->setText(
      other && !holders.isEmpty()
          ? tr("%1 belongs to '%2': assigning takes it away from there.")
                .arg(keys.toString(QKeySequence::NativeText), holders.join(QStringLiteral("', '")))
          : QString());
  warning_->setVisible(!warning_->text().isEmpty());
}

QString KeyEditor::warning() const { return warning_->text(); }

}  // namespace unroll::ui
