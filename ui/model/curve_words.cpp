#include "ui/model/curve_words.h"

#include <algorithm>
#include <iterator>
#include <span>

#include <QCoreApplication>
#include <QStringList>

#include "ui/model/checkpoints.h"

namespace unroll::ui {
namespace {

constexpr const char *kLower = "lower", *kHigher = "higher", *kReal = "near real";
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

/// A curve as it is in the log, in English.
struct Entry {
  const char* key;
  const char* title;
  const char* about;
  const char* better = "";
  const char* unit = "";
};

/// Measures by the features of a network, whose name follows: "kvd" of "kvd_small". They sum up a
/// model, so they are shown first, in this order.
constexpr Entry kOfNetworks[] = {
    {"fvd", QT_TRANSLATE_NOOP("unroll::ui", "FVD"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How far the made clips are from real ones, by what an I3D network sees in "
                       "them: the number that papers give."),
     kLower},
    {"fid", QT_TRANSLATE_NOOP("unroll::ui", "FID of frames"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How far single made frames are from real ones, by what a network sees in "
                       "them; motion does not count."),
     kLower},
    {"fd", QT_TRANSLATE_NOOP("unroll::ui", "Fréchet distance"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How far the made clips are from real ones, by mean and spread of what a "
                       "network sees in them."),
     kLower},
    {"kvd", QT_TRANSLATE_NOOP("unroll::ui", "Kernel distance"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How far the made clips are from real ones, clip by clip; steadier than "
                       "the Fréchet distance with few clips."),
     kLower},
    {"is", QT_TRANSLATE_NOOP("unroll::ui", "Inception Score"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "High when each clip clearly belongs to one class and all classes occur."),
     kHigher},
    {"precision", QT_TRANSLATE_NOOP("unroll::ui", "Precision"),
     QT_TRANSLATE_NOOP("unroll::ui", "Share of made clips that look like some real one."), kHigher},
    {"recall", QT_TRANSLATE_NOOP("unroll::ui", "Recall"),
     QT_TRANSLATE_NOOP("unroll::ui", "Share of real clips that look like some made one: variety."),
     kHigher},
    {"density", QT_TRANSLATE_NOOP("unroll::ui", "Density"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How many real clips are near each made one, beside how many are near each "
                       "other."),
     kHigher},
    {"coverage", QT_TRANSLATE_NOOP("unroll::ui", "Coverage"),
     QT_TRANSLATE_NOOP("unroll::ui", "Share of real clips that have a made one nearby."), kHigher},
};

/// Measures of the pixels themselves, shown after those.
constexpr Entry kOfPixels[] = {
    {"psd_high_db", QT_TRANSLATE_NOOP("unroll::ui", "Fine detail"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "Power of the finest detail in the frames, beside real ones: below 0 is "
                       "blurred, above is noisy or too sharp."),
     kReal, QT_TRANSLATE_NOOP("unroll::ui", "dB")},
    {"motion", QT_TRANSLATE_NOOP("unroll::ui", "Change from frame to frame"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How much a pixel changes between two frames: 0 stands still."),
     kReal, QT_TRANSLATE_NOOP("unroll::ui", "levels of 255")},
    {"flow", QT_TRANSLATE_NOOP("unroll::ui", "Motion"),
     QT_TRANSLATE_NOOP("unroll::ui", "How far things move between two frames, by optical flow."),
     kReal, QT_TRANSLATE_NOOP("unroll::ui", "pixels a frame")},
    {"grounding_db", QT_TRANSLATE_NOOP("unroll::ui", "Keeps to the stage below"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How alike a stage's clip, made small, is to the clip it was made from."),
     kHigher, QT_TRANSLATE_NOOP("unroll::ui", "dB")},
    {"grounding_other_db", QT_TRANSLATE_NOOP("unroll::ui", "Likeness to another video"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How alike a stage's clip is to the small clip of another seed: what 'keeps "
                       "to the stage below' must be well above."),
     "", QT_TRANSLATE_NOOP("unroll::ui", "dB")},
    {"grounding_ssim", QT_TRANSLATE_NOOP("unroll::ui", "Keeps to the stage below, structure"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "The same by edges and structure (SSIM): 1 is the same picture."),
     kHigher},
    {"diversity", QT_TRANSLATE_NOOP("unroll::ui", "Distance of two clips"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How different two made clips are: near 0 they are all alike."),
     kReal},
    {"nearest_real", QT_TRANSLATE_NOOP("unroll::ui", "Distance to the nearest real clip"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "Far below what real clips have among themselves, the training clips were "
                       "learned by heart."),
     kReal},
    {"seam", QT_TRANSLATE_NOOP("unroll::ui", "Jump between windows"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "Change where training windows would meet in a long video, over the change "
                       "elsewhere: above 1 a seam is seen."),
     kReal},
};

/// Curves of the training itself.
constexpr Entry kTraining[] = {
    {"loss/generator", QT_TRANSLATE_NOOP("unroll::ui", "Loss of the generator"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "What the generator tries to lower against critics that learn too: its "
                       "height alone says little.")},
    {"loss/critic", QT_TRANSLATE_NOOP("unroll::ui", "Loss of the critics"),
     QT_TRANSLATE_NOOP(
         "unroll::ui",
         "Near 0 the critics tell made from real with ease; steady is good, a jump is not.")},
    {"gradient/generator", QT_TRANSLATE_NOOP("unroll::ui", "Gradient of the generator"),
     QT_TRANSLATE_NOOP("unroll::ui", "How hard a step pulls at the weights.")},
    {"gradient/critic", QT_TRANSLATE_NOOP("unroll::ui", "Gradient of the critics"),
     QT_TRANSLATE_NOOP("unroll::ui", "How hard a step pulls at the weights.")},
    {"time/step", QT_TRANSLATE_NOOP("unroll::ui", "Time of a step"),
     QT_TRANSLATE_NOOP("unroll::ui", "One generator step and the critics' steps before it."),
     kLower, QT_TRANSLATE_NOOP("unroll::ui", "seconds")},
    {"time/waiting", QT_TRANSLATE_NOOP("unroll::ui", "Time waiting for clips"),
     QT_TRANSLATE_NOOP("unroll::ui", "The part of a step in which the data was not there."), kLower,
     QT_TRANSLATE_NOOP("unroll::ui", "seconds")},
    {"memory/resident", QT_TRANSLATE_NOOP("unroll::ui", "Memory of the trainer"),
     QT_TRANSLATE_NOOP("unroll::ui", "What the trainer's process holds."), "",
     QT_TRANSLATE_NOOP("unroll::ui", "MB")},
    {"variety/made_to_real", QT_TRANSLATE_NOOP("unroll::ui", "Variety within a class"),
     QT_TRANSLATE_NOOP("unroll::ui",
                       "How different made clips of one class are, over how different real ones "
                       "are: 1 is that of real clips, near 0 all look alike.")},
};

constexpr int kMeasures = std::size(kOfNetworks) + std::size(kOfPixels);

/// The entry of that key; null: it is not known.
const Entry* find(std::span<const Entry> entries, const QString& key) {
  const auto found = std::ranges::find_if(
      entries, [&key](const Entry& entry) { return key == QLatin1String(entry.key); });
  return found == entries.end() ? nullptr : &*found;
}

/// Its place among all measures; -1: it is none of them.
int placeOf(const QString& key) {
  if (const Entry* entry = find(kOfNetworks, key)) return static_cast<int>(entry - kOfNetworks);
  const Entry* entry = find(kOfPixels, key);
  return entry == nullptr ? -1 : static_cast<int>(std::size(kOfNetworks) + (entry - kOfPixels));
}

/// In the person's language.
CurveWords said(const Entry& entry) {
  const auto words = [](const char* text) { return *text == '\0' ? QString() : tr(text); };
  return {words(entry.title), words(entry.about), QLatin1String(entry.better), words(entry.unit)};
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
  const bool late = name.endsWith(kLate);
  const QString base = withoutLive(late ? name.chopped(kLate.size()) : name);
  int at = placeOf(base);
  if (at < 0) at = placeOf(base.section(u'_', 0, 0));
  if (at < 0) at = kMeasures;
  return at + (late ? kMeasures + 1 : 0);
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
  return better == QLatin1String(kLower)    ? tr("lower is better")
         : better == QLatin1String(kHigher) ? tr("higher is better")
         : better == QLatin1String(kReal)   ? tr("near the real is better")
                                            : QString();
}

CurveWords measureWords(const QString& name, const QString& title, const QString& better) {
  QString base = withoutLive(name);
  const bool late = base.endsWith(kLate);
  if (late) base.chop(kLate.size());
  const bool look = base.endsWith(kLook);
  if (look) base.chop(kLook.size());
  const Entry* pixels = find(kOfPixels, base);
  const Entry* entry = pixels != nullptr ? pixels : find(kOfNetworks, base.section(u'_', 0, 0));
  if (entry == nullptr) return {title.isEmpty() ? name : title, {}, better, {}};
  CurveWords known = said(*entry);
  if (pixels == nullptr) known.network = base.section(u'_', 1).replace(u'_', u' ');
  if (look) {
    addRemark(known, tr("first frames"));
    known.about += QLatin1Char(' ') + tr("Here of clips that repeat their first frame: looks "
                                         "without motion.");
  }
  if (late) {
    addRemark(known, tr("last window"));
    known.about += QLatin1Char(' ') + tr("Here at the end of long videos.");
  }
  if (name.startsWith(kLive)) {
    addRemark(known, tr("while training"));
    known.about += QLatin1Char(' ') + tr("Here of a few clips, taken while training: for how it "
                                         "goes on, not to compare with a full measurement.");
  }
  if (!better.isEmpty() && !known.better.isEmpty()) known.better = better;
  return known;
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
  if (const Entry* entry = find(kTraining, name)) return said(*entry);
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
