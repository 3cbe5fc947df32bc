//! Conversion as users see it: OpenCC's own cases, the agreement of both engines, alignment, users' dictionaries.

#[path = "support/checks.rs"]
mod checks;
#[path = "support/keys.rs"]
mod keys;
#[path = "support/provoking.rs"]
mod provoking;
#[path = "support/shared.rs"]
mod shared;
#[path = "support/texts.rs"]
mod texts;

use checks::{check_conversion, check_tiling};
use proptest::prelude::*;
use provoking::provoking_text;
use shared::shared;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use texts::{cases, texts};
use yiming::convert::{Config, Converter, Inspector, Name, Scratch, verify_image};

#[test]
fn every_case_of_opencc_passes() {
    for case in cases().unwrap_or_default() {
        let converter = Converter::new(case.config.parse().unwrap());
        let (config, id) = (&case.config, &case.id);
        assert_eq!(converter.convert(&case.input), case.expected, "{config} {id}");
        let by_stages = converter.convert_by_stages(&case.input);
        assert_eq!(by_stages, case.expected, "{config} {id}, stage by stage");
    }
}

#[test]
fn both_engines_agree_on_articles() {
    let Some(folder) = shared("data/articles") else { return };
    let simplify = Converter::new(Config::T2s);
    for article in texts(&folder).iter().step_by(12) {
        let simplified = simplify.convert(&article.text);
        for &config in Config::ALL {
            let converter = Converter::new(config);
            for text in [&article.text, &simplified] {
                let agree = converter.convert(text) == converter.convert_by_stages(text);
                assert!(agree, "{config} {}", article.name);
            }
        }
    }
}

#[test]
fn the_embedded_image_is_sound_and_loads_every_configuration() {
    verify_image().unwrap();
    for &config in Config::ALL {
        assert_eq!(Converter::new(config).convert("ABC，。\n"), "ABC，。\n", "{config}");
    }
}

#[test]
fn ideographic_descriptions_are_copied() {
    let convert = |config, text: &str| Converter::new(config).convert(text);
    assert_eq!(convert(Config::S2t, "里⿰女发展示"), "裏⿰女发展示");
    assert_eq!(convert(Config::S2twp, "软件⿰软件软件⿰软"), "軟體⿰软件軟體⿰軟");
    // In the middle text the broken description is completed by the second character of 端口.
    assert_eq!(convert(Config::Tw2sp, "⿰埠"), "⿰端口");
}

const MIXED: &str = "𠮷野家、樂\u{F914}園 A肝 SQL注入攻击 软件里的鼠标发展⿰软件 部落格埠，乾著藉覆瞭 里姆斯基-科萨科夫 \u{0}里\u{FE00}";

