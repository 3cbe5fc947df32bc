//! The dictionaries under `examples/dicts` are sound, and do in their texts what their README says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use yiming::lexicon::Dictionaries;
use yiming::pipeline::Pipeline;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/dicts").join(name)
}

/// The mentions of the example's dictionaries in its text: surface and id, in order.
fn mentions(name: &str, text: &str) -> Vec<(String, String)> {
    let dictionaries = Dictionaries::open(&[folder(name)]).unwrap();
    let pipeline = Pipeline::builder().dictionaries(&dictionaries).build().unwrap();
    let text = fs::read_to_string(folder(name).join(text)).unwrap();
    let chars: Vec<char> = text.chars().collect();
    let analysis = pipeline.analyse(&text);
    let mention = |mention: &yiming::entity::Mention| {
        let surface: String = chars[mention.span.range()].iter().collect();
        (surface, pipeline.entity(mention.who, &analysis).id.clone())
    };
    analysis.mentions.iter().map(mention).collect()
}

fn check(name: &str, text: &str, expected: &[(&str, &str)]) {
    let found = mentions(name, text);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(surface, id)| (surface.as_str(), id.as_str()))
        .collect();
    assert_eq!(found, expected, "{name}");
}

#[test]
fn nothing_is_wrong_with_them() {
    for name in ["newsroom", "humanities", "products"] {
        let files = Dictionaries::open(&[folder(name)]).unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_yiming"))
            .args(["dict", "check", "--strict"])
            .args(files.iter().map(|file| file.path().to_owned()))
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    }
}

#[test]
fn the_newsroom_knows_its_people_and_bodies() {
    check(
        "newsroom",
        "article.md",
        &[
            ("溪口鎮公所", "xikou-office"),
            ("紅磚案", "red-brick-case"),
            ("方以恆", "fang-yi-heng"),
            ("護水盟", "xikou-water"),
            ("方鎮長", "fang-yi-heng"),
            ("代表會", "xikou-council"),
            ("鎮公所", "xikou-office"),
            ("溪口鎮民代表會", "xikou-council"),
        ],
    );
}

#[test]
fn courtesy_names_mean_their_bearers() {
    check(
        "humanities",
        "letter.md",
        &[
            ("元豐三年", "year:1080"),
            ("蘇軾", "su-shi"),
            ("黃州", "huangzhou"),
            ("臨皋亭", "lingao-pavilion"),
            ("子由", "su-zhe"),
            ("蘇轍", "su-zhe"),
            ("元豐五年", "year:1082"),
            ("東坡居士", "su-shi"),
            ("雪堂", "snow-hall"),
            ("魯直", "huang-tingjian"),
            ("黃庭堅", "huang-tingjian"),
            ("坡公", "su-shi"),
            ("紹聖四年", "year:1097"),
            ("子瞻", "su-shi"),
            ("儋耳", "geonames:1800234"),
        ],
    );
}

#[test]
fn codes_are_products_and_manuals_have_the_house_style() {
    check(
        "products",
        "manual.md",
        &[
            ("云桥", "cloudbridge"),
            ("YQ-300", "yq-300"),
            ("LS-7", "ls-7"),
            ("YQ-300X", "yq-300x"),
            ("微光感测器", "ls-7"),
            ("云桥", "cloudbridge"),
            ("微光", "ls-7"),
        ],
    );
    let done = Command::new(env!("CARGO_BIN_EXE_yiming"))
        .args(["convert", "-c", "s2tw", "--names", "--dict"])
        .args([folder("products"), folder("products").join("manual.md")])
        .output()
        .unwrap();
    let converted = String::from_utf8(done.stdout).unwrap();
    assert!(
        converted.starts_with("雲橋閘道器（YQ-300）的韌體可由感測器LS-7觸發更新。"),
        "{converted}"
    );
}
