#pragma once

#include <QString>

namespace unroll::ui {

/// A curve or a measure in the person's language.
struct CurveWords {
  QString title;   ///< "Fréchet distance"
  QString about;   ///< what it says, one or two sentences; empty: not known
  QString better;  ///< "lower", "higher" or "near real"; empty: nothing is wished for
  QString unit;
  QString network = {};  ///< whose features it compares: "small"; empty: none
  QString remark = {};   ///< "last window"; empty: none

  QString shortTitle() const;  ///< "Fréchet distance, last window"
  QString fullTitle() const;   ///< "Fréchet distance (small), last window"
};

/// What the measure `name` ("fd_small", "psd_high_db_late") is. Names that are not known keep
/// `title` and `better`, as the engine says them.
CurveWords measureWords(const QString& name, const QString& title = {}, const QString& better = {});

/// What a curve of the log ("measure/fd_small/real", "loss/critic") is; a name that is not known
/// is its own title.
CurveWords curveWords(const QString& name);

/// "Temporal critic" of "temporal", "Temporal critic, stage 2" of "stage2.temporal".
QString criticWords(const QString& critic);

/// The last part of a curve's name, beside others of its group: "critic", "made" of "fake".
QString partWords(const QString& part);

/// Where a measure stands among others: what sums up a model first, what looks at one thing or at
/// the end of long videos after it.
int measureRank(const QString& name);

/// "lower is better", …; empty when nothing is wished for.
QString betterText(const QString& better);

/// For a tool tip: what it is, which way is better, and the name that files know it by.
QString aboutCurve(const CurveWords& words, const QString& name);

}  // namespace unroll::ui
