//! Dates of documents, as their sources write them.

/// `text` as ISO 8601 writes it, as far as it goes: `2024-05-01`, `2024-05` or `2024`.
///
/// Read are the year, the month and the day in this order, with `-`, `/`, `.` or 年, 月, 日 between them, or eight digits; years of the Republic
/// where 民國 stands before them. What comes behind the day, a time as a rule, is left out. Nothing where it is no such date.
pub(super) fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    let (rest, first_year) = match text.strip_prefix("民國").or_else(|| text.strip_prefix("民国")) {
        Some(rest) => (rest.trim_start(), 1911),
        None => (text, 0),
    };
    let (digits, rest) = number(rest)?;
    if first_year == 0 && digits.len() == 8 {
        let (year, day) = digits.split_at(4);
        let (month, day) = day.split_at(2);
        return full(year.parse().ok()?, month, day, rest);
    }
    let is_year = if first_year == 0 {
        digits.len() == 4
    } else {
        digits.len() < 4
    };
    let year = digits.parse::<u32>().ok().filter(|_| is_year)? + first_year;
    let Some(rest) = behind_sign(rest, '年') else {
        return rest.is_empty().then(|| format!("{year:04}"));
    };
    let Some((month, rest)) = number(rest) else {
        return rest.is_empty().then(|| format!("{year:04}"));
    };
    let Some((day, rest)) = behind_sign(rest, '月').and_then(number) else {
        let is_end = matches!(rest.trim_start(), "" | "月");
        return is_end
            .then(|| month_of(month))
            .flatten()
            .map(|month| format!("{year:04}-{month:02}"));
    };
    full(year, month, day, rest.trim_start().strip_prefix('日').unwrap_or(rest))
}

/// The digits that `text` begins with, and what is behind them.
fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// What is behind the sign between two numbers; `sign` is the Chinese one.
fn behind_sign(text: &str, sign: char) -> Option<&str> {
    let rest = text.trim_start().strip_prefix(['-', '/', '.', sign]);
    rest.map(str::trim_start)
}

fn month_of(digits: &str) -> Option<u32> {
    let month = digits.parse().ok().filter(|month| (1..=12).contains(month))?;
    (digits.len() <= 2).then_some(month)
}

/// A whole date; behind it stands nothing, or a time.
fn full(year: u32, month: &str, day: &str, behind: &str) -> Option<String> {
    let month = month_of(month)?;
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_end = behind.is_empty() || behind.starts_with(|c: char| c == 'T' || c.is_whitespace());
    let day: u32 = day.parse().ok().filter(|day| is_end && (1..=days).contains(day))?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::iso_date;

    #[test]
    fn dates_are_read_as_sources_write_them() {
        for (text, date) in [
            ("2024-05-01", "2024-05-01"),
            ("2024-05-01T08:30:00+08:00", "2024-05-01"),
            (" 2024/5/1 08:30 ", "2024-05-01"),
            ("2024.12.31", "2024-12-31"),
            ("20240229", "2024-02-29"),
            ("20240229T0830", "2024-02-29"),
            ("2024年5月1日", "2024-05-01"),
            ("2024年5月1日 星期三", "2024-05-01"),
            ("民國113年5月1日", "2024-05-01"),
            ("民國 38 年 12 月 7 日", "1949-12-07"),
            ("2024-05", "2024-05"),
            ("2024年5月", "2024-05"),
            ("2024", "2024"),
            ("2024年", "2024"),
        ] {
            assert_eq!(iso_date(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "昨天",
            "2023-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-05-32",
            "1714521600",
            "24-05-01",
            "05/01/2024",
            "2024-05-01x",
            "2024-05-0x",
            "2024-x",
            "20241",
            "民國",
            "2024-111",
            "99999999999999999999年",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }
}
