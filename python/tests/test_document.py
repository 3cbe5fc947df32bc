"""Single documents, conversion, names, words, and what is told of mistakes."""

import json
import pickle
import subprocess

import pytest

import yiming

TEXT = "伊爾亞·蘇茨克維離開了OpenAI。 他說：「再見」"


def test_places_are_those_of_the_str(pipeline, texts):
    for text in texts:
        document = pipeline.process(text)
        assert document.text == text
        for row, surface in [(row, row.token) for row in document.tokens] + [
            (row, row.surface) for row in document.mentions
        ]:
            assert text[row.char_start : row.char_end] == surface
        assert document.row.n_tokens == len(document.tokens)
        assert document.row.n_mentions == len(document.mentions)


def test_attributes_are_the_columns(pipeline):
    document = pipeline.process(TEXT, "a")
    mention = document.mentions[0]
    assert (mention.doc_id, mention.entity_id, mention.label) == ("a", "ilya-sutskever", "PERSON")
    assert (mention.is_ambiguous, mention.alternatives, mention.score) == (False, None, 1.0)
    assert mention.surface_hans == "伊尔亚·苏茨克维"
    assert document.tokens[0].mention_id == 0 and document.tokens[1].mention_id is None
    assert yiming.Mention.surface.__doc__ == "The mention as it stands in the text."
    assert pickle.loads(pickle.dumps(document)) == document


def test_other_processes_make_the_same_pipeline(tmp_path):
    (tmp_path / "names.csv").write_text("alias,entity_id\n藍鯨計畫,blue-whale\n", "utf-8")
    pipeline = pickle.loads(pickle.dumps(yiming.Pipeline([tmp_path / "names.csv"], overlap="all")))
    ids = [mention.entity_id for mention in pipeline.process("在國立台灣大學談藍鯨計畫").mentions]
    assert "blue-whale" in ids and len(ids) == 4


def test_to_dict_is_the_line_of_an_export(pipeline, program, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, "utf-8")
    command = [program, "run", "in", "-o", "out", "--format", "jsonl", "--with-text", "--quiet", "--no-settings"]
    subprocess.run(command, cwd=tmp_path, check=True)
    exported = json.loads((tmp_path / "out" / "documents.jsonl").read_text("utf-8"))
    ours = pipeline.process(TEXT, "a.txt").to_dict()
    assert list(ours) == list(exported)
    assert ours == {**exported, "source_path": "-"}


def test_to_spacy(pipeline):
    pytest.importorskip("spacy")
    text = TEXT + "\n\n魯納斯在柯維卡。"
    for overlap in ("longest", "all"):
        document = yiming.Pipeline(overlap=overlap).process(text)
        doc = document.to_spacy()
        assert doc.text == text
        assert len(list(doc.sents)) == document.row.n_sentences

        def described(spans):
            return [(span.start_char, span.end_char, span.label_, span.kb_id_) for span in spans]

        starts = {token.char_start for token in document.tokens}
        ends = {token.char_end for token in document.tokens}
        as_tokens = {token.mention_id for token in document.tokens}
        mentions = [(m.char_start, m.char_end, m.label or "", m.entity_id) for m in document.mentions]
        assert described(doc.spans["mentions"]) == [m for m in mentions if m[0] in starts and m[1] in ends]
        assert described(doc.ents) == [mentions[m.mention_id] for m in document.mentions if m.mention_id in as_tokens]
        assert list(doc.spans) == ["mentions"]


def test_words(pipeline, tmp_path):
    assert yiming.segment("黃仁勳 在台大演講") == ["黃仁勳", "在", "台大", "演講"]
    assert yiming.segment("蘇茨克維的", entities=True) == ["蘇茨克維", "的"]
    assert yiming.segment("伊爾亞·蘇茨克維", entities=False) == ["伊爾", "亞", "·", "蘇茨克維"]
    (tmp_path / "words.txt").write_text("大演講\n", "utf-8")
    assert "大演講" in yiming.Pipeline(tmp_path).segment("在台大演講", entities=False)


def test_conversion(tmp_path):
    assert yiming.convert("后面的里程", "s2t") == "後面的里程"
    assert yiming.convert("特朗普在里斯本", "s2tw", regional_names=True).startswith("川普")
    (tmp_path / "own.txt").write_text("软件\t軟件兒\n", "utf-8")
    assert yiming.convert("软件", "s2tw", dicts=[tmp_path / "own.txt"]) == "軟件兒"
    with pytest.raises(ValueError, match="there is no configuration “s2tww”\nhelp: did you mean s2tw?"):
        yiming.convert("软件", "s2tww")
    with pytest.raises(ValueError, match="regional_names needs .* t2jp leads to none\nhelp: s2tw"):
        yiming.convert("软件", "t2jp", regional_names=True)


def test_names():
    whole = yiming.names.score("伊爾亞·蘇茨克維", "Ilya Sutskever")
    assert whole > 0.9 > yiming.names.score("伊爾亞", "Elon Musk")
    among = ["Elon Musk", "Ilya Sutskever", "Hsu Chia-wei"]
    (best,) = yiming.names.match("許家維", among, top=1)
    assert best.latin == "Hsu Chia-wei" and best.kind == "romanisation"
    assert yiming.names.match("伊爾亞", among, least=0.99) == []


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("words.txt", "雲端發票\n有效 加速\n", ":2:4: the frequency “加速” is no whole number\nhelp: "),
        ("names.csv", "alias,entity_id,kind\n老黃,jensen-huang,given name\n", ":2:17: “given name” is no kind of alias\nhelp: "),
    ],
)
def test_a_wrong_dictionary_is_told_by_its_place(tmp_path, program, name, content, place):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(yiming.DictionaryError) as told:
        yiming.Pipeline([path])
    assert str(told.value).startswith(f"{path}{place}")
    command = [program, "match", "--no-settings", "--dict", path]
    done = subprocess.run(command, input="", capture_output=True, encoding="utf-8")
    assert done.stderr.strip() == f"error: {told.value}"


def test_what_is_no_dictionary_or_policy(tmp_path):
    with pytest.raises(yiming.DictionaryError, match="none.csv: there is no such file\nhelp: "):
        yiming.Pipeline(tmp_path / "none.csv")
    with pytest.raises(ValueError, match="there is no policy “most”\nhelp: the policies are longest priority all"):
        yiming.Pipeline(overlap="most")
