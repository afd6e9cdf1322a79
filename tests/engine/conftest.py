import pytest

from covey import engine


@pytest.fixture(params=engine.instruction_sets())
def instruction_set(request):
    """Run the test once per instruction set this processor has."""
    before = engine.instruction_set()
    assert engine.use_instruction_set(request.param)
    yield request.param
    engine.use_instruction_set(before)
