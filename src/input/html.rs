//! The main text of a web page, as far as its tags tell. In, HTML; out, plain text with a line for each block. The tokens are the
//! standard's, entities included; of the tree only those elements are followed that say what is main text and what is not.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use rustc_hash::FxHashMap;

use std::ops::Range;

/// Elements without any text of the article.
const LEFT_OUT: [&str; 26] = [
    "aside", "audio", "button", "canvas", "datalist", "embed", "footer", "head", "header", "iframe", "math", "nav",
    "noembed", "noframes", "noscript", "object", "rp", "rt", "rtc", "script", "select", "style", "svg", "template",
    "textarea", "title",
];

/// Other elements that may hold these, and so end with them.
const HOLDERS: [&str; 26] = [
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "form",
    "html",
    "li",
    "main",
    "ol",
    "pre",
    "ruby",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];

/// Other elements that stand on lines of their own.
const LINES: [&str; 20] = [
    "address",
    "br",
    "caption",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hgroup",
    "hr",
    "legend",
    "option",
    "p",
    "search",
    "summary",
    "tfoot",
    "thead",
    "xmp",
];

/// Elements that never hold anything, and so are not waited for.
const EMPTY: [&str; 1] = ["embed"];

/// The main text of a web page.
///
/// Left out are scripts, styles, navigation, headers, footers, asides, forms' controls, drawings and the readings of ruby; a header inside
/// an article stays, because it has the headline. The longest `article` is the main text if it holds at least half of what there is;
/// otherwise `main` is, and without one the whole page. White space is collapsed but in `pre`, a line break between two Han
/// characters is none, and cells of a table stand on lines of their own.
///
/// ```
/// use yiming::input::main_text;
///
/// let page = "<nav>首頁</nav><main><h1>臺灣</h1><p>今天<b>下雨</b>。<p>A &amp; B</main>";
/// assert_eq!(main_text(page), "臺灣\n今天下雨。\nA & B");
/// ```
pub fn main_text(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&name(&tag.name)),
            Token::EndTag(tag) => page.end(&name(&tag.name)),
            Token::String(text) => page.text(&String::from_utf8_lossy(&text.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.finish()
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[derive(Default)]
struct Page {
    out: String,
    /// The elements that are open, with where their text begins.
    open: Vec<(String, usize)>,
    /// How many of each are open.
    counts: FxHashMap<String, usize>,
    /// How many of those that are open are left out.
    left_out: usize,
    /// White space that stands before the next character, and whether a line break is in it.
    space: Option<bool>,
    articles: Vec<Range<usize>>,
    main: Option<Range<usize>>,
}

impl Page {
    fn start(&mut self, name: &str) {
        // Readings of ruby need no end tag.
        if matches!(name, "rt" | "rp" | "rtc") {
            while self
                .open
                .last()
                .is_some_and(|(last, _)| matches!(last.as_str(), "rt" | "rp"))
            {
                self.close();
            }
        }
        if is_one_of(name, &HOLDERS) || is_one_of(name, &LINES) {
            self.end_line(name);
        }
        let is_left_out = is_one_of(name, &LEFT_OUT);
        if (is_left_out || is_one_of(name, &HOLDERS)) && !is_one_of(name, &EMPTY) {
            self.left_out += usize::from(is_left_out && !self.is_headline(name));
            *self.counts.entry(name.to_owned()).or_default() += 1;
            self.open.push((name.to_owned(), self.out.len()));
        }
    }

    fn end(&mut self, name: &str) {
        if self.counts.get(name).is_some_and(|&count| count > 0) {
            while self.close() != name {}
        }
        if is_one_of(name, &HOLDERS) || is_one_of(name, &LINES) {
            self.end_line(name);
        }
    }

    /// Closes the element that was opened last. Returns its name.
    fn close(&mut self) -> String {
        let Some((name, start)) = self.open.pop() else {
            return String::new();
        };
        if let Some(count) = self.counts.get_mut(&name) {
            *count -= 1;
        }
        if is_one_of(&name, &LEFT_OUT) && !self.is_headline(&name) {
            self.left_out -= 1;
        }
        let range = start..self.out.len();
        let is_outermost = self.counts.get(&name) == Some(&0);
        match name.as_str() {
            "article" if is_outermost => self.articles.push(range),
            "main" if is_outermost && self.main.is_none() => self.main = Some(range),
            _ => {}
        }
        name
    }

    /// Whether an element is the header of an article.
    fn is_headline(&self, name: &str) -> bool {
        name == "header" && self.counts.get("article").is_some_and(|&count| count > 0)
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 {
            return;
        }
        if self.counts.get("pre").is_some_and(|&count| count > 0) {
            self.space = None;
            self.out.push_str(text);
            return;
        }
        for c in text.chars() {
            if c.is_ascii_whitespace() {
                self.space = Some(self.space.unwrap_or(false) || c == '\n');
                continue;
            }
            if let Some(has_break) = self.space.take()
                && let Some(before) = self.out.chars().next_back()
                && before != '\n'
                && !(has_break && is_wide(before) && is_wide(c))
            {
                self.out.push(' ');
            }
            self.out.push(c);
        }
    }

    /// Ends the line, unless nothing is on it or the element stands inside one.
    fn end_line(&mut self, name: &str) {
        if self.left_out > 0 || name == "ruby" {
            return;
        }
        self.space = None;
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        let whole = self.main.unwrap_or(0..self.out.len());
        let longest = self.articles.into_iter().max_by_key(ExactSizeIterator::len);
        let chosen = match longest {
            Some(article) if article.len() * 2 >= whole.len() => article,
            _ => whole,
        };
        self.out[chosen].trim_matches(['\n', ' ']).to_owned()
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.contains(&name)
}

/// Whether a character belongs to a script that is written without spaces. Hangul has spaces.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_around_the_article_is_left_out() {
        let page = "<!DOCTYPE html><html><head><title>報</title><style>p{}</style><script>if (a<b) '</p>'</script></head>
            <body><header>報頭<nav><ul><li>首頁<li>政治</ul></nav></header>
            <article><header><h1>標題</h1></header><p>第一段，<em>很</em>長。</p><aside>廣告<div>買</div></aside><p>第二段。</article>
            <article><p>另一則</article><footer>版權</footer></body></html>";
        assert_eq!(main_text(page), "標題\n第一段，很長。\n第二段。");
    }

    #[test]
    fn main_is_taken_where_no_article_is_most_of_it() {
        let page = "<p>頭<main><p>前言很長很長很長很長很長<article>甲</article><article>乙</article></main><p>尾";
        assert_eq!(main_text(page), "前言很長很長很長很長很長\n甲\n乙");
    }

    #[test]
    fn entities_are_decoded_and_spaces_collapsed() {
        assert_eq!(
            main_text("A&nbsp;B &lt;b&gt; &#x81FA;&#28771; &copy"),
            "A\u{A0}B <b> 臺灣 ©"
        );
        assert_eq!(
            main_text("<p>臺灣\n  大學 與 \n NTU\nUniversity"),
            "臺灣大學 與 NTU University"
        );
        assert_eq!(main_text("a<br>b<br/><br>c<hr>d"), "a\nb\nc\nd");
        assert_eq!(main_text("<pre>a\n  b</pre>c"), "a\n  b\nc");
        assert_eq!(main_text("<table><tr><td>甲<td>乙</table>"), "甲\n乙");
    }

    #[test]
    fn readings_of_ruby_are_left_out() {
        assert_eq!(
            main_text("我<ruby>漢<rp>(</rp><rt>ㄏㄢˋ</rt><rp>)</rp>字<rt>ㄗˋ</ruby>好"),
            "我漢字好"
        );
    }

    #[test]
    fn tags_that_do_not_match_do_no_harm() {
        assert_eq!(main_text("</div></p>甲<div><b>乙</div></b>丙<aside>丁"), "甲\n乙\n丙");
        assert_eq!(main_text("甲<nav>乙</div>丙"), "甲");
        assert_eq!(main_text("<div>甲<nav>乙</div>丙"), "甲\n丙");
        assert_eq!(main_text(""), "");
    }

    #[test]
    fn deep_pages_take_no_longer_than_flat_ones() {
        let deep = "<div>".repeat(300_000) + "甲" + &"</section></div>".repeat(300_000);
        assert_eq!(main_text(&deep), "甲");
    }

    proptest! {
        #[test]
        fn any_tags_give_text(html in "(<(/)?(p|nav|article|main|pre|ruby|rt|header|script|b|br)>|甲|&amp;| |\n){0,30}") {
            let text = main_text(&html);
            prop_assert!(!text.contains(['<', '>']), "{text}");
        }
    }
}
