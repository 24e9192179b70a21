#include "ui/shell/rail.h"

#include <QAction>
#include <QBoxLayout>
#include <QToolButton>

#include "ui/theme/theme.h"

namespace unroll::ui {

Rail::Rail(const QList<QAction*>& actions, QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("rail"));
  setAccessibleName(tr("Pages"));
  setProperty("role", QStringLiteral("panel"));
  setAttribute(Qt::WA_StyledBackground);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(4, 8, 4, 8);
  layout->setSpacing(4);
  for (QAction* action : actions) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setObjectName(QStringLiteral("rail-") + action->objectName());
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize({20, 20});
    button->setFont(Theme::captionFont());
    button->setFocusPolicy(Qt::TabFocus);
    button->setSizePolicy(QSizePolicy::MinimumExpanding, QSizePolicy::Fixed);
    button->setMinimumSize(std::max(Theme::kRail, button->sizeHint().width()), 52);
    layout->addWidget(button);
    buttons_.append(button);
  }
  layout->addStretch(1);
}

}  // namespace unroll::ui
