#pragma once

#include <memory>

#include <QObject>
#include <QSettings>

#include "ui/model/studio_context.h"

namespace unroll::ui {

/// Everything behind the window: models, engine clients, settings. Outlives the window.
/// Threads: GUI only.
class Studio : public QObject {
  Q_OBJECT
 public:
  /// `settingsFile`: an INI file; empty: the user's own.
  explicit Studio(const QString& settingsFile = {}, QObject* parent = nullptr);
  ~Studio() override;

  StudioContext& context() { return context_; }

 private:
  void followRun();
  void chooseRun();

  StudioContext context_;
};

}  // namespace unroll::ui
