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
/// again after each change; while hidden, once it is shown. Threads: GUI only.
class MemoryForecast : public QWidget {
  Q_OBJECT
 public:
  MemoryForecast(StudioContext& context, QWidget* parent);

  QString text() const;
  bool isBusy() const;

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void askSoon();
  void ask();
  void setForecast(const QJsonObject& forecast);

  StudioContext& context_;
  QTimer soon_;
  QPointer<EngineJob> job_;
  bool stale_ = true;  ///< what is shown is of another recipe
  QLabel* text_;
};

}  // namespace unroll::ui
