#include "ui/player/pair_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>
#include <QWidget>

#include "ui/model/words.h"
#include "ui/player/loupe.h"
#include "ui/player/pair_view.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr quint64 kTapMilliseconds = 250;

bool editsText(const QWidget* focus) {
  return qobject_cast<const QLineEdit*>(focus) || qobject_cast<const QTextEdit*>(focus) ||
         qobject_cast<const QPlainTextEdit*>(focus);
}

}  // namespace

PairActions::PairActions(PairView& view, QWidget* scope)
    : QObject(scope), view_(view), scope_(scope) {
  addModes();
  addParts();
  addZooms();
  connect(&view_, &PairView::modeChanged, this, &PairActions::refresh);
  connect(&view_, &PairView::viewChanged, this, &PairActions::refresh);
  connect(&view_, &PairView::recordChanged, this, &PairActions::refresh);
  QCoreApplication::instance()->installEventFilter(this);
  refresh();
}

QAction* PairActions::add(const char* name, const QString& text, const QKeySequence& key,
                          const char* menu, const QString& about) {
  auto* action = new QAction(text, this);
  action->setObjectName(QLatin1String(name));
  if (!key.isEmpty()) action->setShortcut(key);
  action->setProperty("menu", QLatin1String(menu));
  explainKeys(*action, about);
  all_.append(action);
  return action;
}

void PairActions::addModes() {
  struct Entry {
    PairMode mode;
    const char* name;
    const char* icon;
    QString text;
    QString shortText;
    QKeySequence key;
    QString about;
  };
  auto* group = new QActionGroup(this);
  const Entry entries[] = {
      {PairMode::Single, "actionSingle", "single", tr("Single Picture"), tr("Single"), {}, {}},
      {PairMode::SideBySide,
       "actionSideBySide",
       "side",
       tr("Side by Side"),
       tr("Side"),
       Qt::Key_S,
       {}},
      {PairMode::Wipe, "actionWipe", "wipe", tr("Wipe"), tr("Wipe"), Qt::Key_W, {}},
      {PairMode::Difference,
       "actionDifference",
       "difference",
       tr("Difference"),
       tr("Difference"),
       Qt::Key_D,
       {}},
      {PairMode::Blink,
       "actionBlink",
       "blink",
       tr("Blink"),
       tr("Blink"),
       {},
       tr("Blink: the two sides take turns. Tap B for this; hold B to see the other side.")},
      {PairMode::Tile, "actionTile", "tile", tr("Tile"), tr("Tile"), Qt::Key_T, {}}};
  for (const Entry& entry : entries) {
    QAction* action = add(entry.name, entry.text, entry.key, "Compare", entry.about);
    action->setIcon(Theme::icon(entry.icon));
    action->setIconText(entry.shortText);
    action->setCheckable(true);
    action->setData(static_cast<int>(entry.mode));
    group->addAction(action);
    modes_.append(action);
    connect(action, &QAction::triggered, this, [this, mode = entry.mode] { view_.setMode(mode); });
  }
  swap_ = add("actionSwapSides", tr("Swap Sides"), Qt::Key_X, "Compare");
  swap_->setIcon(Theme::icon("swap"));
  connect(swap_, &QAction::triggered, this, [this] { view_.swapSides(); });
}

void PairActions::addParts() {
  const auto show = [this](ClipRole role) {
    const QList<PairPart>& parts = view_.record().parts;
    for (int part = 0; part < parts.size(); ++part) {
      if (parts[part].role == role) return view_.showOnly(part);
    }
  };
  const std::pair<ClipRole, Qt::Key> keys[] = {{ClipRole::Stage1, Qt::Key_1},
                                               {ClipRole::Stage2, Qt::Key_2},
                                               {ClipRole::Real, Qt::Key_3},
                                               {ClipRole::Stage3, Qt::Key_4}};
  for (const auto& [role, key] : keys) {
    QAction* action =
        add("actionShowPart", tr("Show %1 Alone").arg(roleName(role)), key, "Compare");
    action->setObjectName(QStringLiteral("actionShow") + roleBadge(role));
    action->setData(static_cast<int>(role));
    connect(action, &QAction::triggered, this, [show, wanted = role] { show(wanted); });
  }
  QAction* all = add("actionShowAll", tr("Show All Parts"), Qt::Key_0, "Compare");
  connect(all, &QAction::triggered, this, [this] { view_.setMode(PairMode::Tile); });
  const auto gain = [this](const char* name, const QString& text, const QKeySequence& key,
                           bool more) {
    QAction* action = add(name, text, key, "Compare");
    connect(action, &QAction::triggered, this,
            [this, more] { view_.setGain(more ? view_.gain() * 2 : view_.gain() / 2); });
  };
  gain("actionMoreGain", tr("More Difference Gain"), Qt::SHIFT | Qt::Key_D, true);
  gain("actionLessGain", tr("Less Difference Gain"), Qt::CTRL | Qt::SHIFT | Qt::Key_D, false);
}

