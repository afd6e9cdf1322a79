import numpy as np
import pandas as pd
import pytest

from covey import errors, table


class Annotated:
    """What covey knows of AnnData: samples by genes, and names of both."""

    def __init__(self, values, samples, genes):
        self.X, self.obs_names, self.var_names = values, samples, genes


VALUES = np.arange(1.0, 21.0).reshape(5, 4)
GENES, SAMPLES = [f"g{n}" for n in range(5)], ["a", "b", "c", "d"]


def expect(read):
    np.testing.assert_array_equal(read.values, VALUES)
    assert (list(read.genes), list(read.samples)) == (GENES, SAMPLES)


def test_every_form_of_a_matrix_reads_the_same(tmp_path):
    import scipy.sparse as sp

    frame = pd.DataFrame(VALUES, index=GENES, columns=SAMPLES)
    frame.to_csv(tmp_path / "genes_in_rows.csv")
    frame.T.to_csv(tmp_path / "genes_in_columns.csv", index_label="sample")
    expect(table.read_matrix(tmp_path / "genes_in_rows.csv"))
    expect(table.read_matrix(tmp_path / "genes_in_columns.csv"))
    expect(table.read_matrix(frame))
    expect(table.read_matrix(frame.T))
    expect(table.read_matrix(Annotated(VALUES.T, SAMPLES, GENES)))
    expect(table.read_matrix(Annotated(sp.csr_matrix(VALUES.T), SAMPLES, GENES)))


@pytest.mark.parametrize("spoil", [lambda text: text, lambda text: text.replace("7.0", ",", 1)[:-1]])
def test_a_wide_file_reads_as_column_by_column(tmp_path, monkeypatch, spoil):
    """Also where it is not plain: the other reader then says what is wrong, or fills what is missing."""
    from covey.table import matrix, wide_csv

    values = np.arange(1.0, 3001.0).reshape(5, 600)
    frame = pd.DataFrame(values, index=[*SAMPLES, "e"], columns=[f"g{n}" for n in range(600)])
    path = tmp_path / "wide.csv"
    path.write_text(spoil(frame.to_csv(index_label="sample")))

    def read():
        try:
            return matrix.read_matrix(path)
        except errors.InputError as refusal:
            return str(refusal)

    wide = read()
    monkeypatch.setattr(wide_csv, "FEWEST_COLUMNS", 10**9)
    slow = read()
    if isinstance(slow, str):
        assert wide == slow
    else:
        np.testing.assert_array_equal(wide.values, slow.values)
        assert (wide.genes, wide.samples) == (slow.genes, slow.samples)


@pytest.mark.parametrize(("cell", "is_number"), [("10", True), ("1e1", True), ("1_0", False), ("٧", False)])
def test_a_number_in_a_wide_file_is_written_as_programs_do(tmp_path, monkeypatch, cell, is_number):
    from covey.table import wide_csv

    monkeypatch.setattr(wide_csv, "FEWEST_COLUMNS", 3)
    path = tmp_path / "wide.csv"
    path.write_text(f"sample,g_1,g_2\ns_1,{cell},2\n", encoding="utf-8")
    assert (wide_csv.wide_lines(path) is not None) == is_number


def test_a_file_that_may_not_be_opened_is_named(tmp_path, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "wide.csv"
    path.write_text("gene,a\n")
    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(errors.TableError, match=r"wide\.csv' cannot be opened: .*Permission denied"):
        table.read_matrix(path)


def test_the_direction_is_said_and_can_be_chosen():
    assert any("--genes-in" in note for note in table.read_matrix(VALUES).notes)
    assert table.read_matrix(VALUES, "columns").values.shape == (4, 5)


def test_missing_values_are_filled_and_that_is_said():
    values = VALUES.copy()
    values[0, 3] = np.nan
    read = table.read_matrix(values)
    assert read.values[0, 3] == 2
    assert any("1 missing values filled" in note for note in read.notes)


def test_logarithms_are_taken_of_intensities_and_not_of_logarithms():
    assert table.log_scaled(table.read_matrix(VALUES)).values[0, 0] == 1
    read = table.read_matrix(VALUES * 100)
    np.testing.assert_allclose(table.log_scaled(read).values, np.log2(VALUES * 100 + 1))
    np.testing.assert_array_equal(table.log_scaled(read, "no").values, VALUES * 100)
    below = table.log_scaled(table.read_matrix(VALUES * 100 - 500))
    assert np.isfinite(below.values).all()
    assert "lifted" in below.notes[-1]


def refused(source, **options):
    with pytest.raises(errors.InputError) as caught:
        table.log_scaled(table.read_matrix(source, **options))
    return str(caught.value)


def test_what_is_no_matrix_is_refused(tmp_path):
    (tmp_path / "one.csv").write_text("gene,a,b,c\ng1,1,2,3\n")
    (tmp_path / "text.csv").write_text("gene,a,b,c\n" + "".join(f"g{n},{n},high,3\n" for n in range(6)))
    assert "1 gene and 3 samples" in refused(tmp_path / "one.csv", genes_in="rows")
    assert "column 'b' of the matrix holds 'high'" in refused(tmp_path / "text.csv")
    assert "infinite" in refused(np.where(VALUES == 7, np.inf, VALUES))
    assert "genes_in='up'" in refused(VALUES, genes_in="up")
    with pytest.raises(errors.InputError, match="log='maybe'"):
        table.log_scaled(table.read_matrix(VALUES), "maybe")
