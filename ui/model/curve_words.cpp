#include "ui/model/curve_words.h"

#include <optional>

#include <QCoreApplication>
#include <QStringList>

#include "ui/model/checkpoints.h"

namespace unroll::ui {
namespace {

const QString kLower = QStringLiteral("lower");
const QString kHigher = QStringLiteral("higher");
const QString kReal = QStringLiteral("near real");
const QString kLate = QStringLiteral("_late");
const QString kLook = QStringLiteral("_look");
const QString kLive = QStringLiteral("live_");  ///< of the log: taken while a stage was trained

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

/// Without kLive.
QString withoutLive(const QString& name) {
  return name.startsWith(kLive) ? name.sliced(kLive.size()) : name;
}

void addRemark(CurveWords& words, const QString& remark) {
  if (!words.remark.isEmpty()) words.remark += QStringLiteral(", ");
  words.remark += remark;
}

/// Measures by the features of a network, whose name follows: "kvd" of "kvd_small".
std::optional<CurveWords> featureWords(const QString& kind) {
  if (kind == QLatin1String("fvd")) {
    return CurveWords{tr("FVD"),
                      tr("How far the made clips are from real ones, by what an I3D network sees "
                         "in them: the number that papers give."),
                      kLower,
                      {}};
  }
  if (kind == QLatin1String("fid")) {
    return CurveWords{tr("FID of frames"),
                      tr("How far single made frames are from real ones, by what a network sees in "
                         "them; motion does not count."),
                      kLower,
                      {}};
  }
  if (kind == QLatin1String("fd")) {
    return CurveWords{tr("Fréchet distance"),
                      tr("How far the made clips are from real ones, by mean and spread of what a "
                         "network sees in them."),
                      kLower,
                      {}};
  }
  if (kind == QLatin1String("kvd")) {
    return CurveWords{tr("Kernel distance"),
                      tr("How far the made clips are from real ones, clip by clip; steadier than "
                         "the Fréchet distance with few clips."),
                      kLower,
                      {}};
  }
  if (kind == QLatin1String("is")) {
    return CurveWords{tr("Inception Score"),
                      tr("High when each clip clearly belongs to one class and all classes occur."),
                      kHigher,
                      {}};
  }
  if (kind == QLatin1String("precision")) {
    return CurveWords{
        tr("Precision"), tr("Share of made clips that look like some real one."), kHigher, {}};
  }
  if (kind == QLatin1String("recall")) {
    return CurveWords{tr("Recall"),
                      tr("Share of real clips that look like some made one: variety."),
                      kHigher,
                      {}};
  }
  if (kind == QLatin1String("density")) {
    return CurveWords{tr("Density"),
                      tr("How many real clips are near each made one, beside how many are near "
                         "each other."),
                      kHigher,
                      {}};
  }
  if (kind == QLatin1String("coverage")) {
    return CurveWords{
        tr("Coverage"), tr("Share of real clips that have a made one nearby."), kHigher, {}};
  }
  return std::nullopt;
}

/// Measures of the pixels themselves.
std::optional<CurveWords> pixelWords(const QString& name) {
  const QString decibel = tr("dB");
  if (name == QLatin1String("psd_high_db")) {
    return CurveWords{tr("Fine detail"),
                      tr("Power of the finest detail in the frames, beside real ones: below 0 is "
                         "blurred, above is noisy or too sharp."),
                      kReal, decibel};
  }
  if (name == QLatin1String("motion")) {
    return CurveWords{tr("Change from frame to frame"),
                      tr("How much a pixel changes between two frames: 0 stands still."), kReal,
                      tr("levels of 255")};
  }
  if (name == QLatin1String("flow")) {
    return CurveWords{tr("Motion"), tr("How far things move between two frames, by optical flow."),
                      kReal, tr("pixels a frame")};
  }
  if (name == QLatin1String("grounding_db")) {
    return CurveWords{tr("Keeps to the stage below"),
                      tr("How alike a stage's clip, made small, is to the clip it was made from."),
                      kHigher, decibel};
  }
  if (name == QLatin1String("grounding_other_db")) {
    return CurveWords{tr("Likeness to another video"),
                      tr("How alike a stage's clip is to the small clip of another seed: what "
                         "'keeps to the stage below' must be well above."),
                      {},
                      decibel};
  }
  if (name == QLatin1String("grounding_ssim")) {
    return CurveWords{tr("Keeps to the stage below, structure"),
                      tr("The same by edges and structure (SSIM): 1 is the same picture."),
                      kHigher,
                      {}};
  }
  if (name == QLatin1String("diversity")) {
    return CurveWords{tr("Distance of two clips"),
                      tr("How different two made clips are: near 0 they are all alike."),
                      kReal,
                      {}};
  }
  if (name == QLatin1String("nearest_real")) {
    return CurveWords{tr("Distance to the nearest real clip"),
                      tr("Far below what real clips have among themselves, the training clips were "
                         "learned by heart."),
                      kReal,
                      {}};
  }
  if (name == QLatin1String("seam")) {
    return CurveWords{
        tr("Jump between windows"),
        tr("Change where training windows would meet in a long video, over the change "
           "elsewhere: above 1 a seam is seen."),
        kReal,
        {}};
  }
  return std::nullopt;
}

}  // namespace

QString criticWords(const QString& critic) {
  const qsizetype dot = critic.indexOf(u'.');
  if (const int stage = stageOf(critic.left(dot)); dot > 0 && stage > 0)
    return tr("%1, stage %2").arg(criticWords(critic.mid(dot + 1))).arg(stage);
  return critic == QLatin1String("spatial")    ? tr("Spatial critic")
         : critic == QLatin1String("temporal") ? tr("Temporal critic")
         : critic == QLatin1String("matching") ? tr("Matching critic")
                                               : critic;
}

QString partWords(const QString& part) {
  const auto is = [&part](const char* word) { return part == QLatin1String(word); };
  return is("generator") ? tr("generator")
         : is("critic")  ? tr("critics")
         : is("real")    ? tr("real")
         : is("fake")    ? tr("made")
         : is("step")    ? tr("whole step")
         : is("waiting") ? tr("waiting")
                         : part;
}

int measureRank(const QString& name) {
  static const QStringList kOrder = {QStringLiteral("fvd"),
                                     QStringLiteral("fid"),
                                     QStringLiteral("fd"),
                                     QStringLiteral("kvd"),
                                     QStringLiteral("is"),
                                     QStringLiteral("precision"),
                                     QStringLiteral("recall"),
                                     QStringLiteral("density"),
                                     QStringLiteral("coverage"),
                                     QStringLiteral("psd_high_db"),
                                     QStringLiteral("motion"),
                                     QStringLiteral("flow"),
                                     QStringLiteral("grounding_db"),
                                     QStringLiteral("grounding_other_db"),
                                     QStringLiteral("grounding_ssim"),
                                     QStringLiteral("diversity"),
                                     QStringLiteral("nearest_real"),
                                     QStringLiteral("seam")};
  const bool late = name.endsWith(kLate);
  const QString base = withoutLive(late ? name.chopped(kLate.size()) : name);
  qsizetype at = kOrder.indexOf(base);
  if (at < 0) at = kOrder.indexOf(base.section(u'_', 0, 0));
  if (at < 0) at = kOrder.size();
  return static_cast<int>(at + (late ? kOrder.size() + 1 : 0));
}

QString CurveWords::shortTitle() const {
  return remark.isEmpty() ? title : QStringLiteral("%1, %2").arg(title, remark);
}

QString CurveWords::fullTitle() const {
  CurveWords named = *this;
  if (!network.isEmpty()) named.title += QStringLiteral(" (%1)").arg(network);
  return named.shortTitle();
}

QString betterText(const QString& better) {
  return better == kLower    ? tr("lower is better")
         : better == kHigher ? tr("higher is better")
         : better == kReal   ? tr("near the real is better")
                             : QString();
}

CurveWords measureWords(const QString& name, const QString& title, const QString& better) {
  QString base = withoutLive(name);
  const bool late = base.endsWith(kLate);
  if (late) base.chop(kLate.size());
  const bool look = base.endsWith(kLook);
  if (look) base.chop(kLook.size());
  std::optional<CurveWords> known = pixelWords(base);
  if (!known) {
    known = featureWords(base.section(u'_', 0, 0));
    const QString network = base.section(u'_', 1).replace(u'_', u' ');
    if (known) known->network = network;
  }
  if (!known) return {title.isEmpty() ? name : title, {}, better, {}};
  if (look) {
    addRemark(*known, tr("first frames"));
    known->about += QLatin1Char(' ') + tr("Here of clips that repeat their first frame: looks "
                                          "without motion.");
  }
  if (late) {
    addRemark(*known, tr("last window"));
    known->about += QLatin1Char(' ') + tr("Here at the end of long videos.");
  }
  if (name.startsWith(kLive)) {
    addRemark(*known, tr("while training"));
    known->about += QLatin1Char(' ') + tr("Here of a few clips, taken while training: for how it "
                                          "goes on, not to compare with a full measurement.");
  }
  if (!better.isEmpty() && !known->better.isEmpty()) known->better = better;
  return *known;
}

CurveWords curveWords(const QString& name) {
  const QString first = name.section(u'/', 0, 0);
  const QString second = name.section(u'/', 1, 1);
  const bool real = name.section(u'/', 2) == QLatin1String("real");
  if (first == QLatin1String("measure") && !second.isEmpty()) {
    CurveWords words = measureWords(second);
    if (real) {
      addRemark(words, tr("real clips"));
      words.better.clear();
    }
    return words;
  }
  if (first == QLatin1String("score")) {
    return {(real ? tr("%1: score of real clips") : tr("%1: score of made clips"))
                .arg(criticWords(second)),
            tr("What the critic says on average: it tries to keep real above 1 and made below -1."),
            {},
            {}};
  }
  const auto is = [&name](const char* key) { return name == QLatin1String(key); };
  if (is("loss/generator")) {
    return {tr("Loss of the generator"),
            tr("What the generator tries to lower against critics that learn too: its height alone "
               "says little."),
            {},
            {}};
  }
  if (is("loss/critic")) {
    return {tr("Loss of the critics"),
            tr("Near 0 the critics tell made from real with ease; steady is good, a jump is not."),
            {},
            {}};
  }
  if (is("gradient/generator")) {
    return {tr("Gradient of the generator"), tr("How hard a step pulls at the weights."), {}, {}};
  }
  if (is("gradient/critic")) {
    return {tr("Gradient of the critics"), tr("How hard a step pulls at the weights."), {}, {}};
  }
  if (is("time/step")) {
    return {tr("Time of a step"), tr("One generator step and the critics' steps before it."),
            kLower, tr("seconds")};
  }
  if (is("time/waiting")) {
    return {tr("Time waiting for clips"), tr("The part of a step in which the data was not there."),
            kLower, tr("seconds")};
  }
  if (is("memory/resident")) {
    return {tr("Memory of the trainer"), tr("What the trainer's process holds."), {}, tr("MB")};
  }
  if (is("variety/made_to_real")) {
    return {tr("Variety within a class"),
            tr("How different made clips of one class are, over how different real ones are: 1 is "
               "that of real clips, near 0 all look alike."),
            {},
            {}};
  }
  return {name, {}, {}, {}};
}

QString aboutCurve(const CurveWords& words, const QString& name) {
  QStringList lines{words.fullTitle()};
  if (!words.about.isEmpty()) lines << words.about;
  QString wish = betterText(words.better);
  if (!wish.isEmpty()) {
    wish[0] = wish[0].toUpper();
    lines << wish + QLatin1Char('.');
  }
  if (name != words.title) lines << tr("In files: %1").arg(name);
  return lines.join(QLatin1Char('\n'));
}

}  // namespace unroll::ui
