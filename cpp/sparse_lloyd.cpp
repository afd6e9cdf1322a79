#include "sparse_lloyd.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>

#include "parallel.hpp"
#include "sparse_judge.hpp"
#include "sparse_sums.hpp"

namespace covey {
namespace {

constexpr double kNever = -1e300;
constexpr double kRound = 4.5e-16;   // two units of float64: covers the rounding of one operation

template <class T>
double mean_entries(const SparsePoints<T>& points) {
  return static_cast<double>(points.starts[points.n]) / (static_cast<double>(points.n) + 1) + 8;
}

// By how far each row leads, against how far centers have moved.
struct Leads {
  std::vector<double> until;    // per row: its label stands while this is above own_way + others_way of the label
  std::vector<double> others;   // per row: no other center is nearer than this less others_way of the label
  std::vector<double> own_way, others_way;   // per center: its own way, the longest of another center, added up

  Leads(size_t n, int k) : until(n, kNever), others(n, 0.0), own_way(k, 0.0), others_way(k, 0.0) {}

  void forget() { std::fill(until.begin(), until.end(), kNever); }

  void add(const std::vector<double>& lengths) {
    const int k = static_cast<int>(lengths.size());
    int far = 0;
    double second = 0;
    for (int c = 1; c < k; ++c)
      if (lengths[c] > lengths[far]) far = c;
    for (int c = 0; c < k; ++c)
      if (c != far) second = std::max(second, lengths[c]);
    for (int c = 0; c < k; ++c) {
      own_way[c] = (own_way[c] + lengths[c]) * (1 + kRound);
      others_way[c] = (others_way[c] + (c == far ? second : lengths[far])) * (1 + kRound);
    }
  }

  bool stands(size_t i, int32_t label) const { return until[i] > (own_way[label] + others_way[label]) * (1 + kRound); }

  void set(size_t i, int32_t label, double own, double rest) {
    const double way = own_way[label] + others_way[label];
    others[i] = (rest + others_way[label]) * (1 - kRound);
    until[i] = rest - own + way - (rest + own + way) * 4 * kRound;
  }

  // The same after only the distance to the own center was looked up again; returns whether the label stands.
  bool tighten(size_t i, int32_t label, double own, double slack) {
    const double rest = (others[i] - others_way[label]) * (1 - slack) - others[i] * 4 * kRound;
    if (until[i] == kNever || rest <= own) return false;
    const double way = own_way[label] + others_way[label];
    until[i] = rest - own + way - (rest + own + way) * 4 * kRound;
    return stands(i, label);
  }
};

struct PassReport {
  int64_t level = 0;
  bool interrupted = false;
};

// One pass: rows whose lead is used up compete again; moves are listed.
template <class T>
class SparsePass {
 public:
  SparsePass(const SparsePoints<T>& points, const SparseCenters<T>& centers, int n_threads,
             const std::function<bool()>& go_on)
      : points_(points), centers_(centers), go_on_(go_on) {
    const double work = static_cast<double>(points.n) * mean_entries(points) * (centers.k() / 4.0 + 4);
    n_threads_ = threads_for(work, n_threads);
    const size_t share = points.n / (static_cast<size_t>(n_threads_) * 8) + 1;
    chunk_ = std::min<size_t>(share, centers.n_blocks() > 1 ? 2048 : 256);
    tighten_ = centers.k() > 32;
  }

  PassReport run(Leads* leads, int32_t* labels, std::vector<Move>* moves) {
    PassReport report;
    std::mutex mutex;
    std::atomic<bool> stop{false};
    Chunks chunks(points_.n, chunk_);
    run_on_threads(n_threads_, [&](int thread) {
      SparseJudge<T> judge(points_, centers_);
      std::vector<size_t> open;
      std::vector<Lead> found;
      std::vector<Move> mine;
      int64_t level = 0;
      for (size_t begin, end; !stop.load(std::memory_order_relaxed) && chunks.next(&begin, &end);) {
        list_open(begin, end, labels, judge, leads, &open);
        found.assign(open.size(), Lead());
        for (int b = 0; b < centers_.n_blocks(); ++b)   // a block of centers stays in cache for the whole chunk
          for (size_t at = 0; at < open.size(); ++at) judge.compete(open[at], b, &found[at]);
        for (size_t at = 0; at < open.size(); ++at) {
          const size_t i = open[at];
          Known known;
          const int32_t label = judge.decide(i, found[at], &known);
          level += known.level;
          if (leads != nullptr) {
            if (known.bounds) leads->set(i, label, known.own, known.others);
            else leads->until[i] = kNever;
          }
          if (label == labels[i]) continue;
          if (moves != nullptr) mine.push_back({i, labels[i], label});
          labels[i] = label;
        }
        if (thread == 0 && go_on_ && !go_on_()) stop.store(true);
      }
      std::lock_guard<std::mutex> lock(mutex);
      report.level += level;
      if (moves != nullptr) moves->insert(moves->end(), mine.begin(), mine.end());
    });
    report.interrupted = stop.load();
    return report;
  }

