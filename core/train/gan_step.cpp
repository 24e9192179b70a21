#include "train/gan_step.h"

#include <cmath>

#include <ATen/autocast_mode.h>

#include "train/first_stage_window.h"
#include "train/losses.h"

namespace unroll::train {
namespace {

/// Autocast to bfloat16 on CUDA while it lives, when wanted.
class Autocast {
 public:
  explicit Autocast(bool wanted) : wanted_(wanted) {
    if (!wanted_) return;
    before_ = at::autocast::is_autocast_enabled(at::kCUDA);
    at::autocast::set_autocast_enabled(at::kCUDA, true);
    at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
    at::autocast::increment_nesting();
  }
  ~Autocast() {
    if (!wanted_) return;
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(at::kCUDA, before_);
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  bool wanted_;
  bool before_ = false;
};

torch::Tensor full(const torch::Tensor& scores) {
  return scores.scalar_type() == torch::kBFloat16 ? scores.to(torch::kFloat32) : scores;
}

/// Real clips, then fake ones, in one batch laid out as the critics want it.
torch::Tensor join(const torch::Tensor& real, const torch::Tensor& fake) {
  if (!real.defined()) return {};
  std::vector<int64_t> shape = real.sizes().vec();
  const int64_t clips = shape[0];
  shape[0] += fake.size(0);
  torch::Tensor both =
      torch::empty(shape, real.options().memory_format(at::MemoryFormat::ChannelsLast3d));
  both.narrow(0, 0, clips).copy_(real);
  both.narrow(0, clips, fake.size(0)).copy_(fake);
  return both;
}

}  // namespace

StepReport PendingReport::read() const {
  const torch::Tensor values = numbers.to(torch::kCPU, torch::kFloat64).contiguous();
  const auto* value = values.const_data_ptr<double>();
  StepReport report;
  report.loss = value[0];
  report.gradientNorm = std::sqrt(value[1]);
  report.applied = std::isfinite(value[0]) && std::isfinite(value[1]);
  const double* mean = value + 2;
  for (const std::string& critic : critics) {
    StepReport::Scores scores;
    scores.critic = critic;
    if (real) scores.real = *mean++;
    scores.fake = *mean++;
    report.scores.push_back(std::move(scores));
  }
  if (variety && mean[1] > 0) report.variety = mean[0] / mean[1];
  return report;
}

GanStep::GanStep(std::vector<StageNets*> stages, GanStepOptions options)
    : stages_(std::move(stages)), options_(options) {
  const bool joint = stages_.size() > 1;
  NamedTensors criticParameters;
  for (size_t i = 0; i < stages_.size(); ++i) {
    const StageNets& nets = *stages_[i];
    const std::string prefix = joint ? stageName(nets.index) + "." : "";
    for (const auto& [name, module] : nets.critics()) {
      const Kind kind = name == "spatial"    ? Kind::Spatial
                        : name == "temporal" ? Kind::Temporal
                                             : Kind::Matching;
      critics_.push_back({i, prefix + name, module, kind});
      if (kind == Kind::Matching && i == 0) firstNeedsLow_ = true;
      NamedTensors more = namedParameters(*module, prefix + name + ".");
      criticParameters.insert(criticParameters.end(), more.begin(), more.end());
    }
    const StageRecipe& recipe = nets.recipe;
    generatorAdams_.emplace_back(
        prefix + "generator", namedParameters(*nets.generator, prefix + "generator."),
        AdamOptions{recipe.generatorRate, recipe.beta1, recipe.beta2, recipe.adamEpsilon});
  }
  const StageRecipe& last = stages_.back()->recipe;
  criticAdams_.emplace_back("critics", std::move(criticParameters),
                            AdamOptions{last.criticRate, last.beta1, last.beta2, last.adamEpsilon});
}

std::vector<torch::Tensor> GanStep::generate(const StepInput& input) {
  std::vector<torch::Tensor> clips;
  torch::Tensor low = input.low;
  for (size_t i = 0; i < stages_.size(); ++i) {
    StageNets& nets = *stages_[i];
    low = nets.index == 0 ? firstStageWindow(*nets.generator, input.z[i], input.label,
                                             {input.skipped, nets.recipe.burnIn}, input.frames)
                          : nets.generator->forward(input.z[i], input.label, 0, low);
    clips.push_back(low);
  }
  return clips;
}

GanStep::Views GanStep::augmented(const AugmentPlan& plan, const std::vector<torch::Tensor>& clips,
                                  const torch::Tensor& low) const {
  Views views{clips, firstNeedsLow_ ? low : torch::Tensor()};
  if (plan.empty()) return views;
  std::vector<torch::Tensor> list(views.clips.rbegin(), views.clips.rend());  // The finest first.
  list.push_back(views.low);
  list = augment(plan, std::move(list));
  views.low = list.back();
  list.pop_back();
  views.clips.assign(list.rbegin(), list.rend());
  return views;
}

torch::Tensor GanStep::score(const Critic& critic, const Views& views, const torch::Tensor& label,
                             const StepInput& input) const {
  const torch::Tensor& clip = views.clips[critic.stage];
  switch (critic.kind) {
    case Kind::Spatial: {
      const torch::Tensor& picked = input.picked[critic.stage];
      const bool all = picked.numel() == clip.size(2);
      return full(critic.module->as<models::SpatialCritic>()->forward(
          all ? clip : clip.index_select(2, picked), label));
    }
    case Kind::Temporal:
      return full(critic.module->as<models::TemporalCritic>()->forward(clip, label));
    case Kind::Matching:
      break;
  }
  const torch::Tensor& low = critic.stage == 0 ? views.low : views.clips[critic.stage - 1];
  return full(critic.module->as<models::MatchingCritic>()->forward(low, clip, label));
}

torch::Tensor GanStep::criticLoss(const StepInput& input, const std::vector<torch::Tensor>& fakes) {
  Views real, fake;
  {
    torch::NoGradGuard guard;
    real = augmented(input.augmentReal, input.real, input.realLow);
    fake = augmented(input.augmentFake, fakes, input.low);
  }
  const int64_t clips = input.label.size(0);
  torch::Tensor label;
  Views both;
  if (options_.onePass) {
    torch::NoGradGuard guard;
    label = torch::cat({input.label, input.label});
    for (size_t i = 0; i < real.clips.size(); ++i)
      both.clips.push_back(join(real.clips[i], fake.clips[i]));
    both.low = join(real.low, fake.low);
  }
  torch::Tensor loss;
  for (const Critic& critic : critics_) {
    torch::Tensor onReal, onFake;
    if (options_.onePass) {
      const torch::Tensor scores = score(critic, both, label, input);
      onReal = scores.narrow(0, 0, clips);
      onFake = scores.narrow(0, clips, clips);
    } else {
      onReal = score(critic, real, input.label, input);
      onFake = score(critic, fake, input.label, input);
    }
    note(onReal);
    note(onFake);
    const torch::Tensor one = criticHinge(onReal, onFake);
    loss = loss.defined() ? loss + one : one;
  }
  return loss;
}

void GanStep::note(const torch::Tensor& score) { means_.push_back(score.detach().mean()); }

PendingReport GanStep::critic(std::span<const StepInput> inputs) {
  means_.clear();
  for (const Critic& critic : critics_) nn::advance(*critic.module);
  Adam& adam = criticAdams_[0];
  adam.zeroGrad();
  std::vector<std::vector<torch::Tensor>> fakes;
  {
    torch::NoGradGuard guard;
    Autocast autocast(options_.bfloat16);
    std::vector<std::unique_ptr<nn::NormScope>> norms;
    for (StageNets* nets : stages_)
      norms.push_back(std::make_unique<nn::NormScope>(*nets->generator));
    for (const StepInput& input : inputs) fakes.push_back(generate(input));
  }
  torch::Tensor total;
  for (size_t i = 0; i < inputs.size(); ++i) {
    torch::Tensor loss;
    {
      Autocast autocast(options_.bfloat16);
      std::vector<std::unique_ptr<nn::NormScope>> norms;
      for (const Critic& critic : critics_)
        norms.push_back(std::make_unique<nn::NormScope>(*critic.module));
      loss = criticLoss(inputs[i], fakes[i]);
      fakes[i].clear();
      if (inputs.size() > 1) loss = loss / static_cast<double>(inputs.size());
    }
    loss.backward();
    total = total.defined() ? total + loss.detach() : loss.detach();
  }
  return finish(total, inputs.size(), criticAdams_, true);
}

PendingReport GanStep::generator(std::span<const StepInput> inputs) {
  means_.clear();
  for (StageNets* nets : stages_) nn::advance(*nets->generator);
  for (Adam& adam : generatorAdams_) adam.zeroGrad();
  criticAdams_[0].setRequiresGrad(false);  // No gradient of the critics' weights in this step.
  std::vector<std::unique_ptr<nn::NormScope>> criticNorms;
  {
    torch::NoGradGuard guard;
    for (const Critic& critic : critics_)
      criticNorms.push_back(std::make_unique<nn::NormScope>(*critic.module));
  }
  torch::Tensor total, varieties;
  for (const StepInput& input : inputs) {
    torch::Tensor loss;
    {
      Autocast autocast(options_.bfloat16);
      std::vector<std::unique_ptr<nn::NormScope>> norms;
      for (StageNets* nets : stages_)
        norms.push_back(std::make_unique<nn::NormScope>(*nets->generator));
      const std::vector<torch::Tensor> clips = generate(input);
      const Views views = augmented(input.augmentFake, clips, input.low);
      for (const Critic& critic : critics_) {
        const torch::Tensor scores = score(critic, views, input.label, input);
        note(scores);
        const torch::Tensor one = generatorHinge(scores);
        loss = loss.defined() ? loss + one : one;
      }
      if (input.realVariety.defined()) {
        const torch::Tensor made = varietyOf(clips[0], input.label);
        loss = loss + stages_[0]->recipe.varietyWeight * varietyHinge(made, input.realVariety);
        const torch::Tensor both = torch::stack({made.detach(), input.realVariety});
        varieties = varieties.defined() ? varieties + both : both;
      }
      if (inputs.size() > 1) loss = loss / static_cast<double>(inputs.size());
    }
    loss.backward();
    total = total.defined() ? total + loss.detach() : loss.detach();
  }
  criticAdams_[0].setRequiresGrad(true);
  PendingReport report = finish(total, inputs.size(), generatorAdams_, false);
  if (varieties.defined()) {
    report.numbers = torch::cat({report.numbers, varieties.to(report.numbers.scalar_type())});
    report.variety = true;
  }
  return report;
}

PendingReport GanStep::finish(torch::Tensor loss, size_t inputs, std::vector<Adam>& optimisers,
                              bool real) {
  torch::NoGradGuard guard;
  torch::Tensor squared;
  for (const Adam& adam : optimisers) {
    const torch::Tensor one = adam.squaredGradientNorm();
    squared = squared.defined() ? squared + one : one;
  }
  const torch::Tensor sum = loss + squared.to(loss.scalar_type());
  const torch::Tensor notFinite = torch::isfinite(sum).logical_not().to(torch::kFloat32);
  for (Adam& adam : optimisers) {
    adam.step(notFinite);
    adam.zeroGrad();  // Frees the memory for the other half of the game.
  }
  std::vector<torch::Tensor> numbers{loss, squared.to(loss.scalar_type())};
  const size_t each = means_.size() / inputs;  // Accumulated inputs come one after the other.
  for (size_t i = 0; i < each; ++i) {
    torch::Tensor mean = means_[i];
    for (size_t k = 1; k < inputs; ++k) mean = mean + means_[k * each + i];
    numbers.push_back(
        (inputs > 1 ? mean / static_cast<double>(inputs) : mean).to(loss.scalar_type()));
  }
  PendingReport report{torch::stack(numbers), {}, real};
  for (const Critic& critic : critics_) report.critics.push_back(critic.name);
  means_.clear();
  return report;
}

NamedTensors GanStep::optimiserState() const {
  NamedTensors state;
  for (const auto* adams : {&criticAdams_, &generatorAdams_}) {
    for (const Adam& adam : *adams) {
      NamedTensors more = adam.state();
      state.insert(state.end(), more.begin(), more.end());
    }
  }
  return state;
}

}  // namespace unroll::train
