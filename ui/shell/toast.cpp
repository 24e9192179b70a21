#include "ui/shell/toast.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kShownMs = 6000;
constexpr int kMostToasts = 4;
constexpr int kEdge = 16;

}  // namespace

ToastStack::ToastStack(QWidget* over) : QWidget(over) {
  setObjectName(QStringLiteral("toasts"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGap);
  over->installEventFilter(this);
  hide();
}

void ToastStack::add(const Notice& notice) {
  auto* toast = new QWidget(this);
  toast->setObjectName(QStringLiteral("toast"));
  toast->setProperty("role", QStringLiteral("card"));
  toast->setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(toast);
  row->setContentsMargins(12, 8, 8, 8);
  auto* icon = new QLabel(toast);
  const bool error = notice.kind == Notice::Kind::Error;
  icon->setPixmap((error                               ? Theme::icon("error", Role::Error)
                   : notice.kind == Notice::Kind::Done ? Theme::icon("check")
                                                       : Theme::icon("info"))
                      .pixmap(QSize(16, 16), devicePixelRatioF()));
  row->addWidget(icon, 0, Qt::AlignTop);
  auto* text = new QLabel(error ? tr("Error: %1").arg(notice.sentence) : notice.sentence, toast);
  text->setObjectName(QStringLiteral("toastText"));
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  text->setFixedWidth(fontMetrics().averageCharWidth() * 52);
  row->addWidget(text, 1);
  if (!notice.actionText.isEmpty() && notice.action) {
    auto* button = new QPushButton(notice.actionText, toast);
    button->setObjectName(QStringLiteral("toastAction"));
    button->setAccessibleName(notice.actionText);
    connect(button, &QPushButton::clicked, this, notice.action);
    connect(button, &QPushButton::clicked, toast, &QObject::deleteLater);
    row->addWidget(button);
  }
  auto* close = new QToolButton(toast);
  close->setObjectName(QStringLiteral("toastClose"));
  close->setAccessibleName(tr("Close the message"));
  close->setToolTip(tr("Close"));
  close->setIcon(Theme::icon("close"));
  connect(close, &QToolButton::clicked, toast, &QObject::deleteLater);
  row->addWidget(close, 0, Qt::AlignTop);
  connect(toast, &QObject::destroyed, this, &ToastStack::place, Qt::QueuedConnection);
  layout()->addWidget(toast);
  // Below others that are on the screen it would be shown later than it is measured.
  toast->show();
  if (!error) QTimer::singleShot(kShownMs, toast, &QObject::deleteLater);
  while (layout()->count() > kMostToasts) delete layout()->itemAt(0)->widget();
  show();
  place();
}

bool ToastStack::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) place();
  return QWidget::eventFilter(watched, event);
}

void ToastStack::place() {
  if (layout()->count() == 0) {
    hide();
    return;
  }
  layout()->activate();
  adjustSize();
  move(parentWidget()->width() - width() - kEdge, parentWidget()->height() - height() - 72);
  raise();
}

}  // namespace unroll::ui