 private:
  // Rows whose lead is used up, even after the distance to the own center is looked up again.
  void list_open(size_t begin, size_t end, const int32_t* labels, const SparseJudge<T>& judge, Leads* leads,
                 std::vector<size_t>* open) const {
    open->clear();
    for (size_t i = begin; i < end; ++i)
      if (leads == nullptr || labels[i] < 0 || !(leads->stands(i, labels[i]) || tightened(i, labels[i], judge, leads)))
        open->push_back(i);
  }

  bool tightened(size_t i, int32_t label, const SparseJudge<T>& judge, Leads* leads) const {
    return tighten_ && leads->until[i] != kNever && leads->tighten(i, label, judge.upper(i, label), judge.definition_slack());
  }

  const SparsePoints<T>& points_;
  const SparseCenters<T>& centers_;
  const std::function<bool()>& go_on_;
  int n_threads_;
  size_t chunk_;
  bool tighten_;
};

// Sum over rows of weight times value, exact; in units of the caller's weights.
double weighted_sum(const std::vector<double>& values, double bound, const Weights& weights) {
  double largest = 1;
  for (int32_t count : weights.counts) largest = std::max(largest, static_cast<double>(count));
  ExactSum total(bound * largest);
  double part[32];
  for (size_t i = 0; i < values.size(); i += 32) {
    const int n = static_cast<int>(std::min<size_t>(32, values.size() - i));
    for (int p = 0; p < n; ++p) {
      part[p] = values[i + p];
      if (!weights.counts.empty()) part[p] *= weights.counts[i + p];
      if (!weights.reals.empty()) part[p] *= weights.reals[i + p];
    }
    total.add(part, n);
  }
  return total.value() * (weights.counts.empty() ? weights.scale : 1.0);
}

template <class T, class Kind>
class SparseLloyd {
 public:
  SparseLloyd(const SparsePoints<T>& points, SparseCenters<T>* centers, const Options& options)
      : points_(points), centers_(*centers), options_(options), sums_(points, *centers, options.n_threads),
        leads_(points.n, centers->k()), pass_(points, *centers, options.n_threads, options.go_on) {}

  SparseOutcome run(double tolerance, int start) {
    out_.labels.assign(points_.n, -1);
    bool labels_are_of_centers = false;
    for (int i = 0; i < options_.max_iterations && !out_.settled; ++i) {
      if (!assign()) return break_off();
      out_.iterations = i + 1;
      const int64_t moved = static_cast<int64_t>(moves_.size());
      const bool adopted = adopt_empty();
      const double radius = options_.spherical ? points_.scale.inside(1.0) : 0;
      const Steps steps = sums_.move_centers(moves_, radius, &centers_);
      leads_.add(steps.lengths);
      labels_are_of_centers = !adopted && moved == 0 && !steps.any;
      out_.settled = moved == 0 || !steps.any || (tolerance > 0 && steps.squares <= tolerance);
      if (options_.each_iteration && !options_.each_iteration({start, i + 1, moved})) return break_off();
    }
    if (!labels_are_of_centers && !assign()) return break_off();
    finish();
    return std::move(out_);
  }

 private:
  bool assign() {
    if (centers_.refresh()) leads_.forget();
    return run(&pass_, &leads_);
  }

  bool run(SparsePass<T>* pass, Leads* leads) {
    moves_.clear();
    const PassReport report = pass->run(leads, out_.labels.data(), &moves_);
    for (const Move& move : moves_) sums_.note(move);
    out_.doubtful = report.level > 0;
    return !report.interrupted;
  }

  // Told to stop, perhaps in the middle of a pass: a whole pass that asks nobody gives the labels of these centers.
  SparseOutcome break_off() {
    const std::function<bool()> never_stop;
    SparsePass<T> pass(points_, centers_, options_.n_threads, never_stop);
    centers_.refresh();
    run(&pass, nullptr);
    out_.status = Status::interrupted;
    finish();
    return std::move(out_);
  }

  // As in edge_cases.hpp: each cluster without points takes over one of the points furthest from their centers.
  bool adopt_empty() {
    std::vector<int32_t> empty;
    for (int c = 0; c < centers_.k(); ++c)
      if (sums_.weights()[c] == 0) empty.push_back(c);
    if (empty.empty()) return false;
    const std::vector<std::pair<double, size_t>> far = furthest(empty.size() * 4 + 64);
    size_t given = 0;
    for (const auto& [distance, i] : far) {
      if (given == empty.size() || distance <= 0) break;
      int32_t& label = out_.labels[i];
      const auto weight = sums_.weight_of(i);
      if (weight == 0 || sums_.weights()[label] == weight) continue;
      const Move move{i, label, empty[given++]};
      moves_.push_back(move);
      sums_.note(move);
      leads_.until[i] = kNever;
      label = move.to;
    }
    return given > 0;
  }

