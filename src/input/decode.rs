//! From bytes to text. UTF-8 is tried first, strictly; then what the bytes look like. Nothing is guessed below a confidence and no
//! byte is replaced: what cannot be decoded is refused, with the place.

use encoding_rs::DecoderResult;

use super::Encoding;
use crate::lexicon::encoding::{Guess, guess, has_nulls};

/// A text and the name of the encoding that it was in: UTF-8, with or without a byte order mark.
///
/// # Errors
///
/// The offset of the first byte that is not UTF-8, with the byte, and what it may be instead.
///
/// ```
/// use yiming::input::decode;
///
/// assert_eq!(decode("臺灣".into()).unwrap(), ("臺灣".to_owned(), "utf-8"));
/// assert_eq!(decode(b"\xA5x\xC6W".to_vec()).unwrap_err().0, 0);
/// ```
pub fn decode(bytes: Vec<u8>) -> Result<(String, &'static str), (usize, String)> {
    if let Some((encoding @ (Encoding::Utf16Le | Encoding::Utf16Be), _)) = Encoding::of_mark(&bytes) {
        return Err((
            0,
            format!("a byte order mark of {}; only UTF-8 is read", encoding.spoken()),
        ));
    }
    let mark = Encoding::of_mark(&bytes);
    let encoding = mark.map_or(Encoding::Utf8, |(encoding, _)| encoding);
    let text = decode_as(bytes, encoding, 0).map_err(|wrong| (wrong.at as usize, wrong.message))?;
    Ok((text, encoding.name()))
}

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// Where the first wrong byte is.
    pub(super) at: u64,
    /// What is wrong, in a fixed vocabulary.
    pub(super) code: &'static str,
    /// What is wrong, for people.
    pub(super) message: String,
    /// The way out.
    pub(super) help: &'static str,
}

/// A text in `told`, or in what its bytes look like.
pub(super) fn decode_any(mut bytes: Vec<u8>, told: Option<Encoding>) -> Result<(String, Encoding), Undecodable> {
    // Nearly all files are UTF-8 without a mark, which the same look tells and decodes.
    if told.is_none() && Encoding::of_mark(&bytes).is_none() && !has_nulls(&bytes) {
        bytes = match String::from_utf8(bytes) {
            Ok(text) => return Ok((text, Encoding::Utf8)),
            Err(error) => error.into_bytes(),
        };
    }
    let encoding = match told {
        Some(encoding) => with_mark(encoding, &bytes),
        None => tell(&bytes)?,
    };
    Ok((decode_as(bytes, encoding, 0)?, encoding))
}

/// The encoding of bytes, as far as the beginning of a file tells it: a character that is cut at the end is none that is wrong.
pub(super) fn tell(bytes: &[u8]) -> Result<Encoding, Undecodable> {
    if let Some((encoding, _)) = Encoding::of_mark(bytes) {
        return Ok(encoding);
    }
    let unsure = |at: usize, candidates: &[Encoding]| Undecodable {
        at: at as u64,
        code: "unknown_encoding",
        message: match candidates {
            [] => "neither UTF-8 nor another encoding that is read".to_owned(),
            _ => "not UTF-8, and no other encoding is sure enough".to_owned(),
        },
        help: match candidates {
            [] => "convert it to UTF-8, or leave it out by --exclude",
            [Encoding::Big5] => "if it is Big5, say so: --encoding big5",
            [Encoding::Gb18030] => "if it is GB18030 or GBK, say so: --encoding gb18030",
            [Encoding::Utf16Le | Encoding::Utf16Be, ..] => {
                "it may be UTF-16: say so by --encoding utf-16le or utf-16be"
            }
            _ => "it may be Big5 or GB18030: say which, by --encoding big5 or --encoding gb18030",
        },
    };
    let Err(error) = std::str::from_utf8(bytes) else {
        if let (true, Some(at)) = (has_nulls(bytes), memchr::memchr(0, bytes)) {
            return Err(Undecodable {
                at: at as u64,
                code: "unknown_encoding",
                message: "so many zero bytes that it is UTF-16 without a byte order mark, or no text".to_owned(),
                help: "if it is text, say in which encoding: --encoding utf-16le, utf-16be or utf-8",
            });
        }
        return Ok(Encoding::Utf8);
    };
    match guess(bytes) {
        Guess::Sure(encoding) => Ok(encoding),
        Guess::DamagedUtf8 => Ok(Encoding::Utf8),
        Guess::Unsure(candidates) => Err(unsure(error.valid_up_to(), &candidates)),
    }
}

