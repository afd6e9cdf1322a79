// Silhouettes through the door: many labelings of the same rows at once.
#include "bind/door.hpp"
#include "closed_silhouette.hpp"
#include "silhouette.hpp"

namespace covey::door {

namespace {

// Labels (m, n) of n points with the number of clusters of each labeling.
Labelings labelings_of(const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters, size_t n,
                       const OptionalWeights& weights) {
  require(labels.shape(0) == n_clusters.shape(0) && labels.shape(1) == n && (!weights || weights->shape(0) == n),
          "shapes of points, labels, n_clusters and weights do not agree");
  Labelings out;
  out.labels = labels.data();
  out.n = n;
  out.k.assign(n_clusters.data(), n_clusters.data() + n_clusters.shape(0));
  return out;
}

template <class T>
void silhouettes(const Matrix<T>& points, const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters,
                 const OptionalWeights& weights, const std::optional<Vector<int64_t>>& chosen, int n_threads,
                 MatrixOut<double> out) {
  const Labelings labelings = labelings_of(labels, n_clusters, points.shape(0), weights);
  const size_t n_out = chosen ? chosen->shape(0) : points.shape(0);
  require(out.shape(0) == labels.shape(0) && out.shape(1) == n_out, "shapes of labels and silhouettes do not agree");
  Signals signals;
  without_lock([&] {
    return covey::silhouettes(rows_of(points), labelings, weights ? weights->data() : nullptr,
                              chosen ? chosen->data() : nullptr, n_out, n_threads,
                              [&signals] { return signals.go_on(); }, out.data());
  });
}

template <class T>
void closed_silhouettes(const Matrix<T>& points, const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters,
                        const OptionalWeights& weights, int form, int n_threads, VectorOut<double> out) {
  const Labelings labelings = labelings_of(labels, n_clusters, points.shape(0), weights);
  require(labels.shape(0) == 1 && out.shape(0) == labelings.n, "shapes of labels and silhouettes do not agree");
  without_lock([&] {
    covey::closed_silhouettes(rows_of(points), labelings, weights ? weights->data() : nullptr,
                              static_cast<ClosedForm>(form), n_threads, out.data());
    return Status::done;
  });
}

template <class T>
void silhouette_bounds(const Matrix<T>& points, const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters,
                       const OptionalWeights& weights, int n_threads, VectorOut<double> low, VectorOut<double> high) {
  const Labelings labelings = labelings_of(labels, n_clusters, points.shape(0), weights);
  require(labels.shape(0) == 1 && low.shape(0) == labelings.n && high.shape(0) == labelings.n,
          "shapes of labels and bounds do not agree");
  without_lock([&] {
    covey::silhouette_bounds(rows_of(points), labelings, weights ? weights->data() : nullptr,
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
