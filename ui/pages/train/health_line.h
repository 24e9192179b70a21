#pragma once

#include <QWidget>

class QHBoxLayout;

namespace unroll::ui {

struct Health;

/// Signs of a training's health in one line; each says why when it is asked. Threads: GUI only.
class HealthLine : public QWidget {
  Q_OBJECT
 public:
  explicit HealthLine(QWidget* parent);

  void setHealth(const Health& health);
  QString text() const { return text_; }

 private:
  QHBoxLayout* row_;
  QString text_;
};

}  // namespace unroll::ui
