"""Files such as users have, for the pages in docs/do."""

import numpy as np

import covey


def write(folder):
    """Write every file that a page names."""
    covey.make_customers(300).write_csv(folder / "customers.csv")
    covey.make_customers(50, seed=1).write_csv(folder / "new.csv")
    _photo(folder / "photo.png")
    _news(folder)
    _genes(folder)


def _photo(path):
    """A sunset: smooth in the sky, noisy on the ground."""
    from PIL import Image

    height, width = 120, 180
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    sky = np.stack([255 * (1 - 0.5 * down), 120 + 100 * across * (1 - down), 90 + 150 * down], axis=2)
    ground = np.random.default_rng(0).normal([60, 50, 30], 12, (height, width, 3))
    pixels = np.where((down > 0.6)[..., None], ground, sky)
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path)


def _news(folder):
    """Texts on three subjects, as a table and as files."""
    subjects = ("goal match team cup penalty", "bank loan rate shares market", "film actor award scene drama")
    random = np.random.default_rng(0)
    texts = [" ".join(random.choice(subjects[n % 3].split(), 9)) for n in range(60)]
    lines = ["id,body", *(f"{number},{text}" for number, text in enumerate(texts))]
    (folder / "news.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "letters").mkdir()
    for number, text in enumerate(texts[:30]):
        (folder / "letters" / f"{number:02}.txt").write_text(text, encoding="utf-8")


def _genes(folder):
    """Three kinds of genes over two kinds of samples, and what the samples are."""
    random = np.random.default_rng(0)
    kinds = np.array([[0.0] * 6 + [3.0] * 6, [3.0] * 6 + [0.0] * 6, [0.0, 3.0] * 6])
    values = kinds[np.repeat([0, 1, 2], 15)] + 5 + random.normal(0, 0.4, (45, 12))
    samples = [f"s{number}" for number in range(12)]
    lines = [",".join(["gene", *samples])]
    lines += [
        ",".join([f"g{number}", *(f"{value:.3f}" for value in row)]) for number, row in enumerate(values)
    ]
    (folder / "expression.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    known = ["sample,class", *(f"{name},{'sick' if n < 6 else 'well'}" for n, name in enumerate(samples))]
    (folder / "classes.csv").write_text("\n".join(known) + "\n", encoding="utf-8")
