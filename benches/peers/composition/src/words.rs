//! jieba-rs alone: the words of each line of each file, counted and dropped. `words FILE...` prints the bytes read, the seconds without loading, and
//! the number of words.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::time::Instant;

use jieba_rs::Jieba;

fn main() -> Result<(), Box<dyn Error>> {
    let read = std::env::args().skip(1).map(fs::read_to_string);
    let texts: Vec<String> = read.collect::<Result<_, _>>()?;
    let jieba = Jieba::new();
    // The model of unknown words is loaded when it is first needed.
    jieba.cut("蘇茨克維", true);
    let begun = Instant::now();
    let lines = texts.iter().flat_map(|text| text.lines());
    let words: usize = lines.map(|line| black_box(jieba.cut(line, true)).len()).sum();
    let seconds = begun.elapsed().as_secs_f64();
    println!("{} {seconds} {words} 0", texts.iter().map(String::len).sum::<usize>());
    Ok(())
}
