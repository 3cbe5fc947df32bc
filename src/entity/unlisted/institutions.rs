//! Institutions: words that the segmenter's dictionary has for such (交通部), and names before a word that ends theirs (螢軌科技,
//! 豐見島文化協會).

use super::context::Context;
use super::signs::Signs;
use super::{Kind, Proposal};
use crate::names::{character_odds, is_institution_ending};
use crate::segment::{Class, Origin, Token};
use crate::text::CharSpan;

/// What the dictionary's word for an institution says, in nats.
const LISTED: f32 = 1.5;
/// What a name before an ending says; a place with other words; a place alone before an ending that may follow one.
const NAMED: f32 = 1.2;
/// What it costs if the ending is a trade's rather than an institution's.
const TRADE: f32 = -0.6;
/// What it costs if no more than nouns stand between a place and the ending, or a word that the dictionary has for some name (慈善).
const WORDS: f32 = -0.4;
const DICTIONARYS: f32 = -0.9;
const DICTIONARYS_SHORT: f32 = -1.8;
/// The longest name, in code points.
const LONGEST: usize = 12;

/// Characters that end words which the dictionary has for institutions (国际化 is one as well), where it stands for one alone.
const ENDINGS: &str = "部署党行";
/// Such words that are offices of every town or country, or no institution.
const GENERIC: [&str; 9] = ["中南部", "总部", "党部", "商行", "支部", "干部", "全部", "分行", "政党"];
/// Offices of which there is one alone, though words that end likewise are those of every town.
const SINGLE: [&str; 16] = [
    "国安局",
    "林务局",
    "新闻局",
    "国安会",
    "中常会",
    "国民大会",
    "中科院",
    "中研院",
    "行政院",
    "立法院",
    "监察院",
    "司法院",
    "考试院",
    "救国团",
    "共青团",
    "同盟会",
];
/// Kinds of office of which every town or country has one: a name with the place before it alone.
const LOCAL: [&str; 20] = [
    "公安局",
    "民政局",
    "邮电局",
    "交通局",
    "社会局",
    "国税局",
    "教育局",
    "卫生局",
    "警察局",
    "消防局",
    "文化局",
    "工务局",
    "环保局",
    "地政局",
    "地方法院",
    "高等法院",
    "卫生所",
    "派出所",
    "警察署",
    "镇公所",
];

/// Characters that end any of these, and so what [`listed`] is to be asked of.
pub(super) fn ends_of_listed() -> impl Iterator<Item = char> {
    let words = SINGLE.iter().chain(&LOCAL);
    ENDINGS.chars().chain(words.filter_map(|word| word.chars().next_back()))
}

/// Endings that name a trade or a thing more often than an institution: a place before one tells no name (台灣科技), only a name does.
const TRADES: [&str; 24] = [
    "企业",
    "公司",
    "厂",
    "科技",
    "电子",
    "电信",
    "半导体",
    "游戏",
    "咖啡",
    "唱片",
    "航空",
    "资本",
    "创投",
    "面包",
    "烘焙",
    "保险",
    "部队",
    "军",
    "陆军",
    "办公室",
    "小学",
    "工作室",
    "剧场",
    "片场",
];
/// Endings of no institution's name, or of so few among so many others that they tell nothing.
const NO_INSTITUTION: [&str; 25] = [
    "计划",
    "计画",
    "专案",
    "铁路",
    "学程",
    "大会",
    "会议",
    "运动会",
    "倡议",
    "联赛",
    "家",
    "氏",
    "屋",
    "网路",
    "网",
    "网络",
    "组织",
    "机构",
    "软体",
    "餐厅",
    "工厂",
    "学校",
    "法院",
    "法庭",
    "咖啡店",
];
/// Endings before which a place alone makes a name.
const WITH_PLACE: [&str; 18] = [
    "政府",
    "银行",
    "大学",
    "议会",
    "国会",
    "博物馆",
    "美术馆",
    "动物园",
    "酒厂",
    "图书馆",
    "中学",
    "交响乐团",
    "大饭店",
    "同盟",
    "医院",
    "书院",
    "饭店",
    "酒店",
];
/// Of these, those before which a country alone makes one: 台灣醫院 is any.
const WITH_COUNTRY: [&str; 2] = ["政府", "国会"];
/// Endings before which a place and nouns make a name: 台灣珊瑚礁學會, but 美國頂尖大學.
const WITH_NOUNS: [&str; 17] = [
    "协会",
    "学会",
    "公会",
    "联盟",
    "委员会",
    "基金会",
    "总会",
    "联合会",
    "博物馆",
    "研究所",
    "研究院",
    "医院",
    "学院",
    "图书馆",
    "工会",
    "议会",
    "中心",
];
/// Endings of names so often that a dictionary's word before them is one: 長榮大學.
const OF_NAMES: [&str; 8] = ["大学", "医院", "银行", "酒店", "饭店", "大饭店", "中学", "航空"];
/// Words that open the names of institutions, though they are none by themselves.
const OPENERS: [&str; 8] = ["国际", "国立", "中华", "全国", "世界", "国家", "县立", "市立"];

/// Adds the institution whose name token `number`, a word of Han characters, ends.
pub(super) fn find(context: &Context<'_>, number: usize, proposals: &mut Vec<Proposal>) {
    let token = &context.tokens[number];
    if token.span.len() < 2 {
        return;
    }
    let last = context.signs(context.chars[token.span.end - 1]);
    let listed = if last.has(Signs::LISTED) {
        listed(context, number)
    } else {
        None
    };
    let found = listed.or_else(|| {
        if last.has(Signs::INSTITUTION) && is_institution_ending(context.slice(token.span)) {
            named(context, number)
        } else {
            of_place(context, number)
        }
    });
    if let Some((span, form)) = found {
        proposals.push(Proposal {
            span,
            kind: Kind::Institution,
            form,
            around: 0.0,
            is_word: false,
        });
    }
}

