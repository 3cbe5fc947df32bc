//! Who is meant: parts of names before and after the whole, in both scripts; people who share a part; titles; words beside a name;
//! names that no dictionary has, and other renderings of names that one has.

use std::sync::LazyLock;

use yiming::lexicon::Dictionaries;
use yiming::pipeline::{Analysis, Pipeline};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    let rows = "alias,entity_id,label,name_zh,name_latin\n\
        賓州,pennsylvania,LOC,賓州,Pennsylvania\n\
        威廉,william,PERSON,威廉,William\n\
        威廉,williamsport,LOC,威廉,Williamsport\n\
        陳大偉,tai-wai,PERSON,陳大偉,Chan Tai-wai\n\
        Chan Tai-wai,tai-wai,PERSON,陳大偉,Chan Tai-wai\n\
        𠮷田健太,kenta,PERSON,𠮷田健太,Kenta Yoshida\n\
        Kenta Yoshida,kenta,PERSON,𠮷田健太,Kenta Yoshida\n";
    let dictionaries = Dictionaries::from_text("test.csv", rows);
    Pipeline::builder().dictionaries(&dictionaries).build().unwrap()
});

fn describe(analysis: &Analysis, text: &str) -> Vec<(String, String, &'static str)> {
    let chars: Vec<char> = text.chars().collect();
    let mentions = analysis.mentions.iter();
    mentions
        .map(|mention| {
            let surface = chars[mention.span.range()].iter().collect();
            (
                surface,
                PIPELINE.entity(mention.who, analysis).id.clone(),
                mention.kind.name(),
            )
        })
        .collect()
}

/// The mentions of a text: surface, entity, and how it was found.
fn mentions(text: &str) -> Vec<(String, String, &'static str)> {
    describe(&PIPELINE.analyse(text), text)
}

/// The entities that `surface` means in a text, each once.
fn meant(text: &str, surface: &str) -> Vec<String> {
    let mut found: Vec<String> = mentions(text)
        .into_iter()
        .filter(|(here, ..)| here == surface)
        .map(|(_, entity, _)| entity)
        .collect();
    found.dedup();
    found
}

#[test]
fn parts_follow_and_precede_the_whole_in_both_scripts() {
    for text in [
        "伊爾亞·蘇茨克維離職。Ilya說，蘇茨克維與Sutskever是同一人，伊爾亞也是。",
        "Ilya說，蘇茨克維與Sutskever是同一人，伊爾亞也是。後來伊爾亞·蘇茨克維離職。",
    ] {
        for surface in ["Ilya", "伊爾亞", "蘇茨克維", "Sutskever"] {
            assert_eq!(meant(text, surface), ["ilya-sutskever"], "{surface} in {text}");
        }
    }
    for text in [
        "書店主人林沛蓁表示歡迎。沛蓁又說，明天再來。",
        "沛蓁又說，明天再來。書店主人林沛蓁表示歡迎。",
    ] {
        assert_eq!(meant(text, "沛蓁"), ["candidate:林沛蓁"], "{text}");
    }
    let text = "作曲家瑪蕾特·卡斯克抵台。卡斯克說，森林在唱歌。";
    assert_eq!(meant(text, "卡斯克"), ["candidate:玛蕾特·卡斯克"]);
}

/// A pair in parentheses says where a name's parts are: of whom a dictionary knows (one mined from such pairs, say) as of others.
#[test]
fn a_known_name_that_is_introduced_has_the_parts_of_an_unknown_one() {
    let parts = |text: &str| -> Vec<(String, &str)> {
        let found = mentions(text).into_iter().filter(|(.., kind)| *kind == "partial");
        found.map(|(surface, _, kind)| (surface, kind)).collect()
    };
    for (known, unknown, part) in [
        (
            "陳大偉（Chan Tai-wai）說，大偉請來。",
            "鍾大偉（Chung Tai-wai）說，大偉請來。",
            "大偉",
        ),
        (
            "𠮷田健太（Kenta Yoshida）說，𠮷田笑。",
            "𠮷田健二（Kenji Yoshida）說，𠮷田笑。",
            "𠮷田",
        ),
    ] {
        assert_eq!(parts(known), [(part.to_owned(), "partial")], "{known}");
        assert_eq!(parts(unknown), parts(known), "{unknown}");
    }
}

