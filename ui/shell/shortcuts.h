#pragma once

#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QStringList>

class QAction;
class QSettings;

namespace unroll::ui {

/// The keys of the window's actions: those that it comes with, or those that the person chose,
/// which the settings keep. An action is known by its objectName; actions of that name on several
/// pages are one command. Threads: GUI only.
class Shortcuts : public QObject {
  Q_OBJECT
 public:
  explicit Shortcuts(QSettings& settings, QObject* parent = nullptr);

  /// Takes an action in. The keys that it has now are its standard ones. `page`: where it acts;
  /// empty: everywhere.
  void add(QAction& action, const QString& page = {});

  bool has(const QString& command) const { return commands_.contains(command); }
  QList<QKeySequence> keys(const QString& command) const;
  QList<QKeySequence> standardKeys(const QString& command) const;
  bool isStandard(const QString& command) const { return keys(command) == standardKeys(command); }

  /// The commands other than `but` that `keys` start, or begin to, where `but` acts as well.
  QStringList holdersOf(const QKeySequence& keys, const QString& but) const;

  void setKeys(const QString& command, const QList<QKeySequence>& keys);
  /// Gives `keys` to `command` alone: whoever held them has them no longer.
  void take(const QString& command, const QKeySequence& keys);
  void restore(const QString& command);  ///< its standard keys, taken from whoever holds them
  void restoreAll();

 Q_SIGNALS:
  void changed();

 private:
  struct Command {
    QList<QPointer<QAction>> actions;
    QSet<QString> pages;
    bool everywhere = false;
    QList<QKeySequence> standard, keys;
  };
  void put(const QString& name, const QList<QKeySequence>& keys);
  void takeFromOthers(const QString& command, const QKeySequence& keys);

  QSettings& settings_;
  QHash<QString, Command> commands_;
};

}  // namespace unroll::ui
