#include "metrics/distances.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <ATen/ops/linalg_eigh.h>
#include <ATen/ops/linalg_eigvalsh.h>
#include <fmt/format.h>

#include "base/seeds.h"

namespace unroll::metrics {
namespace {

constexpr int64_t kRows = 512;  // Rows of a distance table made at once.
// The tables of a kernel distance grow with the square of the vectors.
constexpr int64_t kKernelWhole = 2048, kKernelBlock = 1000;

torch::Tensor doubles(const torch::Tensor& x) {
  return x.detach().to(torch::kCPU, torch::kFloat64).contiguous();
}

torch::Tensor kernel(const torch::Tensor& a, const torch::Tensor& b) {
  return (a.mm(b.t()) / static_cast<double>(a.size(1)) + 1.0).pow_(3);
}

double kernelEstimate(const torch::Tensor& a, const torch::Tensor& b) {
  const auto n = static_cast<double>(a.size(0)), m = static_cast<double>(b.size(0));
  const torch::Tensor aa = kernel(a, a), bb = kernel(b, b);
  const double within = (aa.sum() - aa.trace()).item<double>() / (n * (n - 1)) +
                        (bb.sum() - bb.trace()).item<double>() / (m * (m - 1));
  return within - 2 * kernel(a, b).mean().item<double>();
}

/// Calls `use(first, distances)` with the distances of a few rows of `a` to all of `b`.
template <typename Use>
void eachRow(const torch::Tensor& a, const torch::Tensor& b, Use use) {
  for (int64_t first = 0; first < a.size(0); first += kRows) {
    const int64_t count = std::min(kRows, a.size(0) - first);
    // By subtraction, not by the dot product: equal vectors have the distance 0 exactly.
    use(first, at::cdist(a.narrow(0, first, count), b, 2, /*compute_mode=*/2));
  }
}

/// The distance of each row to its k-th nearest other row, for each of `ks`; fewer rows: to the
/// last.
std::vector<torch::Tensor> ballSizes(const torch::Tensor& x, const std::vector<int64_t>& ks) {
  std::vector<std::vector<torch::Tensor>> parts(ks.size());
  eachRow(x, x, [&](int64_t, const torch::Tensor& distances) {
    for (size_t i = 0; i < ks.size(); ++i) {
      parts[i].push_back(std::get<0>(distances.kthvalue(std::min(ks[i] + 1, x.size(0)), 1)));
    }
  });
  std::vector<torch::Tensor> balls;
  for (const auto& rows : parts) balls.push_back(at::cat(rows));
  return balls;
}

/// Share of `points` that lie in any ball of `centres`.
double shareInside(const torch::Tensor& points, const torch::Tensor& centres,
                   const torch::Tensor& balls) {
  int64_t inside = 0;
  eachRow(points, centres, [&](int64_t, const torch::Tensor& distances) {
    inside += (distances <= balls).any(1).sum().item<int64_t>();
  });
  return static_cast<double>(inside) / static_cast<double>(points.size(0));
}

}  // namespace

torch::Tensor drawRows(Random& random, int64_t count, int64_t taken) {
  std::vector<int64_t> all(static_cast<size_t>(count));
  std::iota(all.begin(), all.end(), 0);
  for (int64_t i = 0; i < taken; ++i) {
    std::swap(all[static_cast<size_t>(i)], all[static_cast<size_t>(i + random.below(count - i))]);
  }
  all.resize(static_cast<size_t>(taken));
  return torch::tensor(all, torch::kInt64);
}

FeatureGaussian gaussianOf(const FeatureStatistics& statistics) {
  torch::NoGradGuard guard;
  const torch::Tensor covariance = statistics.covariance();
  const auto [values, vectors] = at::linalg_eigh(covariance);
  return {statistics.count(), statistics.mean().clone(),
          (vectors * values.clamp_min(0).sqrt()).mm(vectors.t()),
          covariance.trace().item<double>()};
}

FrechetDistance frechetDistance(const FeatureStatistics& a, const FeatureStatistics& b) {
  return frechetDistance(gaussianOf(a), b);
}

FrechetDistance frechetDistance(const FeatureGaussian& a, const FeatureStatistics& b) {
  TORCH_CHECK(a.mean.size(0) == b.width(), "features of ", a.mean.size(0), " and ", b.width(),
              " numbers");
  torch::NoGradGuard guard;
  const torch::Tensor sb = b.covariance();
  const torch::Tensor middle = a.root.mm(sb).mm(a.root);
  // Rounding leaves it a little askew, and eigvalsh looks at one half only.
  const torch::Tensor cross =
      at::linalg_eigvalsh((middle + middle.t()) / 2).clamp_min(0).sqrt().sum();
  FrechetDistance result;
  result.meanPart = (a.mean - b.mean()).square().sum().item<double>();
  result.covariancePart = (a.trace + sb.trace() - 2 * cross).item<double>();
  result.distance = std::max(0.0, result.meanPart + result.covariancePart);
  result.rankDeficient = std::min(a.count, b.count()) <= b.width();
  return result;
}

std::string frechetWarning(int64_t clipsA, int64_t clipsB, int64_t width, const char* what) {
  const int64_t fewest = std::min(clipsA, clipsB);
  if (fewest > width) return {};
  return fmt::format(
      "{} {} are too few for the covariance of {} numbers: the Fréchet distance is biased "
      "upwards; compare it only with others of as many {}.",
      fewest, what, width, what);
}

Spread inceptionScore(const torch::Tensor& logits, int64_t splits) {
  const int64_t n = logits.size(0);
  TORCH_CHECK(n >= splits && splits >= 1, "an Inception Score of ", n, " clips in ", splits);
  torch::NoGradGuard guard;
  const torch::Tensor logP = doubles(logits).log_softmax(1);
  std::vector<double> scores;
  for (int64_t split = 0, first = 0; split < splits; ++split) {
    const int64_t count = n / splits + (split < n % splits ? 1 : 0);
    const torch::Tensor part = logP.narrow(0, first, count);
    const torch::Tensor p = part.exp();
    scores.push_back(
        (p * (part - p.mean(0).log())).nan_to_num(0.0).sum(1).mean().exp().item<double>());
    first += count;
  }
  return spreadOf(scores);
}

KernelDistance kernelDistance(const torch::Tensor& a, const torch::Tensor& b, uint64_t seed) {
  torch::NoGradGuard guard;
  const int64_t n = a.size(0), m = b.size(0);
  TORCH_CHECK(std::min(n, m) >= 2, "a kernel distance of ", n, " and ", m, " vectors");
  KernelDistance found;
  found.rows = std::max(n, m);
  if (found.rows <= kKernelWhole) {
    found.distance = kernelEstimate(doubles(a), doubles(b));
    return found;
  }
  found.blocks = (std::min(n, m) + kKernelBlock - 1) / kKernelBlock;
  const int64_t perA = std::min(n / found.blocks, kKernelWhole);
  const int64_t perB = std::min(m / found.blocks, kKernelWhole);
  found.rows = std::max(perA, perB);
  Random random(streamSeed(seed, "kernel-distance"));
  const torch::Tensor first = drawRows(random, n, perA * found.blocks);
  const torch::Tensor second = drawRows(random, m, perB * found.blocks);
  std::vector<double> estimates;
  for (int64_t block = 0; block < found.blocks; ++block) {
    estimates.push_back(
        kernelEstimate(doubles(a.index_select(0, first.narrow(0, block * perA, perA))),
                       doubles(b.index_select(0, second.narrow(0, block * perB, perB)))));
  }
  const Spread spread = spreadOf(estimates);
  found.distance = spread.mean;
  if (found.blocks > 1) {
    found.error = spread.deviation / std::sqrt(static_cast<double>(found.blocks - 1));
  }
  return found;
}

Neighbourhood neighbourhood(const torch::Tensor& real, const torch::Tensor& fake) {
  torch::NoGradGuard guard;
  const torch::Tensor r = doubles(real), f = doubles(fake);
  constexpr int64_t kShape = 3, kDensity = 5;
  Neighbourhood result;
  const std::vector<torch::Tensor> own = ballSizes(r, {kShape, kDensity});
  result.precision = shareInside(f, r, own[0]);
  result.recall = shareInside(r, f, ballSizes(f, {kShape}).front());
  const torch::Tensor& balls = own[1];
  double inside = 0;
  int64_t covered = 0;
  eachRow(r, f, [&](int64_t first, const torch::Tensor& distances) {
    const torch::Tensor within =
        distances <= balls.narrow(0, first, distances.size(0)).unsqueeze(1);
    inside += within.sum().item<double>();
    covered += within.any(1).sum().item<int64_t>();
  });
  result.density = inside / (static_cast<double>(kDensity) * static_cast<double>(f.size(0)));
  result.coverage = static_cast<double>(covered) / static_cast<double>(r.size(0));
  return result;
}

Nearest nearestReal(const torch::Tensor& real, const torch::Tensor& fake) {
  torch::NoGradGuard guard;
  const torch::Tensor r = doubles(real), f = doubles(fake);
  Nearest nearest;
  eachRow(f, r, [&](int64_t, const torch::Tensor& distances) {
    const auto [least, at] = distances.min(1);
    for (int64_t i = 0; i < least.size(0); ++i) {
      nearest.distance.push_back(least[i].item<double>());
      nearest.index.push_back(at[i].item<int64_t>());
    }
  });
  return nearest;
}

double meanPairDistance(const torch::Tensor& features) {
  torch::NoGradGuard guard;
  const torch::Tensor x = doubles(features);
  const auto n = static_cast<double>(x.size(0));
  if (x.size(0) < 2) return 0;
  double sum = 0;
  eachRow(x, x,
          [&](int64_t, const torch::Tensor& distances) { sum += distances.sum().item<double>(); });
  return sum / (n * (n - 1));
}

}  // namespace unroll::metrics
