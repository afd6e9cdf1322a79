// Silhouettes through the door: many labelings of the same rows at once.
#include "bind/door.hpp"
#include "closed_silhouette.hpp"
#include "silhouette.hpp"

namespace covey::door {

namespace {

// Labels (m, n) with the number of clusters of each labeling.
Labelings labelings_of(const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters) {
  if (labels.shape(0) != n_clusters.shape(0)) throw nb::value_error("labels and n_clusters do not agree");
  Labelings out;
  out.labels = labels.data();
  out.n = labels.shape(1);
  out.k.assign(n_clusters.data(), n_clusters.data() + n_clusters.shape(0));
  return out;
}

template <class T>
void silhouettes(const Matrix<T>& points, const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters,
                 const OptionalWeights& weights, const std::optional<Vector<int64_t>>& chosen, int n_threads,
                 MatrixOut<double> out) {
  const size_t n_out = chosen ? chosen->shape(0) : points.shape(0);
  if (labels.shape(1) != points.shape(0) || (weights && weights->shape(0) != points.shape(0)) ||
      out.shape(0) != labels.shape(0) || out.shape(1) != n_out)
    throw nb::value_error("shapes of points, labels, weights and silhouettes do not agree");
  Signals signals;
  without_lock([&] {
    return covey::silhouettes(rows_of(points), labelings_of(labels, n_clusters), weights ? weights->data() : nullptr,
                              chosen ? chosen->data() : nullptr, n_out, n_threads,
                              [&signals] { return signals.go_on(); }, out.data());
  });
}

template <class T>
void closed_silhouettes(const Matrix<T>& points, const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters,
                        const OptionalWeights& weights, int form, int n_threads, VectorOut<double> out) {
  without_lock([&] {
    covey::closed_silhouettes(rows_of(points), labelings_of(labels, n_clusters), weights ? weights->data() : nullptr,
                              static_cast<ClosedForm>(form), n_threads, out.data());
    return Status::done;
  });
}

template <class T>
void silhouette_bounds(const Matrix<T>& points, const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters,
                       const OptionalWeights& weights, int n_threads, VectorOut<double> low, VectorOut<double> high) {
  without_lock([&] {
    covey::silhouette_bounds(rows_of(points), labelings_of(labels, n_clusters), weights ? weights->data() : nullptr,
                             n_threads, low.data(), high.data());
    return Status::done;
  });
}

}  // namespace

template <class T>
void bind_silhouettes(nb::module_& m) {
  m.def("silhouettes", &silhouettes<T>, "points"_a.noconvert(), "labels"_a.noconvert(), "n_clusters"_a.noconvert(),
        "weights"_a.none(), "chosen"_a.none(), "n_threads"_a, "out"_a.noconvert());
  m.def("closed_silhouettes", &closed_silhouettes<T>, "points"_a.noconvert(), "labels"_a.noconvert(),
        "n_clusters"_a.noconvert(), "weights"_a.none(), "form"_a, "n_threads"_a, "out"_a.noconvert());
  m.def("silhouette_bounds", &silhouette_bounds<T>, "points"_a.noconvert(), "labels"_a.noconvert(),
        "n_clusters"_a.noconvert(), "weights"_a.none(), "n_threads"_a, "low"_a.noconvert(), "high"_a.noconvert());
}

template void bind_silhouettes<float>(nb::module_&);
template void bind_silhouettes<double>(nb::module_&);

}  // namespace covey::door
