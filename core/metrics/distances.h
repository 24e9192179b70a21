#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <torch/types.h>

#include "base/seeds.h"
#include "metrics/feature_statistics.h"
#include "metrics/spread.h"

namespace unroll::metrics {

/// The Fréchet distance of two Gaussians fitted to features: FVD on I3D logits, FID on Inception
/// features of frames.
///
///   |mu_a - mu_b|^2 + tr(Sa + Sb) - 2 tr sqrt(Sa^1/2 Sb Sa^1/2), never below 0
///
/// Paper:   Heusel et al. 2017, arXiv:1706.08500; Unterthiner et al. 2018, arXiv:1812.01717.
struct FrechetDistance {
  double distance = 0;
  double meanPart = 0;         ///< |mu_a - mu_b|^2
  double covariancePart = 0;   ///< the rest
  bool rankDeficient = false;  ///< fewer clips than numbers a clip: the rest is biased upwards
};
FrechetDistance frechetDistance(const FeatureStatistics& a, const FeatureStatistics& b);

/// One side of such a distance, made once and compared with many.
struct FeatureGaussian {
  int64_t count = 0;
  torch::Tensor mean;  ///< (width), float64
  torch::Tensor root;  ///< (width, width): the covariance's square root
  double trace = 0;    ///< of the covariance
};
FeatureGaussian gaussianOf(const FeatureStatistics& statistics);
FrechetDistance frechetDistance(const FeatureGaussian& a, const FeatureStatistics& b);

/// A sentence for a distance on too few clips (or frames, as `what` says), or "". Shapes: none.
std::string frechetWarning(int64_t clipsA, int64_t clipsB, int64_t width,
                           const char* what = "clips");

/// exp of the mean divergence of p(y|x) from p(y), over `splits` parts in order.
///
/// Paper:   Salimans et al. 2016, arXiv:1606.03498. Shapes: logits (N, classes), N >= splits.
Spread inceptionScore(const torch::Tensor& logits, int64_t splits = 10);

/// The squared maximum mean discrepancy of two sets, without bias (it may be below 0).
struct KernelDistance {
  double distance = 0;
  double error = 0;    ///< standard error of a mean over blocks; 0 of one block
  int64_t blocks = 1;  ///< that it is the mean of
  int64_t rows = 0;    ///< of the larger side of a block
};

/// With the kernel (x.y / d + 1)^3. Of all vectors at once up to 2,048 on each side; else the mean
/// over blocks of at most 1,000 vectors of the smaller set and 2,048 of the larger, into which both
/// are divided at random: no vector is in two blocks, so that blocks are independent of each other.
///
/// Paper:   Binkowski et al. 2018, arXiv:1801.01401, section 4. We differ: their subsets overlap.
/// Shapes:  (N, d), (M, d); N, M >= 2. Memory: three tables of a block.
KernelDistance kernelDistance(const torch::Tensor& a, const torch::Tensor& b, uint64_t seed);

/// How two sets of points lie among each other.
///
///   precision: fakes within some real point's k-th neighbour distance; recall: the reverse (k = 3)
///   density:   real balls around a fake, over k; coverage: real balls with a fake in (k = 5)
///
/// Paper:   Kynkaanniemi et al. 2019, arXiv:1904.06991; Naeem et al. 2020, arXiv:2002.09797.
struct Neighbourhood {
  double precision = 0, recall = 0, density = 0, coverage = 0;
};
Neighbourhood neighbourhood(const torch::Tensor& real, const torch::Tensor& fake);

/// The numbers of `taken` different rows out of `count`, in the order drawn.
torch::Tensor drawRows(Random& random, int64_t count, int64_t taken);

/// For each fake the nearest real vector.
struct Nearest {
  std::vector<int64_t> index;
  std::vector<double> distance;  ///< Euclidean
};
Nearest nearestReal(const torch::Tensor& real, const torch::Tensor& fake);

/// The mean distance of two different rows: how different clips are from each other.
double meanPairDistance(const torch::Tensor& features);

}  // namespace unroll::metrics
