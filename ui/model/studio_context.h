#pragma once

class QSettings;

namespace unroll::ui {

class Cursors;
class EngineLauncher;
class JobQueue;
class Notices;
class ProjectModel;
class ServeClient;
class TrainerClient;

/// What every page works with. All of it is owned by the program and outlives the window.
struct StudioContext {
  Cursors* cursors = nullptr;
  ProjectModel* project = nullptr;
  EngineLauncher* launcher = nullptr;
  ServeClient* serve = nullptr;
  JobQueue* jobs = nullptr;
  QSettings* settings = nullptr;
  TrainerClient* trainer = nullptr;  ///< of the run under the cursor
  Notices* notices = nullptr;        ///< toasts
};

}  // namespace unroll::ui
