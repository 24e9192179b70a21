#pragma once

#include <QString>

namespace unroll::ui {

class JobQueue;
class Notices;
class ProjectModel;

/// Lets the queue follow the open project and says the end of each job in a toast, with Play and
/// Show.
void bindJobs(JobQueue& jobs, ProjectModel& project, Notices& notices);

/// Opens a file or folder with what the desktop uses for it; says so when that fails.
void openWithDesktop(const QString& path, Notices* notices);
/// Opens the folder that holds `path`, or `path` itself when it is one.
void showInFolder(const QString& path, Notices* notices);

}  // namespace unroll::ui
