#include "ui/pages/compare/blind_votes.h"

#include <algorithm>
#include <cmath>

#include <QStringList>

namespace unroll::ui {
namespace {

/// Probability of `from` to `to` hits in `trials`, each with probability `share`.
double binomial(int from, int to, int trials, double share) {
  double sum = 0;
  for (int hits = from; hits <= to; ++hits) {
    if ((share <= 0 && hits > 0) || (share >= 1 && hits < trials)) continue;
    double log =
        std::lgamma(trials + 1.0) - std::lgamma(hits + 1.0) - std::lgamma(trials - hits + 1.0);
    if (hits > 0) log += hits * std::log(share);
    if (hits < trials) log += (trials - hits) * std::log1p(-share);
    sum += std::exp(log);
  }
  return std::min(1.0, sum);
}

/// The share at which `probability`, which rises with it, reaches one in forty.
template <typename Probability>
double solve(Probability probability) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (probability(middle) < 0.025 ? low : high) = middle;
  }
  return (low + high) / 2;
}

QString quoted(QString text) {
  return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
         QLatin1Char('"');
}

}  // namespace

ShareInterval shareInterval(int hits, int trials) {
  ShareInterval interval;
  if (trials <= 0) return interval;
  if (hits > 0)
    interval.low = solve([&](double share) { return binomial(hits, trials, trials, share); });
  if (hits < trials)
    interval.high = 1 - solve([&](double rest) { return binomial(0, hits, trials, 1 - rest); });
  return interval;
}

BlindTally tallyOf(const QList<BlindAnswer>& answers) {
  BlindTally tally;
  for (const BlindAnswer& answer : answers) {
    ++(answer.forBaseline() ? tally.baseline : answer.forOther() ? tally.other : tally.neither);
  }
  const int chosen = tally.chosen();
  if (chosen == 0) return tally;
  tally.share = double(tally.other) / chosen;
  const ShareInterval interval = shareInterval(tally.other, chosen);
  tally.low = interval.low;
  tally.high = interval.high;
  const int fewer = std::min(tally.baseline, tally.other);
  tally.chance = std::min(1.0, 2 * binomial(0, fewer, chosen, 0.5));
  return tally;
}

QByteArray blindCsv(const BlindTestFacts& facts, const QList<BlindAnswer>& answers) {
  QByteArray text =
      "participant,question,stage,baseline,baseline_step,other,other_step,trial,seed,left,right,"
      "vote,chosen,milliseconds\n";
  int trial = 0;
  for (const BlindAnswer& answer : answers) {
    const QString left = answer.baselineLeft ? facts.baseline : facts.other;
    const QString right = answer.baselineLeft ? facts.other : facts.baseline;
    const QString vote = answer.vote == BlindVote::Left    ? QStringLiteral("left")
                         : answer.vote == BlindVote::Right ? QStringLiteral("right")
                                                           : QStringLiteral("neither");
    const QString chosen = answer.forBaseline() ? facts.baseline
                           : answer.forOther()  ? facts.other
                                                : QString();
    const QStringList cells{quoted(facts.participant),
                            quoted(facts.question),
                            QString::number(facts.stage),
                            quoted(facts.baseline),
                            QString::number(facts.baselineStep),
                            quoted(facts.other),
                            QString::number(facts.otherStep),
                            QString::number(++trial),
                            QString::number(answer.seed),
                            quoted(left),
                            quoted(right),
                            vote,
                            quoted(chosen),
                            QString::number(answer.milliseconds)};
    text += cells.join(QLatin1Char(',')).toUtf8() + '\n';
  }
  return text;
}

}  // namespace unroll::ui
