#pragma once

#include <QList>
#include <QString>

namespace unroll::ui {

enum class BlindVote { Left, Right, Neither };

/// One answer of a blind test.
struct BlindAnswer {
  quint64 seed = 0;
  bool baselineLeft = false;
  BlindVote vote = BlindVote::Neither;
  qint64 milliseconds = 0;  ///< from the first sight of the pair to the vote

  bool forBaseline() const { return vote == (baselineLeft ? BlindVote::Left : BlindVote::Right); }
  bool forOther() const { return vote == (baselineLeft ? BlindVote::Right : BlindVote::Left); }
};

/// What the answers come to.
struct BlindTally {
  int baseline = 0, other = 0, neither = 0;
  double share = 0;          ///< of the other among the votes that chose
  double low = 0, high = 1;  ///< exact interval of 95 % of that share
  double chance = 1;         ///< that fair coins lean to one side at least as much

  int chosen() const { return baseline + other; }
};
BlindTally tallyOf(const QList<BlindAnswer>& answers);

/// The 95 % interval of Clopper and Pearson: the shares from which `hits` of `trials` would not
/// surprise on either side by more than one in forty.
struct ShareInterval {
  double low = 0, high = 1;
};
ShareInterval shareInterval(int hits, int trials);

/// What was compared, for the file.
struct BlindTestFacts {
  QString question, participant, baseline, other;
  int stage = 0;
  qint64 baselineStep = 0, otherStep = 0;
};

/// The answers as CSV, one a line, every line with all facts, so that the files of many people can
/// be joined. C locale.
QByteArray blindCsv(const BlindTestFacts& facts, const QList<BlindAnswer>& answers);

}  // namespace unroll::ui