/// `encoding`, with the mark or byte order that the bytes have.
pub(super) fn with_mark(encoding: Encoding, bytes: &[u8]) -> Encoding {
    match (encoding, Encoding::of_mark(bytes)) {
        (Encoding::Utf8 | Encoding::Utf8Sig, Some((marked @ Encoding::Utf8Sig, _)))
        | (Encoding::Utf16Le | Encoding::Utf16Be, Some((marked @ (Encoding::Utf16Le | Encoding::Utf16Be), _))) => {
            marked
        }
        (Encoding::Utf8Sig, _) => Encoding::Utf8,
        _ => encoding,
    }
}

/// A text in `encoding`, without its byte order mark, which begins at byte `offset` of its file.
pub(super) fn decode_as(mut bytes: Vec<u8>, encoding: Encoding, offset: u64) -> Result<String, Undecodable> {
    let mark = match Encoding::of_mark(&bytes) {
        Some((marked, length)) if marked == encoding => length,
        _ => 0,
    };
    if matches!(encoding, Encoding::Utf8 | Encoding::Utf8Sig) {
        return match String::from_utf8(bytes) {
            Ok(mut text) => {
                text.drain(..mark);
                Ok(text)
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let is_cut = error.utf8_error().error_len().is_none();
                Err(wrong(
                    Encoding::Utf8,
                    offset + at as u64,
                    (!is_cut).then(|| error.as_bytes()[at]),
                ))
            }
        };
    }
    bytes.drain(..mark);
    let mut decoder = encoding.decoder().new_decoder_without_bom_handling();
    let mut text = String::new();
    // Room for everything: three bytes for two, and the decoder's own.
    text.reserve_exact(
        decoder
            .max_utf8_buffer_length_without_replacement(bytes.len())
            .unwrap_or(0),
    );
    match decoder.decode_to_string_without_replacement(&bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => {
            text.shrink_to_fit();
            Ok(text)
        }
        // The decoder says how long the wrong sequence is, and how far behind it it has read.
        (DecoderResult::Malformed(length, behind), read) => {
            let at = read - usize::from(length) - usize::from(behind);
            Err(wrong(encoding, offset + (at + mark) as u64, bytes.get(at).copied()))
        }
        (DecoderResult::OutputFull, read) => Err(wrong(encoding, offset + (read + mark) as u64, None)),
    }
}

/// The refusal of a byte at `at`; without the byte, of a text that ends too early there.
pub(super) fn wrong(encoding: Encoding, at: u64, byte: Option<u8>) -> Undecodable {
    let (code, help) = match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => (
            "invalid_utf8",
            "save it as UTF-8; if it is in another encoding, say so by --encoding",
        ),
        Encoding::Utf16Le | Encoding::Utf16Be => (
            "invalid_utf16",
            "save it anew, as UTF-8; if it is in another encoding, say so by --encoding",
        ),
        Encoding::Big5 => (
            "invalid_big5",
            "save it as UTF-8; if it is in another encoding, say so by --encoding",
        ),
        Encoding::Gb18030 => (
            "invalid_gb18030",
            "save it as UTF-8; if it is in another encoding, say so by --encoding",
        ),
    };
    let message = match byte {
        Some(byte) => format!("byte 0x{byte:02X} at offset {at} is not {}", encoding.spoken()),
        None => format!("the text ends in the middle of a character at offset {at}"),
    };
    Undecodable {
        at,
        code,
        message,
        help,
    }
}
