#include "ui/theme/style_sheet.h"

#include <QList>

#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

// @role@ stands for a colour. Widgets opt in by a property or a name; Fusion draws the rest.
constexpr const char* kSheet = R"(
QToolTip { color: @text@; background: @raised@; border: 1px solid @border@; padding: 4px; }
*[role="panel"] { background: @panel@; }
*[role="card"] { background: @panel@; border: 1px solid @grid@; border-radius: 4px; }
*[role="viewer"] { background: @viewer@; }
*[role="caption"] { color: @secondary@; }
*[role="error"] { color: @error@; }
QPushButton { min-height: 20px; padding: 3px 12px; border: 1px solid @border@; border-radius: 4px;
  background: @raised@; }
QPushButton:hover { background: @grid@; }
QPushButton:pressed { background: @panel@; }
QPushButton:disabled { color: @disabled@; border-color: @grid@; background: @panel@; }
QPushButton:checked { border: 1px solid @accent@; background: @grid@; }
QPushButton[primary="true"] { min-height: 28px; background: @accent@; color: @onaccent@;
  border: 2px solid @accent@; padding: 1px 14px; font-weight: 600; }
QPushButton[primary="true"]:disabled { border-color: @grid@; background: @grid@; color: @disabled@; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent@; }
QPushButton[primary="true"]:focus { border: 2px solid @text@; }
QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 3px; background: transparent; }
QToolButton:hover { background: @grid@; }
QToolButton:checked { background: @grid@; border-color: @border@; }
QToolButton[popupMode="1"] { padding-right: 16px; }
QToolButton::menu-button { width: 18px; border: none; }
QToolButton::menu-arrow { image: url(:/icons/@theme@/chevron-down.svg); width: 10px; height: 10px; }
QToolButton[primary="true"] { min-height: 28px; background: @accent@; color: @onaccent@;
  border: 2px solid @accent@; padding: 1px 34px 1px 14px; font-weight: 600; }
QToolButton[primary="true"]:disabled { border-color: @grid@; background: @grid@; color: @disabled@; }
QToolButton[primary="true"]:focus { border: 2px solid @text@; }
QToolButton[primary="true"]::menu-button { border-left: 1px solid @onaccent@; }
QToolButton[primary="true"]::menu-arrow { image: url(:/icons/@othertheme@/chevron-down.svg); }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox { border: 1px solid @border@;
  border-radius: 4px; background: @window@; min-height: 20px; padding: 2px 4px;
  selection-background-color: @accent@; selection-color: @onaccent@; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus, QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid @accent@; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: url(:/icons/@theme@/chevron-down.svg); width: 12px; height: 12px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {
  width: 16px; border: none; background: transparent; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/icons/@theme@/chevron-up.svg); width: 9px;
  height: 9px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/icons/@theme@/chevron-down.svg); width: 9px;
  height: 9px; }
QTableView, QListView, QTreeView { border: 1px solid @grid@; border-radius: 4px; gridline-color: @grid@;
  alternate-background-color: @panel@; }
QHeaderView::section { background: @panel@; color: @secondary@; border: none; padding: 4px 8px; }
QScrollArea { border: none; background: transparent; }
QSplitter::handle { background: @grid@; }
QSplitter::handle:horizontal { width: 1px; margin: 0 3px; }
QSplitter::handle:vertical { height: 1px; margin: 3px 0; }
QMenuBar { background: @panel@; }
QMenuBar::item { padding: 4px 8px; background: transparent; }
QMenuBar::item:selected { background: @grid@; }
QMenu { background: @panel@; border: 1px solid @border@; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 24px; border-radius: 4px; }
QMenu::item:selected { background: @accent@; color: @onaccent@; }
QMenu::item:disabled { color: @disabled@; background: transparent; }
QMenu::separator { height: 1px; background: @grid@; margin: 4px 8px; }
QStatusBar { background: @panel@; }
QStatusBar::item { border: none; }
QProgressBar { border: 1px solid @border@; border-radius: 4px; background: @window@; text-align: center;
  min-height: 16px; }
QProgressBar::chunk { background: @accent@; border-radius: 3px; }
QGroupBox { border: 1px solid @grid@; border-radius: 4px; margin-top: 10px; padding-top: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; padding: 0 4px; color: @secondary@; }
QTabBar::tab { padding: 5px 12px; border-bottom: 2px solid transparent; background: transparent; }
QTabBar::tab:selected { border-bottom: 2px solid @accent@; }
QTabBar::tab:focus { border: 2px solid @accent@; border-radius: 4px; }
QTabWidget::pane { border: none; border-top: 1px solid @grid@; }
QSlider:focus { border: 2px solid @accent@; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid @accent@; border-radius: 4px; }
)";

}  // namespace

QString styleSheet() {
  struct Part {
    QString name;
    QString value;
  };
  const auto color = [](Role role) { return Theme::color(role).name(); };
  const bool dark = Theme::isDark();
  const QList<Part> parts = {
      {QStringLiteral("text"), color(Role::Text)},
      {QStringLiteral("secondary"), color(Role::TextSecondary)},
      {QStringLiteral("window"), color(Role::Window)},
      {QStringLiteral("panel"), color(Role::Panel)},
      {QStringLiteral("raised"), color(Role::Raised)},
      {QStringLiteral("border"), color(Role::Border)},
      {QStringLiteral("grid"), color(Role::Grid)},
      {QStringLiteral("accent"), color(Role::Accent)},
      {QStringLiteral("error"), color(Role::Error)},
      {QStringLiteral("viewer"), color(Role::ViewerSurround)},
      {QStringLiteral("onaccent"), dark ? color(Role::Window) : QStringLiteral("#ffffff")},
      {QStringLiteral("disabled"), dark ? QStringLiteral("#7a828e") : QStringLiteral("#8a919c")},
      {QStringLiteral("theme"), dark ? QStringLiteral("dark") : QStringLiteral("light")},
      // On the accent colour, where writing is light in the light theme.
      {QStringLiteral("othertheme"), dark ? QStringLiteral("light") : QStringLiteral("dark")},
  };
  QString sheet = QString::fromLatin1(kSheet);
  for (const Part& part : parts) {
    sheet.replace(u'@' + part.name + u'@', part.value);
  }
  return sheet;
}

}  // namespace unroll::ui
