#pragma once

#include <memory>

#include <QDialog>
#include <QTimer>

#include "base/error.h"
#include "ui/model/studio_context.h"
#include "ui/shell/new_project_dialog.h"

class QProgressBar;

namespace unroll::ui {

struct CopyProgress;

/// File > Save As: a copy of the whole project in another folder. Closing it while it copies gives
/// the copy up; it goes when the worker has heard of it, so that no second copy meets the first.
/// Threads: GUI only; files are copied on a worker thread.
class SaveAsDialog : public QDialog {
  Q_OBJECT
 public:
  SaveAsDialog(StudioContext& context, QWidget* parent);
  ~SaveAsDialog() override;

  void reject() override;

 Q_SIGNALS:
  void made(const QString& path);

 private:
  void check();
  void start();
  void showProgress();
  void setCopying(bool copying);

  StudioContext& context_;
  ProjectPlace place_;
  QProgressBar* bar_;
  QLabel* state_;
  DialogEnd end_;
  QTimer watch_;
  std::shared_ptr<CopyProgress> copy_;  ///< the worker's too; null: nothing is copied
};

}  // namespace unroll::ui
