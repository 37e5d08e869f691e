"""Makes the fonts of the pages from those of @fontsource: python -m tests.fonts FOLDER.

FOLDER holds what `npm pack @fontsource/be-vietnam-pro@5.3.0 @fontsource/inter@5.3.0` brings, unpacked as be-vietnam-pro
and inter. Needs brotli 1.2, which nothing else here does; the same bytes come out each time.
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter, load_font, save_font

FONTS = Path(__file__).parents[2] / "config" / "static" / "fonts"
WEIGHTS = [400, 600]
# What is set in figures of one width: digits and the signs around them; letters never.
FIGURES = [0x25, *range(0x2B, 0x3B), 0x2013, 0x2014, 0x2212]
SPACING = ["kern", "mark", "mkmk", "ccmp", "locl"]


def cut(path, characters=None, features=SPACING):
    """The font of a file without its hints, half of its weight; with these characters, all of its own unless told."""
    options = Options(hinting=False, layout_features=features)
    font = load_font(path, options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters or font.getBestCmap())
    subsetter.subset(font)
    return font


def together(fonts):
    """Fonts of different letters as one, as old as the first."""
    head = fonts[0]["head"]
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder, str(number))) for number in range(len(fonts))]
        for font, path in zip(fonts, paths, strict=True):
            font.flavor = None
            font.save(path)
        merged = Merger().merge(paths)
    merged["head"].created, merged["head"].modified = head.created, head.modified
    merged.recalcTimestamp = False
    return merged


def write(font, name):
    save_font(font, FONTS / name, Options(flavor=None if name.endswith("ttf") else "woff2"))


def make(folder):
    for weight in WEIGHTS:
        vietnam = folder / "be-vietnam-pro" / "files"
        latin, vietnamese, others = [
            vietnam / f"be-vietnam-pro-{part}-{weight}-normal.woff2" for part in ["latin", "vietnamese", "latin-ext"]
        ]
        write(together([cut(latin), cut(vietnamese)]), f"be-vietnam-pro-{weight}.woff2")
        write(cut(others), f"be-vietnam-pro-ext-{weight}.woff2")
        # What draws pictures reads neither woff2 nor several files.
        bare = [cut(path, features=[]) for path in [latin, vietnamese, others]]
        write(together(bare), f"be-vietnam-pro-{weight}.ttf")
        inter = folder / "inter" / "files" / f"inter-latin-{weight}-normal.woff2"
        write(cut(inter, FIGURES, features=["tnum"]), f"inter-figures-{weight}.woff2")


make(Path(sys.argv[1]))
