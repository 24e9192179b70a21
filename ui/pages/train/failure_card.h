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
  /// Something to do about the failure; an empty `button` takes it away.
  void setRemedy(const QString& button, const QString& about = {});
  QString text() const;

 Q_SIGNALS:
  void resumeWanted();
  void logWanted();
  void remedyWanted();

 private:
  QLabel *reason_, *kept_, *about_;
  QPushButton *resume_, *remedy_;
};

}  // namespace unroll::ui