  // The `wanted` points furthest from their centers by definition, ties by coordinates. The cheap distances choose
  // who may be among them.
  std::vector<std::pair<double, size_t>> furthest(size_t wanted) {
    wanted = std::min(wanted, points_.n);
    std::vector<double> cheap(points_.n);
    own_distances(points_, centers_, out_.labels.data(), options_.n_threads, cheap.data());
    std::vector<double> sorted = cheap;
    std::nth_element(sorted.begin(), sorted.begin() + (wanted - 1), sorted.end(), std::greater<double>());
    const double least = sorted[wanted - 1] * (1 - (4.0 * points_.d + 64) * 1.2e-16);
    const SparseJudge<T> judge(points_, centers_);
    std::vector<std::pair<double, size_t>> far;
    for (size_t i = 0; i < points_.n; ++i)
      if (cheap[i] >= least && cheap[i] > 0) far.emplace_back(judge.defined(i, out_.labels[i]), i);
    std::sort(far.begin(), far.end(), [this](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first > b.first;
      if (points_.less(a.second, b.second)) return true;
      if (points_.less(b.second, a.second)) return false;
      const int heavier = points_.weights.heavier(a.second, b.second);
      return heavier != 0 ? heavier < 0 : a.second < b.second;
    });
    if (far.size() > wanted) far.resize(wanted);
    return far;
  }

  void finish() {
    std::vector<double> squares(points_.n);
    own_distances(points_, centers_, out_.labels.data(), options_.n_threads, squares.data());
    out_.inertia = weighted_sum(squares, 8.0 * points_.d, points_.weights);
    for (const auto weight : sums_.weights()) out_.center_weights.push_back(static_cast<double>(weight));
  }

  const SparsePoints<T>& points_;
  SparseCenters<T>& centers_;
  const Options& options_;
  SparseSums<T, Kind> sums_;
  Leads leads_;
  SparsePass<T> pass_;
  std::vector<Move> moves_;
  SparseOutcome out_;
};

template <class T, class Kind>
SparseOutcome run_lloyd(const SparsePoints<T>& points, SparseCenters<T>* centers, const Options& options,
                        double tolerance, int start) {
  return SparseLloyd<T, Kind>(points, centers, options).run(tolerance, start);
}

}  // namespace

template <class T>
bool assign_all(const SparsePoints<T>& points, SparseCenters<T>* centers, int n_threads, int32_t* labels) {
  centers->refresh();
  const std::function<bool()> never_stop;
  return SparsePass<T>(points, *centers, n_threads, never_stop).run(nullptr, labels, nullptr).level > 0;
}

template <class T>
void own_distances(const SparsePoints<T>& points, const SparseCenters<T>& centers, const int32_t* labels, int n_threads,
                   double* out) {
  n_threads = threads_for(static_cast<double>(points.n) * mean_entries(points) * 16, n_threads);
  const int k = centers.k();
  std::vector<ExactSum> squares(k, SparseJudge<T>::no_squares());
  Chunks each(k, 1);
  run_on_threads(n_threads, [&](int) {
    const SparseJudge<T> judge(points, centers);
    for (size_t begin, end; each.next(&begin, &end);) squares[begin] = judge.squares_of(static_cast<int32_t>(begin));
  });
  Chunks chunks(points.n, 128);
  run_on_threads(n_threads, [&](int) {
    const SparseJudge<T> judge(points, centers);
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) out[i] = judge.squared(i, labels[i], squares[labels[i]]);
  });
}

template <>
SparseOutcome lloyd(const SparsePoints<float>& points, SparseCenters<float>* centers, const Options& options,
                    double tolerance, int start) {
  if (!points.weights.reals.empty()) return run_lloyd<float, RealTally>(points, centers, options, tolerance, start);
  if (points.weights.given || points.n > (size_t(1) << 24))
    return run_lloyd<float, CountedTally>(points, centers, options, tolerance, start);
  return run_lloyd<float, NarrowTally>(points, centers, options, tolerance, start);
}

template <>
SparseOutcome lloyd(const SparsePoints<double>& points, SparseCenters<double>* centers, const Options& options,
                    double tolerance, int start) {
  if (!points.weights.reals.empty()) return run_lloyd<double, RealTally>(points, centers, options, tolerance, start);
  return run_lloyd<double, CountedTally>(points, centers, options, tolerance, start);
}

template bool assign_all<float>(const SparsePoints<float>&, SparseCenters<float>*, int, int32_t*);
template bool assign_all<double>(const SparsePoints<double>&, SparseCenters<double>*, int, int32_t*);
template void own_distances<float>(const SparsePoints<float>&, const SparseCenters<float>&, const int32_t*, int, double*);
template void own_distances<double>(const SparsePoints<double>&, const SparseCenters<double>&, const int32_t*, int,
                                    double*);

}  // namespace covey
