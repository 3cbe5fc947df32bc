//! Names that are words as well, and forms inside longer ones: which evidence makes them mentions, and which must not. With the shipped
//! dictionaries alone.

use std::sync::LazyLock;

use yiming::pipeline::Pipeline;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::builder().build().unwrap());

/// The mentions of a text: surface and entity.
fn mentions(text: &str) -> Vec<(String, String)> {
    let analysis = PIPELINE.analyse(text);
    let chars: Vec<char> = text.chars().collect();
    let mentions = analysis.mentions.iter();
    mentions
        .map(|mention| {
            let surface = chars[mention.span.range()].iter().collect();
            (surface, PIPELINE.entity(mention.who, &analysis).id.clone())
        })
        .collect()
}

/// How often `surface` is a mention of `entity`.
fn times(text: &str, surface: &str, entity: &str) -> usize {
    let mentions = mentions(text).into_iter();
    mentions.filter(|(here, who)| here == surface && who == entity).count()
}

/// Everything that `surface` means, each time.
fn meant(text: &str, surface: &str) -> Vec<String> {
    let mentions = mentions(text).into_iter();
    mentions
        .filter(|(here, _)| here == surface)
        .map(|(_, who)| who)
        .collect()
}

#[test]
fn a_family_name_alone_needs_its_bearer_and_a_title() {
    let text = "教授簡文昭昨天演講。簡教授說，簡單的事最難，請大家簡短發問。他又簡了一段。";
    assert_eq!(meant(text, "簡"), ["candidate:简文昭"]);
    // Without whom it means, a title says nothing; without a title, the bearer does not.
    assert_eq!(meant("簡教授說，簡單的事最難。", "簡"), Vec::<String>::new());
    assert_eq!(meant("教授簡文昭走了，簡也很好。", "簡"), Vec::<String>::new());

    let text = "課長白雅琪帶大家參觀。白課長說，白牆要留白，白天最好看。";
    assert_eq!(meant(text, "白"), ["candidate:白雅琪"]);
    let text = "導演高俊輝拍了新片。高導演說，票房很高，高樓的戲最難，身高不是問題。";
    assert_eq!(meant(text, "高"), ["candidate:高俊辉"]);
    assert_eq!(meant("票房很高，高先生，白先生都知道。", "高"), Vec::<String>::new());
}

#[test]
fn meta_is_the_company_and_no_analysis() {
    let text = "Meta 發表新模型。團隊用 Meta 分析整理文獻，這種meta-analysis要花很久，Meta分析也是；meta 資料另存。";
    assert_eq!(times(text, "Meta", "meta"), 1);
    for surface in ["Meta 分析", "meta-analysis", "Meta分析"] {
        assert_eq!(meant(text, surface), ["meta-analysis"], "{surface}");
    }
    assert_eq!(meant("他玩 meta 遊戲，講 metadata。", "meta"), Vec::<String>::new());
}

#[test]
fn x_is_the_platform_where_the_text_names_it_and_never_a_sign() {
    let text = "推特改名為 X 之後，他在 X 上說：沿著 X 軸畫，照 X 光，算 X 與 Y 的和，Ｘ射線也一樣。";
    assert_eq!(times(text, "X", "twitter"), 2);
    assert_eq!(mentions(text).len(), 3, "{:?}", mentions(text));
    assert_eq!(meant("他在 X 上畫一條線。", "X"), Vec::<String>::new());
    assert_eq!(meant("Twitter 還在，X 與 Meta 競爭。", "X"), ["twitter"]);
}

#[test]
fn an_apple_is_a_fruit_unless_something_says_otherwise() {
    assert_eq!(
        meant("果農說今年的蘋果很甜，蘋果樹也長高了。", "蘋果"),
        Vec::<String>::new()
    );
    assert_eq!(meant("Apple 今天發表手機，蘋果說下週開賣。", "蘋果"), ["apple"]);
    assert_eq!(meant("蘋果執行長今天來台，蘋果不願評論。", "蘋果"), ["apple", "apple"]);
    assert_eq!(meant("財經：蘋果財報優於預期。", "蘋果"), ["apple"]);
    // The company's own text may speak of fruit.
    let text = "Apple 的員工餐廳每天送三顆蘋果，有人吃蘋果，也有人說蘋果新機太貴。";
    assert_eq!(times(text, "蘋果", "apple"), 1);
}

#[test]
fn forms_inside_longer_names_and_words_are_none() {
    assert_eq!(
        mentions("作家海明威的小說"),
        [("海明威".into(), "ernest-hemingway".into())]
    );
    assert_eq!(mentions("據中國時報報導"), [("中國時報".into(), "china-times".into())]);
    assert_eq!(meant("政府將提高通膨預期。", "高通"), Vec::<String>::new());
    assert_eq!(meant("GPT-4o 比 GPT-4 便宜。", "GPT-4"), ["gpt-4"]);
    assert_eq!(meant("GPT-4o 比 GPT-4 便宜。", "GPT-4o"), ["gpt-4o"]);
    // A part of a name with dots is none of its own, whoever else bears it.
    let text = "作家葉青得獎。達悟族的葉青·藍波安也來了。";
    assert_eq!(meant(text, "葉青").len(), 1, "{:?}", mentions(text));
}

#[test]
fn writing_does_not_matter() {
    for text in [
        "伊爾亞·蘇茨克維",
        "伊爾亞‧蘇茨克維",
        "伊爾亞・蘇茨克維",
        "伊爾亞．蘇茨克維",
        "伊爾亞 蘇茨克維",
        "伊爾亞-蘇茨克維",
        "伊尔亚·苏茨克维",
        "Ilya Sutskever",
        "ILYA SUTSKEVER",
        "Ｉｌｙａ　Ｓｕｔｓｋｅｖｅｒ",
        "ilya sutskever",
    ] {
        assert_eq!(mentions(text), [(text.to_owned(), "ilya-sutskever".to_owned())]);
    }
}

#[test]
fn two_people_of_one_family_name_are_told_apart_by_who_was_named_last() {
    let text = "研究員林沛蓁先發言。林研究員說完，教授林子翔上台，林教授反對。";
    let found = PIPELINE.analyse(text);
    let shared: Vec<_> = found
        .mentions
        .iter()
        .filter(|mention| mention.span.len() == 1)
        .collect();
    assert_eq!(shared.len(), 2);
    assert_ne!(shared[0].who, shared[1].who);
    assert!(
        shared
            .iter()
            .all(|mention| mention.alternatives.len() == 1 && mention.score < 0.5)
    );
}
