#include "ui/plots/plot_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "ui/plots/plot_overlay.h"
#include "ui/plots/plot_view.h"

namespace unroll::ui {
namespace {

PlotView* viewOf(const QObject* overlay) {
  for (QObject* above = overlay->parent(); above != nullptr; above = above->parent()) {
    if (auto* view = qobject_cast<PlotView*>(above)) return view;
  }
  return nullptr;
}

class PlotAccessible final : public QAccessibleWidget {
 public:
  explicit PlotAccessible(QWidget* overlay) : QAccessibleWidget(overlay, QAccessible::Chart) {}

  QString text(QAccessible::Text part) const override {
    if (part == QAccessible::Value) {
      const PlotView* view = viewOf(widget());
      return view == nullptr ? QString() : view->readout();
    }
    return QAccessibleWidget::text(part);
  }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
  auto* overlay = qobject_cast<PlotOverlay*>(object);
  return overlay == nullptr ? nullptr : new PlotAccessible(overlay);
}

}  // namespace

void installPlotAccessibility() {
  static const bool installed = [] {
    QAccessible::installFactory(makeInterface);
    return true;
  }();
  static_cast<void>(installed);
}

void announcePlotValue(QWidget* overlay) {
  const PlotView* view = viewOf(overlay);
  if (view == nullptr || !QAccessible::isActive()) return;
  QAccessibleValueChangeEvent event(overlay, view->readout());
  QAccessible::updateAccessibility(&event);
}

}  // namespace unroll::ui
