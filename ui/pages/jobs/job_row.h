#pragma once

#include <QFrame>

#include "ui/export/job.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace unroll::ui {

/// One job of the list: name, state, progress and the buttons that make sense now.
class JobRow : public QFrame {
  Q_OBJECT

 public:
  explicit JobRow(const QString& id, QWidget* parent = nullptr);

  QString id() const { return id_; }
  void showJob(const Job& job, bool first, bool last);

 Q_SIGNALS:
  void pauseAsked();
  void resumeAsked();
  void moveAsked(int places);
  void cancelAsked();
  void retryAsked();
  void removeAsked();
  void playAsked();
  void folderAsked();
  void logAsked();

 private:
  QToolButton* button(const char* name, const char* icon, const QString& text);

  QString id_;
  QLabel* title_;
  QLabel* state_;
  QLabel* detail_;
  QProgressBar* bar_;
  QToolButton* play_;
  QToolButton* folder_;
  QToolButton* log_;
  QToolButton* pause_;
  QToolButton* resume_;
  QToolButton* up_;
  QToolButton* down_;
  QToolButton* cancel_;
  QToolButton* retry_;
  QToolButton* remove_;
};

/// "frame 54/128  2.1 MB  4 s left": what is known of a job's progress.
QString jobDetail(const Job& job);

}  // namespace unroll::ui