#[test]
fn alignment_gives_the_same_text_and_maps_back() {
    for &config in Config::ALL {
        let converter = Converter::new(config);
        let aligned = converter.convert_aligned(MIXED);
        assert_eq!(aligned.text, converter.convert(MIXED), "{config}");
        check_tiling(MIXED, &aligned);
    }
    let aligned = Converter::new(Config::Tw2sp).convert_aligned("我的部落格和軟體");
    let of = |range: std::ops::Range<usize>| &aligned.text[aligned.spans.target_of(range)];
    assert_eq!(
        [of(0..6), of(6..15), of(9..12), of(15..18), of(18..24), of(18..21)],
        ["我的", "博客", "博客", "和", "软件", "软"]
    );
    assert_eq!(aligned.spans.source_of(6..12), 6..15);
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("yiming-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn user_entries_win_and_are_final() {
    let folder = folder("user");
    let first = write(&folder, "a.txt", "里奇\t里奇\n鼠标\t小老鼠\n");
    let second = write(&folder, "b.txt", "里\t哩\n鼠标\t老鼠\n鼠标里\tX\n");
    let converter = Converter::new(Config::S2twp)
        .with_user_dictionaries(&[first, second])
        .unwrap();
    assert_eq!(
        converter.convert("丹尼斯·里奇的鼠标，里面鼠标里"),
        "丹尼斯·里奇的小老鼠，哩面X"
    );
    let aligned = converter.convert_aligned("丹尼斯·里奇的鼠标");
    assert_eq!(aligned.text, "丹尼斯·里奇的小老鼠");
    let bad = write(&folder, "c.txt", "里\t\n");
    let problem = Converter::new(Config::S2t).with_user_dictionaries(&[&bad]).unwrap_err();
    assert!(
        problem.to_string().contains("c.txt:1:3: a value of “里” is empty"),
        "{problem}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_configuration_file_is_read_with_its_dictionaries() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("dicts/opencc");
    let folder = folder("config");
    for file in ["TSPhrases.txt", "TSCharacters.txt"] {
        std::fs::copy(shipped.join(file), folder.join(file)).unwrap();
    }
    let json = r#"{"conversion_chain": [{"dict": {"type": "group", "dicts": [
        {"type": "text", "file": "TSPhrases.txt"}, {"type": "text", "file": "TSCharacters.txt"}]}}]}"#;
    let path = write(&folder, "my.json", json);
    assert_eq!(
        Converter::from_config_file(&path).unwrap().convert("乾坤發展"),
        "乾坤发展"
    );
    let path = write(&folder, "missing.json", &json.replace("TSCharacters", "字"));
    let problem = Converter::from_config_file(&path).unwrap_err().to_string();
    assert!(problem.contains("missing.json:2:77: the dictionary"), "{problem}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn shipped_configurations_read_as_files_convert_alike() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dicts/opencc/config");
    for config in [Config::T2s, Config::Tw2sp, Config::S2twp] {
        let converter = Converter::from_config_file(&folder.join(format!("{config}.json"))).unwrap();
        assert_eq!(
            converter.convert_aligned(MIXED),
            Converter::new(config).convert_aligned(MIXED),
            "{config}"
        );
    }
}

