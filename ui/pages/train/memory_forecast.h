#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "ui/model/studio_context.h"

class QJsonObject;
class QLabel;

namespace unroll::ui {

class EngineJob;

/// How much memory each stage of the project's recipe will need, as the engine predicts it, asked
/// again after each change. Threads: GUI only.
class MemoryForecast : public QWidget {
  Q_OBJECT
 public:
  MemoryForecast(StudioContext& context, QWidget* parent);

  QString text() const;
  bool isBusy() const;

 private:
  void askSoon();
  void ask();
  void setForecast(const QJsonObject& forecast);

  StudioContext& context_;
  QTimer soon_;
  QPointer<EngineJob> job_;
  QLabel* text_;
};

}  // namespace unroll::ui
