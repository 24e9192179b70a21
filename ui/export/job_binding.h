#pragma once

#include <QString>

namespace unroll::ui {

class JobQueue;
class Notices;
class ProjectModel;
struct Job;

/// Lets the queue follow the open project and says the end of each job in a toast, with Play and
/// Show.
void bindJobs(JobQueue& jobs, ProjectModel& project, Notices& notices);

/// What one does first with what a finished job made: "Play" or "Open"; empty: looks at its folder.
QString openingWord(const Job& job);

/// "NAME was written", with Show.
void sayWritten(const QString& path, Notices& notices);

/// Opens a file or folder with what the desktop uses for it; says so when that fails.
void openWithDesktop(const QString& path, Notices* notices);
/// Opens the folder that holds `path`, or `path` itself when it is one.
void showInFolder(const QString& path, Notices* notices);

}  // namespace unroll::ui