/// A place right before one word that says what is taught or done there, and where: 北京|電影學院, 南洋|商業銀行.
fn of_place(context: &Context<'_>, number: usize) -> Option<(CharSpan, f32)> {
    const LONGEST_ENDING: usize = 3;
    let token = &context.tokens[number];
    if token.span.len() < 4 {
        return None;
    }
    let before = &context.tokens[number.checked_sub(1)?];
    if before.span.end != token.span.start || !context.is_place(before) {
        return None;
    }
    let is_ended = (2..=LONGEST_ENDING).any(|len| {
        let ending = context.slice(CharSpan::new(token.span.end - len, token.span.end));
        WITH_NOUNS.contains(&ending) || WITH_PLACE.contains(&ending) && ending != "政府" && ending != "国会"
    });
    let is_kind = is_country(context.slice(before.span));
    (is_ended && !is_kind).then(|| (CharSpan::new(before.span.start, token.span.end), NAMED + WORDS))
}

/// What the dictionary has for an institution, with the place before it where it needs one.
fn listed(context: &Context<'_>, number: usize) -> Option<(CharSpan, f32)> {
    let token = &context.tokens[number];
    let last = context.chars[token.span.end - 1];
    let word = context.slice(token.span);
    if LOCAL.contains(&word) {
        let mut start = None;
        let mut from = token.span.start;
        for before in context.tokens[..number].iter().rev() {
            if before.span.end != from || !context.is_place(before) {
                break;
            }
            from = before.span.start;
            start = Some(from);
        }
        return start.map(|start| (CharSpan::new(start, token.span.end), LISTED));
    }
    let is_single = SINGLE.contains(&word);
    let may_be = is_single || ENDINGS.contains(last) && token.span.len() > 2 && !GENERIC.contains(&word);
    let is_institution = || is_single || context.class_of(token) == Class::Institution;
    (may_be && is_institution()).then_some((token.span, LISTED))
}

/// The name that token `ending` ends: back over nouns and unknown words to the farthest that may be a name by itself.
fn named(context: &Context<'_>, ending: usize) -> Option<(CharSpan, f32)> {
    let word = context.slice(context.tokens[ending].span);
    if NO_INSTITUTION.contains(&word) {
        return None;
    }
    let end = context.tokens[ending].span.end;
    let mut start = context.tokens[ending].span.start;
    let mut from = None;
    for (number, token) in context.tokens[..ending].iter().enumerate().rev() {
        if token.span.end != start || end - token.span.start > LONGEST {
            break;
        }
        let is_name = context.is_name(token);
        let is_noun = || {
            let class = context.class_of(token);
            token.span.len() > 1 && (class.is_name() || matches!(class, Class::Institution | Class::Nominal))
        };
        let is_opener = OPENERS.contains(&context.slice(token.span));
        if !is_name && !is_opener && !is_noun() {
            break;
        }
        start = token.span.start;
        if is_name || is_opener && from.is_some() {
            from = Some(number);
        }
    }
    let from = from?;
    let first = &context.tokens[from];
    let span = CharSpan::new(first.span.start, end);
    let is_trade = TRADES.contains(&word);
    let own = context.tokens[from..ending]
        .iter()
        .filter(|token| !is_place(context, token));
    let has_name = own.clone().any(|token| context.is_name(token));
    let has_words = own.clone().count() > 0;
    let has_unknown = own
        .clone()
        .any(|token| token.origin == Origin::Hmm && context.is_name(token));
    let form = if word == "政府" && has_words {
        return None;
    } else if has_unknown {
        let is_foreign = own.clone().all(|token| is_transliterated(context, token));
        NAMED + if is_trade && !is_foreign { TRADE } else { 0.0 }
    } else if has_name {
        let is_short = own.clone().all(|token| token.span.len() < 3 || !context.is_name(token));
        let dictionarys = match OF_NAMES.contains(&word) {
            true => 0.0,
            false if is_short => DICTIONARYS_SHORT,
            false => DICTIONARYS,
        };
        NAMED + dictionarys + if is_trade { TRADE } else { 0.0 }
    } else if is_trade {
        return None;
    } else if has_words {
        if !WITH_NOUNS.contains(&word) {
            return None;
        }
        NAMED + WORDS
    } else if WITH_COUNTRY.contains(&word) || WITH_PLACE.contains(&word) && !is_country(context.slice(first.span)) {
        NAMED
    } else {
        return None;
    };
    Some((span, form))
}

/// Whether a token is a place, to the gazetteer or to the segmenter's dictionary.
fn is_place(context: &Context<'_>, token: &Token) -> bool {
    context.is_place(token) || context.class_of(token) == Class::Place
}

/// Whether a token is made of characters of transliterations.
fn is_transliterated(context: &Context<'_>, token: &Token) -> bool {
    let chars = &context.chars[token.span.range()];
    chars.iter().all(|&c| character_odds(c).transliterated > 0.0)
}

/// Whether a word is a country or larger.
fn is_country(word: &str) -> bool {
    word.ends_with(['国', '洲']) || ["台湾", "日本", "香港", "全球", "东南亚", "印度", "越南"].contains(&word)
}
