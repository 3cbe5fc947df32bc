//! What stands around a place that may be a name: words that name a role before it, titles and verbs of speech behind it,
//! punctuation; and how the segmenter cuts there.

use super::super::characters::Characters;
use super::super::evidence::Document;
use super::Mentioned;
use super::signs::{SignTable, Signs};
use crate::names::{CharacterOdds, character_odds, ends_with_title, starts_with_speech, starts_with_title};
use crate::segment::{Class, Origin, Segmenter, Token, TokenKind, WordStarts};
use crate::text::{CharSpan, is_han};

/// What lies at a border between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Border {
    /// A border between tokens.
    Tokens,
    /// The inside of a token that the segmenter's model of unknown words cut.
    Unknown,
    /// The inside of a word of the dictionary.
    Word,
    /// The inside of a mention, a user's word, or what is no Chinese.
    Closed,
}

/// A document as the finders see it.
pub(super) struct Context<'a> {
    characters: &'a Characters<'a>,
    starts: &'a WordStarts<'a>,
    pub tokens: &'a [Token],
    pub segmenter: &'a Segmenter,
    pub chars: &'a [char],
    /// What the mentions are.
    mentioned: &'a [Mentioned],
    /// One more than there are characters.
    borders: Vec<Border>,
    signs: &'static SignTable,
}

/// Last characters of words for what someone is: 執行長, 作家, 隊員.
const ROLE: &str =
    "长员家师手人者授士生理裁席监记辑板傅星将帅徒客友妻夫子女爸妈父母兄弟姐妹总工表官警匠侠王后帝主相卫锋";

/// Characters that begin, or end, what the segmenter joins to unknown words and is none: 前三|大, 跳过.
const BEGINS_NO_NAME: &str = "但太要前从先再得那最年以跳塞曾多去到教办帮由在把被让给对向往某三五";
const ENDS_NO_NAME: &str = "过任满出到成着进入大";

impl<'a> Context<'a> {
    pub(super) fn new(
        document: &'a Document<'a>,
        tokens: &'a [Token],
        mentioned: &'a [Mentioned],
        segmenter: &'a Segmenter,
    ) -> Self {
        let Document { characters, starts, .. } = document;
        let chars = characters.all();
        let mut borders = vec![Border::Tokens; chars.len() + 1];
        for token in tokens {
            let inside = match token.origin {
                Origin::Dictionary => Border::Word,
                Origin::Hmm => Border::Unknown,
                Origin::User | Origin::Mention(_) | Origin::Rule => Border::Closed,
            };
            borders[token.span.start + 1..token.span.end].fill(inside);
        }
        Context {
            characters,
            starts,
            tokens,
            segmenter,
            chars,
            mentioned,
            borders,
            signs: SignTable::shared(),
        }
    }

    /// What a character may be in a name.
    #[inline]
    pub(super) fn signs(&self, c: char) -> Signs {
        self.signs.of(c)
    }

    pub(super) fn border(&self, at: usize) -> Border {
        self.borders[at]
    }

