import json

import numpy as np
import pandas as pd
import pytest
from tests.cli.conftest import rows_of
from tests.journeys.test_genes import expression


@pytest.fixture
def matrix(tmp_path):
    values, _ = expression(15)
    names = [f"s{number:02}" for number in range(16)]
    frame = pd.DataFrame(values, index=[f"g{n}" for n in range(len(values))], columns=names)
    frame.round(3).to_csv(tmp_path / "expression.csv", index_label="gene")
    pd.DataFrame({"sample": names, "class": ["x"] * 8 + ["y"] * 8}).to_csv(
        tmp_path / "classes.csv", index=False
    )
    return tmp_path / "expression.csv"


def test_gene_lists_samples_and_report(covey, matrix):
    done = covey("genes", matrix, "--samples", matrix.parent / "classes.csv", "--sample-clusters", "2")
    folder = matrix.parent / "expression-genes"
    assert done.exit_code == 0, done.output
    assert " clusters of 45 genes, 2 clusters of 16 samples." in done.stdout.splitlines()[0]
    assert "Agreement with the annotation" in done.stdout
    assert len(rows_of(folder / "genes.csv")) == 45
    assert rows_of(folder / "samples.csv")[0]["annotation"] == "x"
    assert (folder / "report.html").exists()


def test_json_holds_the_lists(covey, matrix):
    done = covey("genes", matrix, "-k", "3", "--out", matrix.parent / "out", "--json", "-q")
    said = json.loads(done.stdout)
    assert sum(len(one["members"]) for one in said["clusters"]) == 45
    assert said["sample_ari"] is None


def test_wrong_input_exits_with_3(covey, matrix, tmp_path):
    (tmp_path / "one.csv").write_text("gene,a,b,c\ng1,1,2,3\n")
    text = matrix.read_text().splitlines()
    (tmp_path / "text.csv").write_text(
        "\n".join(line.replace(line.split(",")[2], "high") for line in text) + "\n"
    )
    np.savetxt(tmp_path / "flat.csv", np.ones((9, 5)), delimiter=",")
    for words in (
        (tmp_path / "one.csv",),
        (tmp_path / "text.csv",),
        (tmp_path / "flat.csv",),
        (tmp_path / "absent.csv",),
        (matrix, "--samples", tmp_path / "one.csv"),
    ):
        done = covey("genes", *words, "--out", tmp_path / "out")
        assert done.exit_code == 3, done.output
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
