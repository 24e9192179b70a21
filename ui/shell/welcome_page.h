#pragma once

#include <QWidget>

#include "ui/model/studio_context.h"

class QListWidget;

namespace unroll::ui {

/// What the window shows while no project is open: what the program does, three ways to begin, and
/// the projects of last time. Threads: GUI only.
class WelcomePage : public QWidget {
  Q_OBJECT
 public:
  WelcomePage(StudioContext& context, QWidget* parent);

  void listRecent();

 Q_SIGNALS:
  void newWanted();
  void openWanted();
  void sampleWanted();
  void guideWanted();
  void recentWanted(const QString& path);

 private:
  StudioContext& context_;
  QListWidget* recent_;
  QWidget* recentBox_;
};

/// The projects opened lately, newest first, those that are gone left out.
QStringList recentProjects(const QSettings& settings);
void rememberProject(QSettings& settings, const QString& path);

}  // namespace unroll::ui
