use super::*;

fn likeness(chinese: &str, latin: &str) -> f64 {
    ChineseName::new(chinese).expect("a Chinese name").likeness(latin)
}

/// Asserts that each Latin name is at least as like as the bound says, and those that follow less than it.
fn graded(chinese: &str, at_least: &[(&str, f64)], below: &[(&str, f64)]) {
    for (latin, bound) in at_least {
        let value = likeness(chinese, latin);
        assert!(value >= *bound, "{chinese} {latin}: {value}");
    }
    for (latin, bound) in below {
        let value = likeness(chinese, latin);
        assert!(value < *bound, "{chinese} {latin}: {value}");
    }
}

#[test]
fn the_order_and_the_way_of_writing_do_not_count() {
    for latin in [
        "Hsu Chia-wei",
        "Chia-Wei Hsu",
        "HSU CHIA-WEI",
        "Hsü Chia-wei",
        "Hsu Chia Wei",
        "Hsu, Chiawei",
        "Xu Jiawei",
        "Jia-Wei Xu",
        "Syu Jiawei",
        "Hui Ka-wai",
        "Hui Ka Wai",
        "Kawai Hui",
    ] {
        assert_eq!(likeness("許家維", latin), 1.0, "{latin}");
        assert_eq!(likeness("许家维", latin), 1.0, "{latin}");
    }
}

#[test]
fn apostrophes_and_umlauts_do_not_count() {
    assert_eq!(
        likeness("田振國", "T'ien Chen-kuo"),
        likeness("田振國", "Tien Chen-kuo")
    );
    assert_eq!(likeness("呂西安", "Lü Xi'an"), likeness("呂西安", "Lu Xian"));
    assert_eq!(likeness("呂紹嘉", "Lyu Shaojia"), 1.0);
}

#[test]
fn english_given_names_may_stand_anywhere() {
    graded(
        "梁朝偉",
        &[
            ("Tony Leung Chiu-wai", 0.95),
            ("Leung Chiu-wai Tony", 0.95),
            ("LEUNG, Tony Chiu Wai", 0.95),
            ("Tony Leung", 0.2),
        ],
        &[("Tony Leung Ka-fai", 0.15), ("Tony Leung", 0.5), ("Leung", 0.35)],
    );
}

#[test]
fn initials_stand_for_syllables() {
    graded(
        "魏哲家",
        &[("C. C. Wei", 0.5), ("C.C. Wei", 0.5), ("CC Wei", 0.5), ("Wei C C", 0.5)],
        &[("T. D. Wei", 0.1)],
    );
    graded(
        "李遠哲",
        &[("Yuan T. Lee", 0.7), ("Y. T. Lee", 0.5)],
        &[("Y. T. Lee", 0.7)],
    );
}

#[test]
fn double_family_names_are_one_word_or_two() {
    for latin in ["Ouyang Jing", "Ou-yang Jing", "Jing Ou Yang"] {
        assert!(likeness("歐陽靖", latin) > 0.9, "{latin}");
    }
    for latin in ["Au-yeung Chun-wah", "Au Yeung Chun Wah", "Auyeung Chun-wah"] {
        assert!(likeness("歐陽震華", latin) > 0.9, "{latin}");
    }
    assert!(likeness("司徒華", "Szeto Wah") > 0.9);
    assert!(likeness("諸葛亮", "Zhuge Liang") > 0.9);
    // A family name of one syllable is never of two words.
    assert!(likeness("連戰", "Li An Zhan") < 0.5);
}

#[test]
fn married_women_may_write_either_family_name() {
    graded(
        "林鄭月娥",
        &[
            ("Carrie Lam Cheng Yuet-ngor", 0.95),
            ("Cheng Yuet-ngor", 0.9),
            ("Lam Yuet-ngor", 0.9),
            ("Carrie Lam", 0.2),
        ],
        &[],
    );
    graded("陳方安生", &[("Anson Chan", 0.2), ("Chan Fang On-sang", 0.85)], &[]);
}

#[test]
fn family_names_are_read_as_such() {
    for (chinese, latin) in [
        ("單田芳", "Shan Tianfang"),
        ("曾志偉", "Zeng Zhiwei"),
        ("查良鏞", "Zha Liangyong"),
        ("解曉東", "Xie Xiaodong"),
        ("區諾軒", "Ou Nuoxuan"),
        ("仇和", "Qiu He"),
    ] {
        assert!(likeness(chinese, latin) > 0.95, "{chinese} {latin}");
    }
}

#[test]
fn likeness_falls_from_one_system_to_the_family_name() {
    let values = [
        "Hsu Chia-wei",
        "Hsu Jia-wei",
        "Hui Jiawei",
        "Hsu Chia-wai",
        "Hsu Chia-fei",
        "Hsu Chia-mei",
        "Hsu Yu-jen",
        "Tsai Yu-jen",
    ]
    .map(|latin| (latin, likeness("許家維", latin)));
    assert!(values.is_sorted_by(|a, b| a.1 >= b.1), "{values:?}");
    assert_eq!(values[7].1, 0.0);
}

#[test]
fn near_homophones_are_less_than_spellings() {
    graded(
        "林玲",
        &[("Lin Lin", 0.6), ("Ling Ling", 0.6)],
        &[("Lin Lin", 0.9), ("Lin Fang", 0.15)],
    );
    graded("胡志明", &[("Fu Zhiming", 0.6)], &[("Fu Zhiming", 0.9)]);
}

#[test]
fn parts_alone_are_weak() {
    graded(
        "許家維",
        &[("Chia-wei", 0.4), ("Hsu", 0.15)],
        &[("Chia-wei", 0.6), ("Hsu", 0.4)],
    );
}

#[test]
fn everything_in_one_word_is_read_too() {
    assert!(likeness("姚明", "Yaoming") > 0.9);
    assert!(likeness("王健林", "Wang-Jianlin") > 0.9);
}

#[test]
fn what_is_no_name_has_no_forms() {
    for text in ["", "王", "伊爾亞·蘇茨克維", "大型語言模型", "Hsu", "王a"] {
        assert!(ChineseName::new(text).is_none(), "{text}");
    }
    assert_eq!(likeness("王明", ""), 0.0);
    assert_eq!(likeness("王明", "王明"), 0.0);
}

#[test]
fn what_stands_for_what_is_told() {
    let explain = |chinese: &str, latin: &str| {
        let name = ChineseName::new(chinese).expect("a Chinese name");
        name.explain(latin).map(|found| found.to_string())
    };
    let told = |text: &str| Some(text.to_owned());
    assert_eq!(
        explain("王家衛", "Wong Kar-wai"),
        told("王 wong, 家 kar, 衛 wai: Hong Kong Cantonese")
    );
    assert_eq!(
        explain("梁朝偉", "Tony Leung Chiu-wai"),
        told("梁 leung, 朝 chiu, 偉 wai; beside tony: Hong Kong Cantonese")
    );
    assert_eq!(explain("王家衛", "Jensen Huang"), None);
}
