import subprocess
import sys

import pytest


def loaded_after(statement):
    code = f"import sys; {statement}; print(' '.join(sorted(name.split('.')[0] for name in sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


HEAVY = {
    "sklearn",
    "pandas",
    "polars",
    "pyarrow",
    "matplotlib",
    "duckdb",
    "scipy",
    "rich",
    "jinja2",
    "narwhals",
    "PIL",
}


def test_importing_covey_loads_nothing_heavy():
    assert not loaded_after("import covey") & HEAVY


def test_the_command_line_starts_without_anything_heavy():
    assert not loaded_after("import covey.cli") & (HEAVY | {"numpy"})


@pytest.mark.parametrize(
    "statement",
    [
        "import covey; covey.segment; covey.choose_k",
        "import covey.judgement, covey",
        "from covey import segment, choose_k; import covey",
    ],
)
def test_choose_k_is_always_the_function(statement):
    code = f"{statement}; import covey.journeys, covey.cli; print(covey.choose_k.__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "covey.journeys.choice"


def test_an_unknown_name_lists_the_known_ones():
    import covey

    with pytest.raises(AttributeError, match="KMeans"):
        covey.Kmeans  # noqa: B018 - the access is the test
