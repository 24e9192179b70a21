#pragma once

#include <QString>

namespace unroll::ui {

/// A file NAME.unroll in a project's folder that a double click opens the studio with: other
/// programs call files project.json too, so that name cannot be ours on a desktop. It holds nothing
/// that the project needs.

/// Puts it there unless there is one, or the folder cannot be written to. Any thread; blocks.
void writeProjectLink(const QString& project, const QString& name);

/// The project's folder of a path to it, to its project.json or to its link; empty: neither.
QString projectOf(const QString& path);

}  // namespace unroll::ui
