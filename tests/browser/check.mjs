// Opens pages of `yiming report` in a real browser and holds them against the tables that they were made of.
//
//     node check.mjs YIMING FOLDER CORPUS
//
// FOLDER has playwright-core in node_modules, and takes what is made. Prints a line for each page; exits with 1 where something does not hold.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { table } from "./csv.mjs";

const [yiming, folder, corpus] = process.argv.slice(2);
const { chromium } = createRequire(join(folder, "package.json"))("playwright-core");
const HOSTILE = '標題</script><script>window.taken = 1</script>\n<img src=x onerror="window.taken = 2"> & &lt; <!-- 黃仁勳說：]]>「好」\u2028。\n';

/** Runs the program; a run with refused documents ends with 1. */
function run(...rest) {
  try {
    execFileSync(yiming, rest, { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    if (error.status !== 1) throw new Error(`${rest.join(" ")}: ${error.stderr}`);
  }
}

/** Writes the tables of `input` and their page, and returns where they are. */
function made(name, input, options = ["--with-text"]) {
  const out = join(folder, name);
  run("run", input, "-o", out, "--force", "--quiet", ...options);
  const page = join(folder, `${name}.html`);
  run("report", out, "-o", page);
  return { name, out, page };
}

/** Opens a page, and notes what it says and asks for. */
async function opened(browser, { page: path }, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const [address, problems] = [pathToFileURL(path).href, []];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) problems.push(`asks for ${request.url()}`);
  });
  await page.goto(address);
  await page.waitForFunction(() => document.documentElement.dataset.ready, undefined, { timeout: 20_000 });
  const ready = Number(await page.evaluate(() => document.documentElement.dataset.ready));
  return { page, problems, ready, close: () => context.close() };
}

const figure = (page, name) => page.locator("figure").filter({ has: page.getByRole("heading", { name, exact: true }) });
const status = (page) => page.locator("#status").textContent();

/** What the line above the articles says for these mentions. */
function said(mentions, all, shown, documents) {
  const plural = (count, one) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
  return `${mentions.length.toLocaleString("en")} of ${plural(all, "mention")} in ${shown.toLocaleString("en")} of ${plural(documents, "document")}`;
}

/** Every article of all pages, as `read` gives it. */
async function articles(page, read) {
  const all = [];
  for (;;) {
    all.push(...(await page.locator("article").evaluateAll(read)));
    const next = page.locator(".pages .next").first();
    if (!(await next.isVisible()) || (await next.isDisabled())) return all;
    await next.click();
  }
}

const texts = (page) => articles(page, (found) => found.map((article) => article.querySelector(".text").textContent));

