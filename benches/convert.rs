//! Conversion of a text made from the repository's own dictionaries and sample sentences, a call a line, for every
//! configuration, plain and aligned. The output's length and hash are asserted, so that a fast wrong answer fails.
//! Set YIMING_BENCH_TEXT to a file of Traditional Chinese to measure that instead, without the assertion.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use yiming::convert::{Config, Converter, Scratch};

/// Traditional sentences of several kinds; repeated to make a text.
const SENTENCES: &str = "\
人工智慧公司創辦人伊爾亞·蘇茨克維在部落格上說明，他們的軟體會在網路上以開放原始碼的方式發布。
乾隆年間的檔案裡記著：「後來的著作，多半藉由口耳相傳。」這句話引起了許多學者的興趣。
The quick brown fox, 2024-05-01: 記憶體 16 GB、硬碟 512 GB，處理器為 8 核心，螢幕解析度 2560×1600。
颱風過後，台北市政府衛生局呼籲民眾注意飲水安全，並於週末前完成復原工作。
余政達與范瑋琪在歌唱節目中擔任評審，觀眾反應熱烈；製作單位表示下週將公布名單。
";

/// Configuration, bytes out, and FNV-1a hash of the output, for the text of `SENTENCES`; s2* read t2s's output.
const EXPECTED: &[(Config, usize, u64)] = &[
    (Config::S2t, 246400, 0xD2B3_9CDA_1A54_3385),
    (Config::T2s, 246400, 0x0D3E_21DA_F5BC_1545),
    (Config::S2tw, 246400, 0xA5F0_3540_D968_04A5),
    (Config::Tw2s, 246400, 0xDCA7_CE6C_CF4F_F7C5),
    (Config::S2twp, 246400, 0xC5BD_8CCE_FA84_20C5),
    (Config::Tw2sp, 244000, 0x1B89_7BA3_6640_0225),
    (Config::S2hk, 246400, 0x4A82_E399_1517_9F05),
    (Config::Hk2s, 246400, 0x0D3E_21DA_F5BC_1545),
    (Config::S2hkp, 246400, 0x4A82_E399_1517_9F05),
    (Config::Hk2sp, 246400, 0x660B_2BC9_B61D_0285),
    (Config::T2tw, 246400, 0xEA12_D597_C5A4_9BA5),
    (Config::Tw2t, 246400, 0x44A8_B3AA_072D_DF05),
    (Config::T2hk, 246400, 0xB258_04D0_853C_E725),
    (Config::Hk2t, 246400, 0x99D0_3B63_B966_CBE5),
    (Config::T2jp, 246400, 0xCE4E_762E_2182_D3E5),
    (Config::Jp2t, 246400, 0x1A69_85DB_BA7F_C8E5),
];

fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

fn convert_lines(converter: &Converter, text: &str, out: &mut String, scratch: &mut Scratch) {
    out.clear();
    for line in text.split_inclusive('\n') {
        converter.convert_into(line, out, scratch);
    }
}

fn conversion(criterion: &mut Criterion) {
    let own = std::env::var_os("YIMING_BENCH_TEXT");
    let traditional = match &own {
        Some(path) => std::fs::read_to_string(path).expect("YIMING_BENCH_TEXT names a UTF-8 file"),
        None => SENTENCES.repeat(400),
    };
    let simplified = Converter::new(Config::T2s).convert(&traditional);
    let (mut out, mut scratch) = (String::new(), Scratch::default());
    for &config in Config::ALL {
        let text = if config.name().starts_with('s') {
            &simplified
        } else {
            &traditional
        };
        let converter = Converter::new(config);
        convert_lines(&converter, text, &mut out, &mut scratch);
        if own.is_none() {
            let expected = EXPECTED.iter().find(|expected| expected.0 == config);
            let expected = expected.map(|&(_, len, hash)| (len, hash));
            assert_eq!(expected, Some((out.len(), fnv(&out))), "{config}");
        }
        let mut group = criterion.benchmark_group(config.name());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("text", |bencher| {
            bencher.iter(|| convert_lines(&converter, black_box(text), &mut out, &mut scratch));
        });
        group.bench_function("aligned", |bencher| {
            bencher.iter(|| {
                text.split_inclusive('\n')
                    .map(|line| converter.convert_aligned(black_box(line)).text.len())
                    .sum::<usize>()
            });
        });
        group.finish();
    }
    criterion.bench_function("load s2twp", |bencher| {
        bencher.iter(|| Converter::new(black_box(Config::S2twp)))
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(1)).warm_up_time(std::time::Duration::from_millis(300));
    targets = conversion
}
criterion_main!(benches);