/// Three stages cannot be computed ahead; the slower engine takes over.
#[test]
fn a_configuration_of_any_form_works() {
    let folder = folder("stages");
    for (file, text) in [("a.txt", "ab\tcd\nx\ty\n"), ("b.txt", "cde\tf\n"), ("c.txt", "f\tgg\n")] {
        write(&folder, file, text);
    }
    let dict = |file| format!(r#"{{"dict": {{"type": "text", "file": "{file}"}}}}"#);
    let json = format!(
        r#"{{"conversion_chain": [{}, {}, {}]}}"#,
        dict("a.txt"),
        dict("b.txt"),
        dict("c.txt")
    );
    let converter = Converter::from_config_file(&write(&folder, "c.json", &json)).unwrap();
    assert_eq!(converter.convert("xabey"), "yggy");
    let aligned = converter.convert_aligned("xabey");
    assert_eq!(aligned.spans.target_of(1..4), 1..3);
    std::fs::remove_dir_all(folder).unwrap();
}

/// OpenCC's normalisation maps characters to characters; a user's may match phrases and change the number of characters.
#[test]
fn segments_follow_a_normalisation_of_any_form() {
    let folder = folder("normalisation");
    write(&folder, "n.txt", "ab\tcd\nx\tyy\n");
    write(&folder, "s.txt", "c\tC\ny\tY\n");
    let json = r#"{"normalization": [{"dict": {"type": "text", "file": "n.txt"}}],
        "conversion_chain": [{"dict": {"type": "text", "file": "s.txt"}}]}"#;
    let converter = Converter::from_config_file(&write(&folder, "c.json", json)).unwrap();
    assert_eq!(check_conversion(&converter, "abxa"), "CdYYa");
    assert_eq!(converter.segments("abxa"), [0..2, 2..3, 3..4]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn names_are_taken_out_of_the_text_only_where_it_writes_them_otherwise() {
    let folder = folder("names");
    let convert = |converter: &Converter, text: &str, names: &[Name]| {
        let aligned = converter.convert_aligned_with(text, names);
        assert_eq!(aligned.text, converter.convert_with(text, names));
        check_tiling(text, &aligned);
        aligned.text
    };
    let to_taiwan = Converter::new(Config::S2twp);
    assert_eq!(convert(&to_taiwan, "打印丘比特", &[Name::from(6..15)]), "列印丘比特");
    // 意大利面 is one phrase, in which Italy is written as it is alone.
    let own = Converter::new(Config::S2tw);
    assert_eq!(convert(&own, "意大利面", &[Name::from(0..9)]), own.convert("意大利面"));
    assert_eq!(own.convert("意大利面"), "意大利麵");
    let named = |rendering: &str| Name {
        range: 0..9,
        rendering: Some(rendering.to_owned()),
    };
    assert_eq!(convert(&own, "特朗普里面", &[named("川普")]), "川普裡面");
    // A user's entry applies inside names, and undoes one that it reaches beyond.
    let dictionary = write(&folder, "own.txt", "里\t哩\n普里\t普里\n");
    let own = own.with_user_dictionaries(&[dictionary]).unwrap();
    assert_eq!(convert(&own, "杰弗里面", &[Name::from(0..9)]), "傑弗哩面");
    assert_eq!(convert(&own, "特朗普里面", &[named("川普")]), "特朗普里面");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn taiwan_words_apply_to_taiwan_alone_and_behind_a_users() {
    let folder = folder("taiwan");
    let convert = |config| Converter::new(config).with_taiwan_words().convert("公布村里民的里程碑");
    assert_eq!(convert(Config::S2tw), "公布村里民的里程碑");
    assert_eq!(
        convert(Config::S2t),
        Converter::new(Config::S2t).convert("公布村里民的里程碑")
    );
    let dictionary = write(&folder, "own.txt", "公布\t公佈\n");
    let own = Converter::new(Config::S2tw)
        .with_user_dictionaries(&[dictionary])
        .unwrap();
    assert_eq!(own.with_taiwan_words().convert("公布村里民"), "公佈村里民");
    std::fs::remove_dir_all(folder).unwrap();
}

/// One configuration of each form.
const INSPECTED: [Config; 4] = [Config::S2twp, Config::Tw2sp, Config::T2s, Config::T2hk];
static INSPECTORS: LazyLock<Vec<Inspector>> = LazyLock::new(|| {
    let inspectors = INSPECTED.iter().map(|&config| Converter::new(config).inspector());
    inspectors.collect::<Result<_, _>>().unwrap()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn engines_agree_spans_tile_and_segments_convert_alone(text in provoking_text()) {
        let mut scratch = Scratch::default();
        for &config in Config::ALL {
            let converter = Converter::new(config);
            let mut converted = String::from("前");
            converter.convert_into(&text, &mut converted, &mut scratch);
            let converted = &converted["前".len()..];
            prop_assert_eq!(converted, &check_conversion(&converter, &text), "{}", config);
        }
    }

    #[test]
    fn inspection_tells_what_conversion_does(text in provoking_text(), index in 0..INSPECTED.len()) {
        let converter = Converter::new(INSPECTED[index]);
        let inspection = INSPECTORS[index].inspect(&text, &[]);
        prop_assert_eq!(&inspection.output, &converter.convert(&text));
        let [normalization, conversion] = &inspection.pipeline_stages[..] else { panic!("two passes are shipped") };
        prop_assert_eq!(&normalization.output, &conversion.input);
        prop_assert_eq!(conversion.segments.concat(), conversion.input.as_str());
        for stage in &conversion.stages {
            prop_assert_eq!(stage.segments.len(), conversion.segments.len());
            for found in &stage.matches {
                prop_assert!(stage.segments[found.segment].contains(&found.value), "{:?}", found);
            }
        }
    }

    #[test]
    fn any_text_converts(text in any::<String>()) {
        for &config in Config::ALL {
            let converter = Converter::new(config);
            check_tiling(&text, &converter.convert_aligned(&text));
        }
    }
}
