#pragma once

#include <functional>

#include <QList>
#include <QObject>
#include <QString>

namespace unroll::ui {

/// One sentence for the person that does not interrupt: a toast, and a line of the log drawer.
struct Notice {
  enum class Kind { Info, Done, Error };
  Kind kind = Kind::Info;
  QString sentence;
  QString actionText;            ///< of the toast's button; empty: none
  std::function<void()> action;  ///< what it does
  double time = 0;               ///< Unix seconds
};

/// Where pages say what happened. Nothing here is modal. Threads: GUI only.
class Notices : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  void info(const QString& sentence, const QString& actionText = {},
            std::function<void()> action = {});
  void done(const QString& sentence, const QString& actionText = {},
            std::function<void()> action = {});
  void error(const QString& sentence, const QString& actionText = {},
             std::function<void()> action = {});

  const QList<Notice>& all() const { return all_; }  ///< since the start, oldest first

 Q_SIGNALS:
  void said(const unroll::ui::Notice& notice);

 private:
  void say(Notice::Kind kind, const QString& sentence, const QString& actionText,
           std::function<void()> action);

  QList<Notice> all_;
};

}  // namespace unroll::ui
