//! From bytes to text: strict UTF-8, with or without a byte order mark.

/// A text and the name of the encoding that it was in.
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
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err((0, "a byte order mark of UTF-16; only UTF-8 is read".to_owned()));
    }
    match String::from_utf8(bytes) {
        Ok(mut text) if text.as_bytes().starts_with(MARK) => {
            text.drain(..MARK.len());
            Ok((text, "utf-8-sig"))
        }
        Ok(text) => Ok((text, "utf-8")),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let message = match error.utf8_error().error_len() {
                Some(_) => format!("byte 0x{:02X} at offset {at} is not UTF-8", error.as_bytes()[at]),
                None => format!("the text ends in the middle of a character at offset {at}"),
            };
            Err((at, message))
        }
    }
}
