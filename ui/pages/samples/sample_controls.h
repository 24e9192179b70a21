#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/pages/samples/sample_choice.h"

class QComboBox;
class QDoubleSpinBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace unroll::ui {

class RunModel;
struct StudioContext;

/// The bar above the grid: run, checkpoint, seeds, class, truncation, length. It follows the
/// window's run and step and moves them.
class SampleControls : public QWidget {
  Q_OBJECT

 public:
  explicit SampleControls(StudioContext& context, QWidget* parent = nullptr);

  /// Not usable while there is no project, run or checkpoint: see problem().
  SampleChoice choice() const;
  QList<quint64> seeds() const { return seeds_; }
  RunModel* run() const { return run_; }
  QString problem() const;  ///< why nothing can be sampled, one sentence; empty when it can
  bool isLoading() const;   ///< the run is still being read
  void setSeedText(const QString& text);
  void stepBy(int places);          ///< to a newer (positive) or older checkpoint
  void addStatus(QWidget* status);  ///< into the room that the second line has left

  static constexpr qsizetype kMostSeeds = 10'000;

 Q_SIGNALS:
  void changed();  ///< choice(), seeds() or problem(), a moment after the last edit

 private:
  void build();
  void projectChanged();
  void listRuns();
  void follow(const QString& name);
  void listSteps();
  void loadClasses();
  void readSeeds();
  void drawSeeds();

  StudioContext& context_;
  RunModel* run_ = nullptr;
  QComboBox* runs_;
  QComboBox* steps_;
  QLineEdit* seedText_;
  QComboBox* label_;
  QDoubleSpinBox* truncation_;
  QSpinBox* frames_;
  QLabel* seconds_;
  QHBoxLayout* second_ = nullptr;
  QList<quint64> seeds_;
  QTimer soon_;
};

}  // namespace unroll::ui
