//! Where a name that is made of words begins: in, the text before a parenthesis; out, the length of the name at its end.

use super::people::NO_NAME;
use crate::segment::Segmenter;
use crate::text::ByteSpan;

/// In code points.
pub(super) const LONGEST_NAME: usize = 20;

/// The length of the name at the end of `text` that ends in `ending` (empty where none is known): the words back to the first that is
/// no noun. Of a place, a larger one before it does not belong to it: 牛津郡 in
/// 安大略省牛津郡.
pub(super) fn phrase(text: &str, ending: &str, label: Option<&str>, segmenter: &Segmenter) -> Option<usize> {
    let head = &text[..text.len() - ending.len()];
    let words: Vec<ByteSpan> = segmenter.dictionary_path(head).collect();
    // A character that is a word by itself is a piece of an unknown one more often than not: 天 and 普 in 天普大學.
    let is_single = |word: &str| word.chars().nth(1).is_none();
    let mut before = 0;
    let is_place = label == Some("LOC");
    let mut is_proper = true;
    for (at, word) in words.iter().enumerate().rev() {
        let word = &head[word.range()];
        let class = segmenter.class_of(word);
        // 兩 in 美國國會兩院 stands between nouns.
        let is_number =
            class == "m" && before > 0 && at > 0 && is_nominal(segmenter.class_of(&head[words[at - 1].range()]));
        // What institutions do stands before their ending: 準備 in 聯邦準備理事會.
        let is_doing = before == 0
            && at > 0
            && !matches!(label, Some("EVENT" | "LOC"))
            && (class.starts_with(['v', 't']) && !ending.is_empty() || class == "m" && ending.is_empty());
        let is_function = word.chars().all(|c| NO_NAME.contains(&c));
        let belongs = is_single(word) || is_nominal(class) || is_number || is_doing || DOING.contains(&word);
        let is_larger = is_place && before >= 2 && (word.ends_with(LARGER) || (is_proper && class == "ns"));
        if !belongs
            || is_function
            || (is_single(word) && word.starts_with(BEFORE_NAMES))
            || is_larger
            || PEOPLE_BEFORE.contains(&word)
        {
            break;
        }
        is_proper &= is_single(word) || class == "x" || class.starts_with("nr");
        before += word.chars().count();
    }
    let len = before + ending.chars().count();
    // A single character is no name, but the end of one: 祭 of 失聲祭.
    if before == 1 && ending.is_empty() && words.len() > 1 {
        let word = &head[words[words.len() - 2].range()];
        if !is_single(word) && !word.chars().all(|c| NO_NAME.contains(&c)) {
            return Some(len + word.chars().count());
        }
    }
    (before > 0 && len <= LONGEST_NAME).then_some(len)
}

/// Whether `text` as a whole may be a name: it does not begin with a verb, preposition or adverb that other words follow, and has no 的 or
/// 是 inside. A single character is a piece of an unknown word more often than not.
pub(super) fn is_clean(text: &str, segmenter: &Segmenter) -> bool {
    let first = segmenter.dictionary_path(text).next();
    let first = first.map_or("", |word| &text[word.range()]);
    let class = segmenter.class_of(first);
    let is_single = first.chars().nth(1).is_none();
    let is_doing = !is_single && first != text && class != "vn" && class.starts_with(['v', 'p', 'd']);
    !text.contains(['的', '是', '在', '被']) && !first.starts_with(NO_NAME) && !is_doing
}

/// Whether `text` says how many of something there are: 三位創辦人.
pub(super) fn begins_with_number(text: &str) -> bool {
    const NUMBERS: &str = "一二三四五六七八九十两几数多";
    const MEASURES: &str = "位名个种次款项首部间座支";
    // 數位 is digital, not several.
    let mut chars = text.strip_prefix("数位").unwrap_or(text).chars();
    chars.next().is_some_and(|c| NUMBERS.contains(c)) && chars.next().is_some_and(|c| MEASURES.contains(c))
}

/// More words of one character before the names of things.
const BEFORE_NAMES: [char; 26] = [
    '赴', '他', '她', '替', '遭', '受', '该', '此', '各', '其', '获', '经', '进', '整', '谈', '论', '谓', '即', '讲',
    '需', '采', '靠', '搞', '玩', '称', '用',
];

/// What larger places end in.
const LARGER: [char; 6] = ['省', '州', '国', '市', '县', '乡'];

/// Verbs and other words that stand inside the names of institutions.
const DOING: [&str; 30] = [
    "开发", "开放", "互动", "防卫", "联合", "合作", "保育", "保护", "推动", "促进", "策进", "测试", "研究", "发展",
    "教育", "管理", "监理", "应变", "协调", "变迁", "服务", "投资", "控股", "航行", "查核", "创新", "自然", "统合",
    "股份", "有限",
];

/// Words before the names of institutions that belong to none.
const PEOPLE_BEFORE: [&str; 16] = [
    "公司", "客户", "品牌", "厂商", "业者", "对手", "旧称", "盟友", "平台", "美商", "英商", "日商", "港商", "德商",
    "法商", "外商",
];

/// Whether words of this class (jieba's tags) stand inside names: nouns, also of doing (研究), adjectives, idioms, and what is
/// unknown.
fn is_nominal(tag: &str) -> bool {
    tag == "vn"
        || matches!(
            tag.as_bytes().first(),
            Some(b'n' | b'a' | b'b' | b'g' | b'i' | b'j' | b'l' | b's' | b'x' | b'z')
        )
}
