#pragma once

#include <QLabel>

namespace unroll::ui {

struct Health;

/// Signs of a training's health in one line, each with a mark and a word; the tool tip says why.
/// Threads: GUI only.
class HealthLine : public QLabel {
  Q_OBJECT
 public:
  explicit HealthLine(QWidget* parent);

  void setHealth(const Health& health);
};

}  // namespace unroll::ui
