#pragma once

#include <QHash>
#include <QPointer>
#include <QSet>
#include <QWidget>

#include "ui/model/studio_context.h"

class QLabel;
class QPushButton;

namespace unroll::ui {

class RunModel;

/// Help > Guided First Run: one strip above the page that names the next thing to do, with a button
/// that does it, from the first project to the first video. It sees by itself what is done.
/// Threads: GUI only.
class GuidePanel : public QWidget {
  Q_OBJECT
 public:
  GuidePanel(StudioContext& context, QWidget* parent);

  void pageShown(const QString& key);
  int step() const { return step_; }  ///< counted from 0; steps(): all are done
  static int steps();

 Q_SIGNALS:
  /// The button was pressed: show that page (empty: none), then trigger the action of that name.
  void wanted(const QString& page, const QString& action);
  void closed();

 private:
  bool isDone(int step) const;
  void refresh();
  void followRun();

  StudioContext& context_;
  QPointer<RunModel> run_;  ///< null: none, or it has gone
  int step_ = -1;
  QSet<QString> seen_;  ///< pages, since the guide began
  QLabel *count_, *text_;
  QPushButton* button_;
};

}  // namespace unroll::ui