void PairActions::addZooms() {
  const auto zoom = [this](const char* name, const QString& text, const QString& shortText,
                           const QKeySequence& key, std::optional<int> factor) {
    QAction* action = add(name, text, key, "View");
    action->setIconText(shortText);
    action->setCheckable(true);
    action->setData(factor.value_or(0));
    zooms_.append(action);
    connect(action, &QAction::triggered, this, [this, factor] {
      view_.setZoom(factor);
      refresh();
    });
  };
  zoom("actionZoomFit", tr("Fit the Picture"), tr("Fit"), Qt::CTRL | Qt::Key_0, std::nullopt);
  zoom("actionZoom1", tr("One Pixel to One"), tr("1:1"), Qt::CTRL | Qt::SHIFT | Qt::Key_1, 1);
  zoom("actionZoom2", tr("Zoom 2x"), tr("2x"), {}, 2);
  zoom("actionZoom4", tr("Zoom 4x"), tr("4x"), {}, 4);
  zoom("actionZoom8", tr("Zoom 8x"), tr("8x"), {}, 8);
  QAction* nearer = add("actionZoomIn", tr("Zoom In"), Qt::CTRL | Qt::Key_Plus, "View");
  nearer->setShortcuts({Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal});
  connect(nearer, &QAction::triggered, this, [this] { view_.zoomBy(1); });
  QAction* farther = add("actionZoomOut", tr("Zoom Out"), Qt::CTRL | Qt::Key_Minus, "View");
  connect(farther, &QAction::triggered, this, [this] { view_.zoomBy(-1); });
  QAction* loupe = add("actionLoupe", tr("Loupe"), Qt::Key_Z, "View",
                       tr("The pixels under the pointer, both sides beside each other."));
  loupe->setIcon(Theme::icon("loupe"));
  loupe->setCheckable(true);
  auto* glass = new Loupe(view_);
  connect(loupe, &QAction::toggled, glass, &Loupe::setOn);
  smooth_ = add("actionNearest", tr("Nearest Neighbour"), Qt::Key_N, "View",
                tr("On: every pixel as it is. Off: linear, which blurs what the network made."));
  smooth_->setIconText(tr("Nearest"));
  smooth_->setCheckable(true);
  connect(smooth_, &QAction::triggered, this, [this](bool nearest) { view_.setSmooth(!nearest); });
}

void PairActions::refresh() {
  for (QAction* action : modes_)
    action->setChecked(action->data().toInt() == static_cast<int>(view_.mode()));
  for (QAction* action : zooms_)
    action->setChecked(action->data().toInt() == view_.zoom().value_or(0));
  smooth_->setChecked(!view_.isSmooth());
  const QList<PairPart>& parts = view_.record().parts;
  const auto there = [&](int role) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const PairPart& part) { return static_cast<int>(part.role) == role; });
  };
  for (QAction* action : all_) {
    if (action->objectName().startsWith(QLatin1String("actionShow")) && action->data().isValid()) {
      action->setEnabled(there(action->data().toInt()));
    }
    if (action->objectName().endsWith(QLatin1String("Gain"))) {
      action->setEnabled(view_.mode() == PairMode::Difference);
    }
  }
  swap_->setEnabled(parts.size() > 1);
}

bool PairActions::eventFilter(QObject* watched, QEvent* event) {
  // The key is let go of elsewhere once another window has come to the front.
  if (event->type() == QEvent::WindowDeactivate && watched == scope_->window())
    view_.setPeeking(false);
  if (event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  const auto* widget = qobject_cast<QWidget*>(watched);
  if (key->key() != Qt::Key_B || key->modifiers() != Qt::NoModifier || !widget ||
      widget->window() != scope_->window() || !scope_->isVisible() || editsText(widget)) {
    return false;
  }
  if (key->isAutoRepeat()) return true;
  if (event->type() == QEvent::KeyPress) {
    pressedAt_ = key->timestamp();
    view_.setPeeking(true);
    return true;
  }
  if (!view_.isPeeking()) return false;
  view_.setPeeking(false);
  if (key->timestamp() - pressedAt_ < kTapMilliseconds) {
    view_.setMode(view_.mode() == PairMode::Blink ? PairMode::SideBySide : PairMode::Blink);
  }
  return true;
}

}  // namespace unroll::ui
