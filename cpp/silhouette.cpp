#include "silhouette.hpp"

#include <algorithm>

#include "candidates.hpp"
#include "pair_sums.hpp"
#include "parallel.hpp"
#include "pass.hpp"

namespace covey {
namespace {

constexpr size_t kMostBytes = size_t(128) << 20;   // of sums at any time

// Different rows in the order in which they are put into blocks: rows with the same likeliest other cluster
// together, so that the rows of a block need the same clusters.
std::vector<size_t> block_order(const std::vector<size_t>& places, const Distinct& distinct,
                                const Labelings& labelings, const Candidates& candidates) {
  std::vector<size_t> order = places;
  if (candidates.all()) return order;
  const auto same_labels = [&](size_t a, size_t b) {
    for (size_t l = 0; l < labelings.m(); ++l)
      if (labelings.label(l, distinct.rows[a]) != labelings.label(l, distinct.rows[b])) return false;
    return true;
  };
  for (size_t begin = 0, end; begin < order.size(); begin = end) {
    for (end = begin + 1; end < order.size() && same_labels(order[begin], order[end]);) ++end;
    std::stable_sort(order.begin() + static_cast<ptrdiff_t>(begin), order.begin() + static_cast<ptrdiff_t>(end),
                     [&](size_t a, size_t b) { return candidates.nearest[a] < candidates.nearest[b]; });
  }
  return order;
}

template <class T>
RowBlocks blocks_in_order(Rows<T> rows, const Frame& frame, const Distinct& distinct,
                          const std::vector<size_t>& order, const Labelings& labelings) {
  std::vector<size_t> row_indices;
  std::vector<double> weights;
  for (const size_t place : order) {
    row_indices.push_back(distinct.rows[place]);
    weights.push_back(distinct.weights[place]);
  }
  return row_blocks(rows, frame, row_indices, weights, labelings);
}

// What is known of each different row in each labeling: (m, n different rows).
struct Answers {
  std::vector<double> own;     // sum of distances to its own cluster
  std::vector<double> other;   // smallest mean distance to another cluster; -1: there is no other
};

// The different rows of a call, and the answers found so far.
template <class T>
class Question {
 public:
  Question(Rows<T> rows, const Labelings& labelings, const double* weights, int n_threads)
      : rows_(rows),
        labelings_(labelings),
        n_threads_(n_threads),
        frame_(frame_of_counted(rows, weights, n_threads)),
        distinct_(distinct_rows(rows, frame_, labelings, weights)),
        first_(labelings.first_clusters()),
        means_(cluster_means(rows, frame_, distinct_, labelings, n_threads)),
        candidates_(find_candidates(rows, frame_, distinct_, labelings, means_, n_threads)) {
    answers_.own.assign(labelings.m() * distinct_.rows.size(), 0.0);
    answers_.other.assign(labelings.m() * distinct_.rows.size(), -1.0);
    for (size_t place = 0; place < distinct_.rows.size(); ++place)
      (distinct_.weights[place] > 0 ? counted_ : uncounted_).push_back(place);
    counted_ = block_order(counted_, distinct_, labelings, candidates_);
    blocks_ = blocks_in_order(rows, frame_, distinct_, counted_, labelings);
  }

  // Every row; those of weight 0 are compared with the others, which do not notice them.
  Status ask_all(const std::function<bool()>& go_on) {
    PairTotals totals = totals_for(blocks_, counted_);
    if (totals.bytes() > kMostBytes) {   // so many clusters that a few rows at a time must do: twice the distances
      const Status status = ask(counted_, go_on);
      return status == Status::done ? ask(uncounted_, go_on) : status;
    }
    totals.start_at_zero();
    const Status status = meet_each_other(blocks_, totals, n_threads_, go_on);
    if (status != Status::done) return status;
    take_answers(totals, counted_);
    return ask(uncounted_, go_on);
  }

  Status ask_rows(const int64_t* chosen, size_t n_chosen, const std::function<bool()>& go_on) {
    std::vector<size_t> places;
    for (size_t i = 0; i < n_chosen; ++i) places.push_back(distinct_.places[static_cast<size_t>(chosen[i])]);
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return ask(places, go_on);
  }

  double silhouette(size_t l, size_t row, double weight) const {
    const size_t at = l * distinct_.rows.size() + distinct_.places[row];
    const double others = others_weight(means_.weights[first_[l] + labelings_.label(l, row)], weight);
    const bool alone = !(others > 0) || answers_.other[at] < 0;
    return alone ? 0 : silhouette_of(answers_.own[at] / others, answers_.other[at]);
  }

