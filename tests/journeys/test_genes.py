from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import covey
from covey import errors
from covey.show import genes_sheet

ARRAYS = Path(__file__).parents[3] / "shared" / "data" / "genes"


def expression(n_each=40, seed=0):
    """Return log values of three kinds of genes over two kinds of samples, eight each, with their truth."""
    random = np.random.default_rng(seed)
    kinds = np.array([[0.0] * 8 + [3.0] * 8, [3.0] * 8 + [0.0] * 8, [0.0, 3.0] * 8])
    truth = np.repeat([0, 1, 2], n_each)
    levels = random.uniform(4, 9, 3 * n_each)
    return kinds[truth] + levels[:, None] + random.normal(0, 0.4, (3 * n_each, 16)), truth


def same_partition(first, second):
    return len(set(zip(first, second, strict=True))) == len(set(first)) == len(set(second))


@pytest.fixture(scope="module")
def made():
    return covey.genes(expression(n_each=10)[0], 3, sample_k=2)


def test_genes_are_found_by_correlation_whatever_their_level():
    values, truth = expression()
    found = covey.genes(values, genes_in="rows")
    assert found.k == 3
    assert same_partition(found.labels, truth)
    assert {one.grade for one in found.clusters} == {"A"}
    assert found.correlations.min() > 0.8


def test_samples_are_compared_with_what_they_are_known_to_be():
    values, _ = expression()
    known = ["sick"] * 8 + ["well"] * 8
    found = covey.genes(values[:80], 2, sample_k=2, annotation=known)
    assert found.sample_ari == 1
    assert same_partition(found.sample_labels, known)
    assert 0 <= found.hierarchical_ari <= 1


def test_flat_genes_have_no_cluster_and_that_is_said():
    values, _ = expression()
    values[5] = 7.0
    found = covey.genes(values, 3)
    assert found.labels[5] == -1
    assert np.isnan(found.correlations[5])
    assert (found.labels[:5] >= 0).all()
    assert any("1 genes are the same" in note for note in found.notes)


def test_noise_is_not_called_stable():
    noise = np.random.default_rng(0).normal(size=(200, 12))
    found = covey.genes(noise, 5)
    assert {one.grade for one in found.clusters} <= {"C", "D"}


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("natural", "Genes: natural. The genes fall into clusters that stand apart"),
        (
            "reproducible",
            "Genes: reproducible. The clusters overlap: they are tighter than one crowd of genes",
        ),
        (
            "constructive",
            "Genes: constructive. The cut can be handy for a heat map. No clusters stand behind",
        ),
    ],
)
def test_the_meaning_is_that_of_the_verdict(made, verdict, words):
    record = replace(made.record, evidence=replace(made.record.evidence, verdict=verdict))
    assert words in genes_sheet.sheet(record).meaning


def test_genes_that_vary_less_are_assigned_to_the_clusters_of_the_others():
    values, truth = expression()
    values[::2] = (
        values[::2].mean(axis=1, keepdims=True) + (values[::2] - values[::2].mean(axis=1, keepdims=True)) / 4
    )
    found = covey.genes(values, 3, n_variable=60)
    assert found.record.variable.sum() == 60
    assert same_partition(found.labels, truth)


def test_genes_in_another_order_get_the_same_clusters():
    values, _ = expression()
    order = np.random.default_rng(1).permutation(len(values))
    one, other = covey.genes(values, 3), covey.genes(values[order], 3)
    assert same_partition(one.labels[order], other.labels)


def test_threads_change_nothing():
    values, _ = expression()
    one, many = (covey.genes(values, 4, n_threads=n) for n in (1, 3))
    np.testing.assert_array_equal(one.labels, many.labels)
    assert [c.jaccard for c in one.clusters] == [c.jaccard for c in many.clusters]


def test_gene_lists_are_written_cluster_by_cluster(tmp_path):
    values, _ = expression()
    frame = pd.DataFrame(values, index=[f"gene{n}" for n in range(len(values))])
    found = covey.genes(frame, 3)
    found.write_genes(tmp_path / "genes.csv")
    found.write_samples(tmp_path / "samples.csv")
    listed = pd.read_csv(tmp_path / "genes.csv")
    assert (np.diff(listed["cluster"]) >= 0).all()
    assert set(listed["gene"]) == set(frame.index)
    assert listed["gene"][0] == found.clusters[0].members[0]
    assert len(pd.read_csv(tmp_path / "samples.csv")) == 16


def test_wrong_input_is_refused():
    values, _ = expression()
    with pytest.raises(errors.InputError, match="only 0 differ"):
        covey.genes(np.ones((10, 5)))
    with pytest.raises(errors.InputError, match="annotation knows 3"):
        covey.genes(values, annotation=["a", "b", "c"])
    with pytest.raises(errors.InputError, match="annotation knows 0"):
        covey.genes(values, annotation={"somebody": "else"})
    with pytest.raises(errors.InputError, match="k=0"):
        covey.genes(values, 0)
    with pytest.raises(errors.InputError):
        covey.genes(values[:6], 7, genes_in="rows")


def test_the_report_and_the_text_show_the_clusters(tmp_path):
    values, _ = expression()
    found = covey.genes(values, 3, annotation=["<b>"] * 8 + ["well"] * 8)
    found.report(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "<b>" not in page
    for width in (40, 60, 120):
        assert max(map(len, found.text(width=width).splitlines())) <= width
    heat = found.record.heat
    assert heat.shape == (len(found.record.heat_genes), 16)
    assert (np.diff(found.labels[found.record.heat_genes]) >= 0).all()
    assert (np.diff(found.sample_labels[found.record.heat_samples]) >= 0).all()


@pytest.mark.skipif(not ARRAYS.is_dir(), reason=f"no shared data in {ARRAYS}")
def test_leukaemia_samples_fall_into_their_classes():
    found = covey.genes(
        ARRAYS / "golub.csv.gz", 4, sample_k=2, annotation=ARRAYS / "golub_classes.csv", n_variable=500
    )
    assert found.labels.shape == (7129,)
    assert found.sample_ari > 0.8
    assert found.sample_ari > found.hierarchical_ari
    assert all(one.grade in "ABCD" for one in found.clusters)


def test_both_verdicts_are_explained():
    told = " ".join(covey.genes(expression()[0], 2, sample_k=2).text(width=100).split())

    genes, samples = told[told.index("Genes: ") :].split("Samples: ", 1)
    assert "genes" in genes.split(". ")[1]
    assert "samples" in samples.split(". ")[1] or "crowd" in samples.split(". ")[2]
