#include "ui/shell/shortcuts.h"

#include <algorithm>

#include <QAction>
#include <QSettings>

namespace unroll::ui {
namespace {

QString settingOf(const QString& command) { return QStringLiteral("keys/") + command; }

bool clash(const QKeySequence& one, const QKeySequence& two) {
  if (one.isEmpty() || two.isEmpty()) return false;
  // Keys that begin a longer sequence would never let it end.
  return one.matches(two) != QKeySequence::NoMatch || two.matches(one) != QKeySequence::NoMatch;
}

}  // namespace

Shortcuts::Shortcuts(QSettings& settings, QObject* parent) : QObject(parent), settings_(settings) {}

void Shortcuts::add(QAction& action, const QString& page) {
  const QString name = action.objectName();
  if (name.isEmpty()) return;
  const bool known = commands_.contains(name);
  Command& command = commands_[name];
  if (!known) {
    command.standard = command.keys = action.shortcuts();
    const QString setting = settingOf(name);
    if (settings_.contains(setting)) {
      command.keys.clear();
      for (const QString& text : settings_.value(setting).toStringList())
        command.keys.append(QKeySequence::fromString(text, QKeySequence::PortableText));
      command.keys.removeIf([](const QKeySequence& keys) { return keys.isEmpty(); });
    }
  }
  command.actions.removeAll(nullptr);
  command.actions.append(&action);
  command.everywhere = command.everywhere || page.isEmpty();
  command.pages.insert(page);
  action.setShortcuts(command.keys);
}

QList<QKeySequence> Shortcuts::keys(const QString& command) const {
  return commands_.value(command).keys;
}

QList<QKeySequence> Shortcuts::standardKeys(const QString& command) const {
  return commands_.value(command).standard;
}

QStringList Shortcuts::holdersOf(const QKeySequence& keys, const QString& but) const {
  QStringList holders;
  const Command own = commands_.value(but);
  for (auto other = commands_.cbegin(); other != commands_.cend(); ++other) {
    if (other.key() == but) continue;
    const bool together = own.everywhere || other->everywhere || own.pages.intersects(other->pages);
    const bool holds = std::any_of(other->keys.begin(), other->keys.end(),
                                   [&](const QKeySequence& theirs) { return clash(theirs, keys); });
    if (together && holds) holders.append(other.key());
  }
  holders.sort();
  return holders;
}

void Shortcuts::put(const QString& name, const QList<QKeySequence>& keys) {
  const auto found = commands_.find(name);
  if (found == commands_.end()) return;
  found->keys = keys;
  found->actions.removeAll(nullptr);
  for (QAction* action : std::as_const(found->actions)) action->setShortcuts(keys);
  if (keys == found->standard) return settings_.remove(settingOf(name));
  QStringList texts;
  for (const QKeySequence& one : keys) texts.append(one.toString(QKeySequence::PortableText));
  settings_.setValue(settingOf(name), texts);
}

void Shortcuts::setKeys(const QString& command, const QList<QKeySequence>& keys) {
  put(command, keys);
  Q_EMIT changed();
}

void Shortcuts::takeFromOthers(const QString& command, const QKeySequence& keys) {
  for (const QString& holder : holdersOf(keys, command)) {
    QList<QKeySequence> left = commands_.value(holder).keys;
    left.removeIf([&](const QKeySequence& theirs) { return clash(theirs, keys); });
    put(holder, left);
  }
}

void Shortcuts::take(const QString& command, const QKeySequence& keys) {
  takeFromOthers(command, keys);
  setKeys(command, {keys});
}

void Shortcuts::restore(const QString& command) {
  const QList<QKeySequence> standard = standardKeys(command);
  for (const QKeySequence& keys : standard) takeFromOthers(command, keys);
  setKeys(command, standard);
}

void Shortcuts::restoreAll() {
  const QStringList names = commands_.keys();
  for (const QString& name : names) put(name, commands_.value(name).standard);
  Q_EMIT changed();
}

}  // namespace unroll::ui