async function sampleCorpus(browser) {
  const source = made("sample", corpus);
  const [documents, mentions, entities, tokens] = ["documents", "mentions", "entities", "tokens"].map((name) => table(source.out, name));
  const shown = await opened(browser, source);
  const { page } = shown;
  const holds = async (matching, isFiltered = true) => {
    const ids = new Set(matching.map((row) => row.doc_id));
    assert.equal(await status(page), said(matching, mentions.length, isFiltered ? ids.size : documents.length, documents.length));
  };
  await holds(mentions, false);

  // What is read is what was written, in every script; and every mention that is a token is marked.
  assert.deepEqual(await texts(page), documents.map((row) => row.text));
  await page.getByLabel("Simplified").check();
  const converted = await texts(page);
  documents.forEach((row, place) => row.script === "hant" && assert.equal(converted[place], row.text_converted, row.doc_id));
  await page.getByLabel("Traditional").check();
  const marked = await articles(page, (found) => found.map((article) => [article.querySelector("h3").textContent, article.querySelectorAll(".mention.on").length]));
  const locked = (id) => tokens.filter((row) => row.doc_id === id && row.mention_id !== "").length;
  assert.deepEqual(marked, documents.map((row) => [row.doc_id, locked(row.doc_id)]));

  // Filters, alone and together.
  const form = page.locator(".filters");
  await page.locator("[name=label]").evaluateAll((boxes) => boxes.forEach((box) => box.value !== "PERSON" && box.click()));
  await holds(mentions.filter((row) => row.label === "PERSON"));
  await form.getByLabel("Mentions").selectOption("doubt");
  await holds(mentions.filter((row) => row.label === "PERSON" && (row.is_ambiguous === "1" || Number(row.score) < 0.7)));
  await form.getByRole("button", { name: "Show everything" }).click();
  await page.waitForFunction((text) => document.getElementById("status").textContent.startsWith(text), `${mentions.length.toLocaleString("en")} of`);
  await form.getByLabel("Mentions").selectOption("ambiguous");
  await holds(mentions.filter((row) => row.is_ambiguous === "1"));
  await form.getByLabel("Mentions").selectOption("low");
  await form.getByLabel("Low is below").fill("0.9");
  await holds(mentions.filter((row) => Number(row.score) < 0.9));
  await form.getByLabel("Mentions").selectOption("all");
  const [top] = entities;
  await form.getByLabel("Entity").fill(top.entity_id);
  await holds(mentions.filter((row) => row.entity_id === top.entity_id));
  assert.equal(await page.locator("article").count(), Math.min(10, Number(top.n_documents)));
  await form.getByLabel("Document").fill(top.first_doc_id);
  await holds(mentions.filter((row) => row.entity_id === top.entity_id && row.doc_id === top.first_doc_id));
  await form.getByLabel("Entity").fill("nobody is called so");
  await holds([]);
  assert.match(await page.locator("#list").textContent(), /No document has such a mention/);
  await form.getByRole("button", { name: "Show everything" }).click();
  await page.waitForFunction((text) => document.getElementById("status").textContent.startsWith(text), `${mentions.length.toLocaleString("en")} of`);

  // A chart has the numbers of the table, and chooses.
  const numbers = await figure(page, "Entities with most mentions").locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [row.cells[3].textContent, row.cells[4].textContent, row.cells[5].textContent]));
  assert.deepEqual(numbers, entities.slice(0, numbers.length).map((row) => [row.entity_id, row.n_mentions, row.n_documents]));
  await page.locator("svg.bars [data-entity]").first().focus();
  await page.keyboard.press("Enter");
  await holds(mentions.filter((row) => row.entity_id === top.entity_id));
  await page.locator("svg.network [data-entity]").first().click();
  await form.getByRole("button", { name: "Show everything" }).click();
  await page.waitForFunction(() => document.querySelectorAll("article").length === 10);

  // A mention tells what the table says, to mouse and keyboard.
  const first = page.locator("article .mention").first();
  const row = mentions.find((mention) => mention.doc_id === documents[0].doc_id);
  const card = page.locator("#card");
  await first.hover();
  for (const told of [row.entity_id, row.name_zh, row.label, row.match_kind]) assert.ok((await card.textContent()).includes(told), told);
  await page.mouse.move(1, 1);
  assert.ok(await card.isHidden());
  await first.focus();
  await page.keyboard.press("ArrowRight");
  const second = page.locator("article .mention").nth(1);
  assert.ok(await second.evaluate((mention) => mention === document.activeElement));
  await page.keyboard.press("Enter");
  assert.ok(await page.getByRole("button", { name: "Close" }).evaluate((button) => button === document.activeElement));
  assert.equal(await second.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Escape");
  assert.ok((await card.isHidden()) && (await second.evaluate((mention) => mention === document.activeElement)));
  await second.click();
  await page.getByRole("button", { name: "Only this entity" }).click();
  const chosen = await form.getByLabel("Entity").inputValue();
  await holds(mentions.filter((mention) => mention.entity_id === chosen));

  // Nothing that can be used is without a name.
  const nameless = await page.locator("button, input, select, [role=button], [role=img], [role=region]").evaluateAll((all) =>
    all.filter((one) => !(one.ariaLabel || one.labels?.length || one.textContent.trim())).map((one) => one.outerHTML));
  assert.deepEqual(nameless, []);
  assert.deepEqual(shown.problems, []);
  assert.ok(shown.ready < 1000, `ready after ${shown.ready} ms`);
  await shown.close();
  return { source, ready: shown.ready };
}

/** Names that overlap: one of them is marked, and tells of the others. */
async function overlappingNames(browser) {
  const source = made("overlapping", corpus, ["--with-text", "--overlap", "all"]);
  const [documents, mentions, tokens] = ["documents", "mentions", "tokens"].map((name) => table(source.out, name));
  const locked = new Set(tokens.filter((row) => row.mention_id !== "").map((row) => `${row.doc_id} ${row.mention_id}`));
  const under = mentions.filter((row) => !locked.has(`${row.doc_id} ${row.mention_id}`));
  assert.ok(under.length > 0);
  const shown = await opened(browser, source);
  assert.equal(await status(shown.page), said(mentions, mentions.length, documents.length, documents.length));
  const [row] = under;
  await shown.page.locator(".filters").getByLabel("Document").fill(row.doc_id);
  await shown.page.locator(".filters").getByLabel("Entity").fill(row.entity_id);
  const cards = [];
  for (const mention of await shown.page.locator("article .mention.on").all()) {
    await mention.click();
    cards.push(await shown.page.locator("#card").textContent());
    await shown.page.keyboard.press("Escape");
  }
  assert.ok(cards.some((card) => card.includes(`overlaps: ${row.surface}`) && card.includes(row.entity_id)), row.surface);
  assert.deepEqual(shown.problems, []);
  await shown.close();
}

