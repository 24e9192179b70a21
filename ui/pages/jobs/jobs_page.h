#pragma once

#include <QHash>

#include "ui/pages/page.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace unroll::ui {

class JobQueue;
class JobRow;
struct StudioContext;

/// The queue of exports and evaluations: order, progress, and what is to be done with what is
/// finished.
class JobsPage : public Page {
  Q_OBJECT

 public:
  JobsPage(StudioContext& context, QWidget* parent);

  QString title() const override;
  QIcon icon() const override;
  QList<QAction*> pageActions() override { return actions_; }

 private:
  void list();
  void refreshRow(const QString& id);
  JobRow* makeRow(const QString& id);
  void showLog(const QString& id);

  StudioContext& context_;
  JobQueue* jobs_;
  QLabel* empty_;
  QLabel* problem_;
  QPushButton* pauseAll_;
  QPushButton* removeEnded_;
  QVBoxLayout* rows_;
  QHash<QString, JobRow*> byId_;
  QList<QAction*> actions_;
};

}  // namespace unroll::ui