 private:
  PairTotals totals_for(const RowBlocks& blocks, const std::vector<size_t>& places) const {
    return plan_totals(blocks, first_.back(), [&](size_t i) {
      return candidates_.all() ? nullptr : candidates_.bits.data() + places[i] * candidates_.words;
    });
  }

  // Some rows with all that count, as many at a time as their sums fit in memory.
  Status ask(const std::vector<size_t>& places, const std::function<bool()>& go_on) {
    const std::vector<size_t> order = block_order(places, distinct_, labelings_, candidates_);
    const size_t at_once = std::max<size_t>(1, kMostBytes / sizeof(double) / kBlockRows / first_.back()) * kBlockRows;
    for (size_t begin = 0; begin < order.size(); begin += at_once) {
      const std::vector<size_t> part(order.begin() + static_cast<ptrdiff_t>(begin),
                                     order.begin() + static_cast<ptrdiff_t>(std::min(begin + at_once, order.size())));
      const RowBlocks asked = blocks_in_order(rows_, frame_, distinct_, part, labelings_);
      PairTotals totals = totals_for(asked, part);
      totals.start_at_zero();
      const Status status = meet_all(asked, totals, blocks_, n_threads_, go_on);
      if (status != Status::done) return status;
      take_answers(totals, part);
    }
    return Status::done;
  }

  void take_answers(const PairTotals& totals, const std::vector<size_t>& order) {
    Chunks chunks(order.size(), kBlockRows);
    const double work = static_cast<double>(order.size()) * static_cast<double>(first_.back());
    run_on_threads(threads_for(work, n_threads_), [&](int) {
      for (size_t begin, end; chunks.next(&begin, &end);)
        for (size_t l = 0; l < labelings_.m(); ++l)
          for (size_t i = begin; i < end; ++i) take_answer(totals, begin / kBlockRows, i - begin, l, order[i]);
    });
  }

  void take_answer(const PairTotals& totals, size_t block, size_t lane, size_t l, size_t place) {
    const size_t own = first_[l] + labelings_.label(l, distinct_.rows[place]);
    double nearest = -1;
    for (size_t c = first_[l]; c < first_[l + 1]; ++c) {
      const double* sums = totals.of(block, c);
      if (c == own || sums == nullptr || !(means_.weights[c] > 0)) continue;
      const double mean = sums[lane] / means_.weights[c];
      if (nearest < 0 || mean < nearest) nearest = mean;
    }
    answers_.own[l * distinct_.rows.size() + place] = totals.of(block, own)[lane];
    answers_.other[l * distinct_.rows.size() + place] = nearest;
  }

  const Rows<T> rows_;
  const Labelings& labelings_;
  const int n_threads_;
  const Frame frame_;
  const Distinct distinct_;
  const std::vector<size_t> first_;
  const ClusterMeans means_;
  const Candidates candidates_;
  std::vector<size_t> counted_, uncounted_;   // places of different rows by weight: above 0, and 0
  RowBlocks blocks_;                          // those that count
  Answers answers_;
};

}  // namespace

template <class T>
Status silhouettes(Rows<T> rows, const Labelings& labelings, const double* weights, const int64_t* chosen,
                   size_t n_chosen, int n_threads, const std::function<bool()>& go_on, double* out) {
  Question<T> question(rows, labelings, weights, n_threads);
  const Status status = chosen == nullptr ? question.ask_all(go_on) : question.ask_rows(chosen, n_chosen, go_on);
  if (status != Status::done) return status;
  const size_t n_out = chosen == nullptr ? rows.n : n_chosen;
  for (size_t l = 0; l < labelings.m(); ++l)
    for (size_t i = 0; i < n_out; ++i) {
      const size_t row = chosen == nullptr ? i : static_cast<size_t>(chosen[i]);
      out[l * n_out + i] = question.silhouette(l, row, weights == nullptr ? 1.0 : weights[row]);
    }
  return Status::done;
}

template Status silhouettes<float>(Rows<float>, const Labelings&, const double*, const int64_t*, size_t, int,
                                   const std::function<bool()>&, double*);
template Status silhouettes<double>(Rows<double>, const Labelings&, const double*, const int64_t*, size_t, int,
                                    const std::function<bool()>&, double*);

}  // namespace covey