async function hostileArticle(browser) {
  const input = join(folder, "hostile-in");
  rmSync(input, { recursive: true, force: true });
  mkdirSync(input);
  writeFileSync(join(input, "<script>window.taken = 3</script>&.txt".replaceAll("/", "∕")), HOSTILE);
  writeFileSync(join(input, "wrong.txt"), Buffer.from([0xff, 0xfe, 0xfd]));
  for (const options of [["--with-text"], []]) {
    const shown = await opened(browser, made("hostile", input, options));
    const [text] = await texts(shown.page);
    const flat = (string) => string.replace(/\s+/g, "");
    assert.equal(options.length ? text : flat(text), options.length ? HOSTILE : flat(HOSTILE));
    assert.equal(await shown.page.evaluate(() => window.taken), undefined);
    assert.equal(await shown.page.locator(".note", { hasText: "have no texts" }).count(), 1 - options.length);
    assert.deepEqual(shown.problems, []);
    await shown.close();
  }
}

async function nothingToShow(browser) {
  const input = join(folder, "refused-in");
  rmSync(input, { recursive: true, force: true });
  mkdirSync(input);
  writeFileSync(join(input, "wrong.txt"), Buffer.from([0xff, 0xfe, 0xfd]));
  const shown = await opened(browser, made("refused", input));
  assert.match(await shown.page.locator(".nothing").textContent(), /None of the documents could be read/);
  assert.equal(await figure(shown.page, "What could not be read, by code").locator("tbody tr").count(), 1);
  assert.deepEqual(shown.problems, []);
  await shown.close();
}

async function manyDocuments(browser) {
  const input = join(folder, "many-in");
  rmSync(input, { recursive: true, force: true });
  const names = readdirSync(corpus).filter((name) => name.endsWith(".txt"));
  for (let copy = 0; copy < 250; copy += 1) {
    const source = join(input, `source${copy % 4}`);
    mkdirSync(source, { recursive: true });
    for (const name of names) cpSync(join(corpus, name), join(source, `${copy}-${name}`));
  }
  const source = made("many", input);
  const shown = await opened(browser, source);
  const of = (250 * names.length).toLocaleString("en");
  assert.match(await shown.page.locator(".note").first().textContent(), new RegExp(`^\\d+ of ${of} documents are shown`));
  assert.match(await status(shown.page), new RegExp(`documents, which stand for ${of}$`));
  assert.deepEqual(shown.problems, []);
  assert.ok(shown.ready < 3000, `ready after ${shown.ready} ms`);
  await shown.close();
  rmSync(input, { recursive: true });
  rmSync(source.out, { recursive: true });
  return shown.ready;
}

async function pictures(browser, source, to) {
  const views = { light: {}, dark: { colorScheme: "dark" }, narrow: { viewport: { width: 390, height: 844 } } };
  for (const [name, options] of Object.entries(views)) {
    const shown = await opened(browser, source, options);
    await shown.page.screenshot({ path: join(to, `${name}-charts.png`) });
    await shown.page.locator("figure.wide").first().screenshot({ path: join(to, `${name}-network.png`) });
    await shown.page.locator("figure.wide").nth(1).screenshot({ path: join(to, `${name}-variants.png`) });
    await shown.page.locator("#articles").evaluate((section) => section.scrollIntoView({ behavior: "instant" }));
    await shown.page.locator("article .mention").nth(4).click();
    await shown.page.screenshot({ path: join(to, `${name}-articles.png`) });
    const wider = await shown.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wider, 0, `${name}: the page is ${wider} pixels wider than the window`);
    await shown.close();
  }
}

const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: process.env.YIMING_CHROMIUM, args: [...sandbox, "--disable-gpu"] });
try {
  const { source, ready } = await sampleCorpus(browser);
  console.log(`sample corpus: counts, texts, filters, charts and keys hold; ready after ${Math.round(ready)} ms`);
  await overlappingNames(browser);
  console.log("names that overlap: all are told");
  await hostileArticle(browser);
  console.log("an article of markup: is text");
  await nothingToShow(browser);
  console.log("nothing but errors: the page says so");
  const to = process.env.YIMING_SCREENSHOTS;
  if (to) mkdirSync(to, { recursive: true });
  if (to) await pictures(browser, source, to);
  console.log(`10,000 documents: ready after ${Math.round(await manyDocuments(browser))} ms`);
} finally {
  await browser.close();
}