#[test]
fn a_title_is_no_part_of_a_name_that_is_known() {
    let text = "降息一碼，總裁克莉絲蒂娜・拉加德（Christine Lagarde）說。";
    let surfaces: Vec<String> = mentions(text).into_iter().map(|(surface, ..)| surface).collect();
    assert_eq!(surfaces, ["克莉絲蒂娜・拉加德", "Christine Lagarde"]);
}

#[test]
fn people_who_share_a_part_stay_apart() {
    let text = "議員曾美惠與局長曾國城出席。曾女士先發言。";
    let analysis = PIPELINE.analyse(text);
    let chars: Vec<char> = text.chars().collect();
    let of = |surface: &str| {
        let mentions = analysis.mentions.iter();
        mentions
            .filter(|mention| chars[mention.span.range()].iter().collect::<String>() == surface)
            .collect::<Vec<_>>()
    };
    assert_ne!(of("曾美惠")[0].who, of("曾國城")[0].who);
    let shared = of("曾");
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0].alternatives.len(), 1);
    assert!(shared[0].score < 0.5);
    // A known name does not swallow another of the same family name.
    assert_eq!(meant("約翰·辛頓在台北開店。", "辛頓"), Vec::<String>::new());
}

#[test]
fn titles_are_evidence_for_family_names() {
    assert_eq!(meant("川普總統今天發表談話。", "川普"), ["donald-trump"]);
    assert_eq!(meant("黃仁勳來台。黃執行長說很高興。", "黃"), ["jensen-huang"]);
    assert_eq!(meant("黃執行長說很高興。", "黃"), Vec::<String>::new());
    assert_eq!(
        meant("課長白雅琪表示同意。白小姐白天很忙，白色的衣服。", "白"),
        ["candidate:白雅琪"]
    );
}

#[test]
fn words_beside_a_form_decide_between_its_bearers() {
    assert_eq!(meant("威廉教授昨天演講。", "威廉"), ["william"]);
    assert_eq!(meant("他住在威廉，昨天才回來。", "威廉"), ["williamsport"]);
}

#[test]
fn words_are_no_names() {
    for text in [
        "大家很高興，白天在馬路上加石油，江湖上林木茂密。",
        "簡單的高湯要用白菜、黃豆和金針。",
        "周末的時候，方法很多，於是成功了。",
    ] {
        assert_eq!(mentions(text), [], "{text}");
    }
}

#[test]
fn other_renderings_mean_whom_the_dictionary_has() {
    assert_eq!(
        meant("伊利亞·蘇茨克弗離開公司。", "伊利亞·蘇茨克弗"),
        ["ilya-sutskever"]
    );
    assert_eq!(meant("丹尼斯·裡奇設計了語言。", "丹尼斯·裡奇"), ["dennis-ritchie"]);
    assert_eq!(meant("傑弗裡·辛頓得獎。", "傑弗裡·辛頓"), ["geoffrey-hinton"]);
}

#[test]
fn names_are_linked_to_latin_names_of_the_document() {
    let found = mentions("鋼琴家托馬斯·萊內抵台。Toomas Laine 說，台灣很熱。");
    let of = |surface: &str| found.iter().find(|(here, ..)| here == surface).cloned();
    let (_, entity, kind) = of("托馬斯·萊內").unwrap();
    assert_eq!((entity.as_str(), kind), ("found:toomas-laine", "transliteration"));
    assert_eq!(of("Toomas Laine").unwrap().1, entity);
}

#[test]
fn candidates_can_be_left_out() {
    let plain = Pipeline::builder().with_candidates(false).build().unwrap();
    let text = "書店主人林沛蓁表示歡迎，黃仁勳也來了。";
    let ids: Vec<String> = {
        let analysis = plain.analyse(text);
        analysis
            .mentions
            .iter()
            .map(|mention| plain.entity(mention.who, &analysis).id.clone())
            .collect()
    };
    assert_eq!(ids, ["jensen-huang"]);
    assert_eq!(mentions(text).len(), 2);
}

#[test]
fn a_name_that_a_parenthesis_binds_is_no_piece_of_a_longer_one() {
    let text = "公司請來顧問艾米莉．桑德維爾（Emily Sandville）演講。";
    assert_eq!(meant(text, "艾米莉．桑德維爾"), ["found:emily-sandville"]);
    assert!(meant(text, "顧問艾米莉．桑德維爾").is_empty());
}
