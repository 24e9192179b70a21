#pragma once

#include <QWidget>

#include "ui/model/notices.h"

namespace unroll::ui {

/// A stack of short messages in the lower right corner of its parent. Messages go by themselves;
/// errors stay until they are closed. Threads: GUI only.
class ToastStack : public QWidget {
  Q_OBJECT
 public:
  explicit ToastStack(QWidget* over);

  void add(const Notice& notice);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();
};

}  // namespace unroll::ui
