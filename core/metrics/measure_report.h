#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/json_file.h"
#include "metrics/spread.h"

namespace unroll::metrics {

struct LoadedFeatures;

/// Everything that a number depends on. Numbers of different protocols are not comparable.
struct Protocol {
  std::string network;   ///< "features-small"; empty when no network was used
  std::string hash;      ///< xxh3-64 of its weights
  std::string features;  ///< which of its numbers
  std::string resize;
  int64_t frames = 0;
  int64_t size = 0;
  double frameRate = 0;
  int64_t hop = 0;  ///< frames between two clips of a file
  int64_t realClips = 0, fakeClips = 0;
  int64_t keptClips = 0;  ///< of each set at most, that draws are taken from
  int64_t drawClips = 0;  ///< on each side of a draw
  int64_t draws = 0;
  int64_t splits = 0;        ///< of the Inception Score
  int64_t kernelBlocks = 0;  ///< of a draw, that a kernel distance is the mean of; 1: all at once
  int64_t kernelRows = 0;    ///< of a block
  uint64_t seed = 0;
  std::string real, fake;  ///< what was measured

  /// The network that clips were turned into numbers with.
  void setNetwork(const LoadedFeatures& features);

  /// Equal keys: the numbers may stand on one axis. (The clips themselves are not part of it.)
  std::string key() const;
  /// One line for people.
  std::string line() const;
};

/// One measure.
struct MeasureRow {
  std::string name;   ///< "fd_small": the event is "measure/fd_small"
  std::string title;  ///< "Fréchet distance (features-small)"
  std::string unit;
  std::string better;  ///< "lower", "higher", "near real"
  std::optional<Spread> fake;
  std::optional<Spread> floor;  ///< real against other real clips, or the real clips' own number
  std::optional<Spread> still;  ///< real clips that show their first frame throughout
  std::optional<Spread> noise;  ///< uniform noise
  std::optional<double> whole;  ///< all fake against all real clips
  std::optional<double> wholeError;  ///< standard error of `whole`, where it is a mean over blocks

  /// How far a mean of fake clips, with a floor of that mean, is from what is wanted, as `better`
  /// says; less is better. The one rule by which a best checkpoint is told.
  double distanceFromWanted(double fakeMean, double floorMean) const;
  /// The same of the row's own numbers; nothing when there is no finite one.
  std::optional<double> distanceFromWanted() const;

  /// A row without numbers yet.
  static MeasureRow of(std::string name, std::string title, std::string unit, std::string better);
};

/// Numbers along the frames of a clip, or along frequencies.
struct MeasureCurve {
  std::string name;  ///< "motion", "flow", "psd_high_share", "psd_high_db", "temporal_psd"
  std::string unit;
  std::vector<double> fake, real;
};

/// Spectra for each time step: rows are frames, columns cycles a picture.
struct SpectrumCurves {
  std::vector<std::vector<double>> fake, real, realDeviation;
};

struct ClassMotion {
  std::string name;
  int64_t realClips = 0, fakeClips = 0;
  double real = 0, fake = 0;  ///< mean change from frame to frame, levels of 255
};

struct MeasureReport {
  Protocol protocol;
  std::vector<MeasureRow> rows;
  std::vector<MeasureCurve> curves;
  SpectrumCurves spectrum;
  std::vector<ClassMotion> classes;
  std::vector<std::string> warnings;
  double seconds = 0;

  const MeasureRow* find(const std::string& name) const;
};

io::Json toJson(const Protocol& protocol);
io::Json toJson(const MeasureReport& report);

/// What a run's events carry: "measure/fd_small", and "measure/fd_small/real" for its floor.
std::vector<std::pair<std::string, double>> scalarsOf(const MeasureReport& report,
                                                      const std::string& prefix = "measure/");

/// The fields of a "spectrum" event without stage and step: size, fake (a row for each time step),
/// real and realDeviation (mean over time steps). Empty when there is no spectrum.
io::Json spectrumFields(const MeasureReport& report);

/// The words that --measures takes.
const std::vector<std::string>& measureNames();
/// Those of them that any network serves: all but fid.
const std::vector<std::string>& usualMeasures();

/// "fvd,psd" -> its words; "" and "all" -> usualMeasures(). Errors: Usage with the nearest word.
Result<std::vector<std::string>> parseMeasures(const std::string& text);

/// The network for these measures: `asked`, or inception where fid is asked for with the default
/// ("small") and nothing else needs a network. Errors: Usage when something else does.
Result<std::string> networkFor(const std::vector<std::string>& measures, const std::string& asked);

/// Errors: Usage when fid is asked for and the network that a file held looks at clips.
Result<void> checkNetwork(const std::vector<std::string>& measures, const LoadedFeatures& loaded);

}  // namespace unroll::metrics
