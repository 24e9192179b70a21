#include "ui/pages/view_history.h"

#include <utility>

#include <QEvent>
#include <QPointer>
#include <QSplitter>
#include <QUndoCommand>
#include <QUndoStack>

namespace unroll::ui {

/// One choice, there and back. It is made already when it is pushed.
class ViewHistory::Step : public QUndoCommand {
 public:
  Step(ViewHistory& history, const QString& name, Values before, Values after)
      : QUndoCommand(name),
        history_(&history),
        before_(std::move(before)),
        after_(std::move(after)) {}

  void undo() override { go(before_); }
  void redo() override {
    if (std::exchange(made_, true)) go(after_);
  }

 private:
  void go(const Values& values) const {
    if (history_ != nullptr) history_->put(values);
  }

  QPointer<ViewHistory> history_;
  Values before_, after_;
  bool made_ = false;
};

ViewHistory::ViewHistory(QWidget& window, std::function<QUndoStack*()> stack)
    : QObject(&window), window_(window), stack_(std::move(stack)) {}

void ViewHistory::keep(const QString& key, std::function<QVariant()> read,
                       std::function<void(const QVariant&)> put) {
  if (!items_.contains(key)) order_.append(key);
  items_.insert(key, {std::move(read), std::move(put)});
}

void ViewHistory::watchSplitters() {
  for (QSplitter* splitter : window_.findChildren<QSplitter*>()) {
    const QString key = QStringLiteral("splitter/") + splitter->objectName();
    // A page in a window of its own has its own history.
    if (items_.contains(key) || splitter->window() != window_.window()) continue;
    keep(
        key,
        [splitter = QPointer(splitter)] { return splitter ? splitter->saveState() : QVariant(); },
        [splitter = QPointer(splitter)](const QVariant& state) {
          if (splitter) splitter->restoreState(state.toByteArray());
        });
    for (int i = 1; i < splitter->count(); ++i) {
      handles_.insert(splitter->handle(i), key);
      splitter->handle(i)->installEventFilter(this);
    }
  }
}

ViewHistory::Values ViewHistory::now() const {
  Values values;
  for (auto item = items_.cbegin(); item != items_.cend(); ++item)
    values.insert(item.key(), item->read());
  return values;
}

void ViewHistory::changed(const QString& name, const Values& before) {
  Values was, is;
  for (auto value = before.cbegin(); value != before.cend(); ++value) {
    const auto item = items_.constFind(value.key());
    if (item == items_.cend()) continue;
    const QVariant now = item->read();
    if (now == *value) continue;
    was.insert(value.key(), *value);
    is.insert(value.key(), now);
  }
  QUndoStack* stack = stack_();
  if (!was.isEmpty() && stack != nullptr) stack->push(new Step(*this, name, was, is));
}

void ViewHistory::put(const Values& values) {
  const QStringList keys = order_;  // What is put back may keep something new.
  for (const QString& key : keys) {
    const auto value = values.constFind(key);
    if (value != values.cend()) items_.value(key).put(*value);
  }
  Q_EMIT putBack();
}

bool ViewHistory::eventFilter(QObject* watched, QEvent* event) {
  const auto handle = handles_.constFind(watched);
  if (handle != handles_.cend()) {
    if (event->type() == QEvent::MouseButtonPress) {
      dragged_ = {{*handle, items_.value(*handle).read()}};
    } else if (event->type() == QEvent::MouseButtonRelease) {
      // The handle moves its neighbours before it hears of the release.
      changed(tr("sizes of the parts"), std::exchange(dragged_, {}));
    }
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace unroll::ui