    pub(super) fn slice(&self, span: CharSpan) -> &'a str {
        self.characters.slice(span)
    }

    /// Whether the dictionary has the word at `start..end`.
    pub(super) fn is_word(&self, start: usize, end: usize) -> bool {
        end <= self.chars.len() && self.segmenter.is_word_at(self.starts, CharSpan::new(start, end))
    }

    /// The number of the token that code point `at` is in, or of the first behind it.
    pub(super) fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.span.end <= at)
    }

    /// Whether a token is a mention of a place.
    pub(super) fn is_place(&self, token: &Token) -> bool {
        self.is_mention_of(token, Mentioned::Place)
    }

    fn is_mention_of(&self, token: &Token, what: Mentioned) -> bool {
        matches!(token.origin, Origin::Mention(number) if self.mentioned.get(number) == Some(&what))
    }

    /// Whether a mention of a person ends before `at`, or begins there.
    pub(super) fn is_beside_person(&self, at: usize) -> bool {
        let number = self.token_at(at);
        let before = number.checked_sub(1).map(|before| &self.tokens[before]);
        let is_person = |token: &&Token| self.is_mention_of(token, Mentioned::Person);
        before
            .filter(|token| token.span.end == at)
            .is_some_and(|token| is_person(&token))
            || self
                .tokens
                .get(number)
                .filter(|token| token.span.start == at)
                .is_some_and(|token| is_person(&token))
    }

    /// The view from code point `at` on.
    pub(super) fn rest(&self, at: usize) -> &'a str {
        self.characters.from(at)
    }

    /// What the dictionary says of the word.
    pub(super) fn class(&self, span: CharSpan) -> Class {
        self.segmenter.class_at(self.starts, span)
    }

    /// Whether the dictionary has the word for a person's name.
    pub(super) fn is_person(&self, span: CharSpan) -> bool {
        self.class(span) == Class::Person
    }

    /// Whether the dictionary has the word, and for no name.
    pub(super) fn is_common_word(&self, span: CharSpan) -> bool {
        matches!(self.class(span), Class::Institution | Class::Nominal | Class::Other)
    }

    /// Whether no mention and no user's word reaches into `span`.
    pub(super) fn is_free(&self, span: CharSpan) -> bool {
        let mut tokens = self.tokens[self.token_at(span.start)..]
            .iter()
            .take_while(|token| token.span.start < span.end);
        tokens.all(|token| matches!(token.origin, Origin::Dictionary | Origin::Hmm | Origin::Rule))
    }

    /// Characters of words that belong to no name, though the segmenter joins them to what is unknown: 这是|公司.
    pub(super) const NO_NAME: &'static str = "这是的了在和与随着也就不有为我你他她它们该各每某之及或";

    /// What the dictionary says of a token.
    pub(super) fn class_of(&self, token: &Token) -> Class {
        match token.origin {
            Origin::Dictionary => self.class(token.span),
            _ => Class::Unknown,
        }
    }

    /// Whether a token may be a name by itself: unknown to the dictionary, or known for a name.
    pub(super) fn is_proper(&self, token: &Token) -> bool {
        match token.origin {
            Origin::Mention(_) => self.is_place(token),
            Origin::Hmm => {
                let chars = &self.chars[token.span.range()];
                token.kind == TokenKind::Han && !chars.iter().any(|&c| Self::NO_NAME.contains(c))
            }
            Origin::Dictionary => token.span.len() > 1 && self.class_of(token).is_name(),
            _ => false,
        }
    }

    /// Whether a token may be a name by itself, and an unknown word of characters that names have: 弘道, not 算成.
    pub(super) fn is_name(&self, token: &Token) -> bool {
        if !self.is_proper(token) || token.origin != Origin::Hmm {
            return self.is_proper(token);
        }
        let chars = &self.chars[token.span.range()];
        if BEGINS_NO_NAME.contains(chars[0]) || ENDS_NO_NAME.contains(chars[chars.len() - 1]) {
            return false;
        }
        const LEAST: f32 = -2.0;
        const MEAN: f32 = -0.3;
        /// Of a character that is in no name of the lists: it is rare, and not for that a word.
        const RARE: f32 = -0.5;
        let odds = self.chars[token.span.range()].iter().map(|&c| {
            let odds = character_odds(c);
            let best = odds.given.max(odds.transliterated);
            if best <= CharacterOdds::ABSENT { RARE } else { best }
        });
        let (mut least, mut sum) = (f32::MAX, 0.0);
        for best in odds {
            least = least.min(best);
            sum += best;
        }
        least > LEAST && sum / token.span.len() as f32 > MEAN
    }

    /// Whether all of `span` is a place.
    pub(super) fn is_place_name(&self, span: CharSpan) -> bool {
        let token = &self.tokens[self.token_at(span.start)];
        token.span == span && self.is_place(token) || self.class(span) == Class::Place
    }

    /// Whether a dot stands right before or behind `span`, as inside longer names.
    pub(super) fn touches_dot(&self, span: CharSpan) -> bool {
        let is_dot = |at: Option<usize>| at.and_then(|at| self.chars.get(at)) == Some(&'·');
        is_dot(span.start.checked_sub(1)) || is_dot(Some(span.end))
    }

    /// Whether a place ends before `start`.
    pub(super) fn is_behind_place(&self, start: usize) -> bool {
        let before = self.tokens[..self.token_at(start)].last();
        before.is_some_and(|before| {
            before.span.end == start && (self.is_place(before) || self.class_of(before) == Class::Place)
        })
    }

    /// Whether a word that stands before places rather than people ends before `start`: 在, 于.
    pub(super) fn is_behind_preposition(&self, start: usize) -> bool {
        let before = self.characters.before(start);
        matches!(before, Some('在' | '于' | '往' | '赴' | '到' | '抵' | '自' | '至'))
    }

    /// Whether a title ends before `start`.
    pub(super) fn is_behind_title(&self, start: usize) -> bool {
        ends_with_title(self.characters.until(start))
    }

    /// Whether the marks of a title stand right around `span`: 《葉惠美》 is an album, whoever else is called so.
    pub(super) fn is_in_title_marks(&self, span: CharSpan) -> bool {
        let before = span.start.checked_sub(1).map(|at| self.chars[at]);
        matches!(before, Some('《' | '〈')) && matches!(self.chars.get(span.end), Some('》' | '〉'))
    }

    /// What stands before `start` says for a person's name there, in nats.
    pub(super) fn before(&self, start: usize) -> f32 {
        let Some(last) = start.checked_sub(1) else { return 0.5 };
        match self.chars[last] {
            '、' | '和' | '与' | '及' | '跟' | '(' => 0.7,
            '叫' => 1.5,
            '名' if ["本名", "原名", "艺名"]
                .iter()
                .any(|word| self.characters.until(start).ends_with(word)) =>
            {
                2.0
            }
            '由' | '对' | '向' | '请' | '替' | '给' | '让' => 0.5,
            '阿' | '老' | '小' => -1.0,
            c if !is_han(c) => 0.5,
            _ if self.is_behind_title(start) => 2.0,
            c => {
                let token = self.tokens[..self.token_at(start)].last();
                match token.filter(|token| token.span.end == start && token.kind == TokenKind::Han && ROLE.contains(c))
                {
                    Some(token) if token.span.len() > 1 => 2.0,
                    // 承辦|人
                    Some(token) if token.span.start > 0 && is_han(self.chars[token.span.start - 1]) => 1.0,
                    _ => 0.0,
                }
            }
        }
    }

    /// What stands behind `end` says for a person's name there, in nats.
    pub(super) fn behind(&self, end: usize) -> f32 {
        let Some(&next) = self.chars.get(end) else { return 0.5 };
        let rest = self.rest(end);
        if starts_with_title(rest) {
            return 3.0;
        }
        if starts_with_speech(rest) {
            return 2.5;
        }
        match next {
            '、' | '和' | '与' | '及' | '(' => 0.7,
            '的' | '则' | '也' | '在' | '将' | '从' | '曾' | '是' | '等' => 0.4,
            c if !is_han(c) => 0.5,
            _ => 0.0,
        }
    }

    /// Whether what stands at `at` makes what is before it the name of another thing than a person: 族 in 魯凱族, 大道 in 凱達格蘭大道.
    pub(super) fn goes_on_as_other(&self, at: usize) -> bool {
        const CHARACTERS: &str = "族语镇县乡村溪街路山岛湾港河湖米茶糖式型氏奶";
        const WORDS: [&str; 12] = [
            "台风", "部落", "大道", "风格", "高原", "平原", "半岛", "乐团", "剧社", "剧团", "墓园", "草原",
        ];
        let rest = self.rest(at);
        rest.starts_with(|c| CHARACTERS.contains(c)) || WORDS.iter().any(|word| rest.starts_with(word))
    }

    /// What the borders of a name cost, in nats; nothing where one lies in a mention or takes a word apart.
    pub(super) fn borders(&self, span: CharSpan) -> Option<f32> {
        let cost = |border| match border {
            Border::Tokens => Some(0.0),
            Border::Unknown => Some(-0.7),
            Border::Word | Border::Closed => None,
        };
        let start = match self.border(span.start) {
            // 課|長白|淑芬
            Border::Word if self.is_behind_title(span.start) => -0.7,
            border => cost(border)?,
        };
        Some(start + cost(self.border(span.end))?)
    }
}
