#pragma once

#include <QList>
#include <QString>

#include "ui/model/studio_context.h"

class QWidget;

namespace unroll::ui {

class Page;

/// One entry of the rail.
struct PageEntry {
  const char* key;  ///< of --page and of the session
  QString title;
  const char* icon;  ///< name for Theme::icon
  Page* (*make)(StudioContext& context, QWidget* parent);
};

/// The pages of the window in the order of the rail.
QList<PageEntry> pageEntries();

}  // namespace unroll::ui
