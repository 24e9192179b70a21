#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace unroll::ui {

/// Says why a training ended, what was kept, and offers to go on. Threads: GUI only.
class FailureCard : public QWidget {
  Q_OBJECT
 public:
  explicit FailureCard(QWidget* parent);

  /// `kept`: what was kept, one sentence; `canResume`: there is a checkpoint.
  void setFailure(const QString& reason, const QString& kept, bool canResume);
  QString text() const;

 Q_SIGNALS:
  void resumeWanted();
  void logWanted();

 private:
  QLabel *reason_, *kept_;
  QPushButton* resume_;
};

}  // namespace unroll::ui
