#pragma once

#include <QObject>

#include "ui/model/studio_context.h"

namespace unroll::ui {

/// Makes the sample project (once) and opens it: synthetic scenes, the smallest recipe, and a first
/// training that starts at once, so that there is something to see. Threads: GUI only.
class SampleProject : public QObject {
  Q_OBJECT
 public:
  SampleProject(StudioContext& context, QObject* parent);

  /// `folder` holds the project; empty: a folder in the user's documents.
  void open(const QString& folder = {});
  bool isBusy() const { return busy_; }

 Q_SIGNALS:
  void step(const QString& sentence);  ///< what is being done now
  void ready(const QString& path);
  void failed(const QString& sentence);

 private:
  void run(const QStringList& arguments, void (SampleProject::*next)());
  void import();
  void train();

  StudioContext& context_;
  QString path_;
  bool busy_ = false;
};

}  // namespace unroll::ui
