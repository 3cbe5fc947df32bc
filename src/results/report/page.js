// Shows the articles of the page and filters them. All text goes through textContent, so that none of it is ever markup.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const PER_PAGE = 10;
const CLASSES = ["PERSON", "ORG", "LOC", "PRODUCT", "WORK", "EVENT", "TERM"];
const NONE = "(none)";

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
};
const number = (value) => value.toLocaleString("en");
const counted = (value, one, many) => `${number(value)} ${value === 1 ? one : many}`;
const nameOf = (entity) => entity.zh || entity.latin || entity.id || NONE;
const labelOf = (entity) => entity.label || NONE;
const classOf = (label) => (CLASSES.includes(label) ? label.toLowerCase() : "other");
/// A mention and those that overlap it.
const withOverlapping = (mention) => [mention, ...(mention.overlapping || [])];

const state = { script: "written", labels: new Set(), entities: null, document: "", doubt: "all", below: 0.7, page: 0, found: [] };
const byId = new Map(data.entities.map((entity, place) => [entity.id, place]));

// Filters.

const isLow = (mention) => mention.score < state.below;
const isDoubtful = (mention) => mention.is_ambiguous || isLow(mention);

function matches(mention) {
  const doubts = { all: true, doubt: isDoubtful(mention), ambiguous: mention.is_ambiguous, low: isLow(mention) };
  return (
    state.labels.has(labelOf(data.entities[mention.entity])) &&
    (state.entities === null || state.entities.has(mention.entity)) &&
    doubts[state.doubt]
  );
}

/// The entities that what was typed means: one by its id, or all that have it in a name; nothing typed, no choice.
function meant(typed) {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return null;
  if (byId.has(typed.trim())) return new Set([byId.get(typed.trim())]);
  const has = (text) => text.toLowerCase().includes(wanted);
  const places = data.entities.map((entity, place) => (has(entity.zh) || has(entity.latin) || has(entity.id) ? place : -1));
  return new Set(places.filter((place) => place >= 0));
}

function filter(form) {
  const fields = new FormData(form);
  state.script = fields.get("script");
  state.labels = new Set(fields.getAll("label"));
  state.entities = meant(fields.get("entity"));
  state.document = fields.get("document").trim().toLowerCase();
  state.doubt = fields.get("doubt");
  const below = Number.parseFloat(fields.get("below"));
  state.below = Number.isNaN(below) ? 0.7 : below;
  state.page = 0;
  const boxes = form.querySelectorAll("[name=label]").length;
  const chooses = state.entities !== null || state.doubt !== "all" || state.labels.size < boxes;
  let [mentions, all] = [0, 0];
  state.found = [];
  for (const article of data.documents) {
    const every = article.mentions.flatMap(withOverlapping);
    const matching = every.filter(matches).length;
    all += every.length;
    const isNamed = article.id.toLowerCase().includes(state.document) || article.source.toLowerCase().includes(state.document);
    if (isNamed && (matching > 0 || !chooses)) {
      mentions += matching;
      state.found.push(article);
    }
  }
  const isSample = data.documents.length < data.n_documents;
  document.getElementById("status").textContent =
    `${number(mentions)} of ${counted(all, "mention", "mentions")} in ` +
    `${number(state.found.length)} of ${counted(data.documents.length, "document", "documents")}` +
    (isSample ? `, which stand for ${number(data.n_documents)}` : "");
  show();
}

// Articles.

function mentionElement(article, place, text, isFirst) {
  const mention = article.mentions[place];
  const matching = withOverlapping(mention).some(matches);
  const entity = data.entities[mention.entity];
  const classes = ["mention", classOf(entity.label), matching ? "on" : "off", isDoubtful(mention) ? "doubt" : "sure"];
  const said = `${text}: ${nameOf(entity)}, ${labelOf(entity)}${isDoubtful(mention) ? ", in doubt" : ""}`;
  const attributes = { class: classes.join(" "), role: "button", tabindex: isFirst ? 0 : -1, "data-place": place, "aria-label": said };
  return element("span", { ...attributes, "aria-expanded": "false", "aria-controls": "card" }, text);
}

function articleElement(article, index) {
  const pieces = (state.script !== "written" && article[state.script]) || article.written;
  const lang = { hant: "zh-Hant", hans: "zh-Hans", written: article.script === "hans" ? "zh-Hans" : "zh-Hant" }[state.script];
  const text = element("p", { class: "text", lang });
  pieces.forEach((piece, at) => {
    if (at % 2 === 0) text.append(piece);
    else text.append(mentionElement(article, (at - 1) / 2, piece, at === 1));
  });
  const facts = [`${number(article.chars)} characters`, `${counted(article.n_mentions, "mention", "mentions")}`, article.source];
  if (article.is_cut) facts.unshift("only the beginning is shown");
  if (pieces.length === 1 && pieces[0].trim() === "") text.append("(no text)");
  const title = element("h3", { id: `article-${index}` }, article.id);
  const shown = element("article", { "aria-labelledby": `article-${index}` }, title);
  shown.append(element("p", { class: "meta" }, facts.join(" · ")), text);
  shown.article = article;
  return shown;
}

function show() {
  const pages = Math.max(1, Math.ceil(state.found.length / PER_PAGE));
  const from = state.page * PER_PAGE;
  const list = document.getElementById("list");
  close();
  list.replaceChildren(...state.found.slice(from, from + PER_PAGE).map(articleElement));
  if (state.found.length === 0) list.append(element("p", { class: "nothing" }, "No document has such a mention."));
  for (const nav of document.querySelectorAll(".pages")) {
    nav.querySelector(".at").textContent = `Page ${state.page + 1} of ${number(pages)}`;
    nav.querySelector(".previous").disabled = state.page === 0;
    nav.querySelector(".next").disabled = state.page + 1 >= pages;
    nav.hidden = pages === 1;
  }
}

function turn(by) {
  state.page += by;
  show();
  document.getElementById("articles").scrollIntoView();
  document.getElementById("articles").focus({ preventScroll: true });
}

// What is known of a mention.

const card = document.getElementById("card");
let opener = null;
let isKept = false;

function describe(mention) {
  const entity = data.entities[mention.entity];
  const label = element("span", { class: `swatch ${classOf(entity.label)}` }, labelOf(entity));
  const rows = [
    ["entity", entity.id || NONE],
    ["name", [entity.zh, entity.latin].filter(Boolean).join(" · ") || NONE],
    ["label", label],
    ["found by", mention.kind],
    ["score", isLow(mention) ? `${mention.score}, low` : String(mention.score)],
  ];
  if (mention.is_ambiguous) rows.push(["may also be", (mention.alternatives || []).map(alternative).join("; ") || "others"]);
  return element("dl", {}, ...rows.flatMap(([term, said]) => [element("dt", {}, term), element("dd", {}, said)]));
}

function alternative(id) {
  const place = byId.get(id);
  return place === undefined ? id : `${nameOf(data.entities[place])} (${id})`;
}

function open(mention, keep) {
  if (opener) opener.setAttribute("aria-expanded", "false");
  [opener, isKept] = [mention, keep];
  mention.setAttribute("aria-expanded", "true");
  const known = mention.closest("article").article.mentions[Number(mention.dataset.place)];
  const entity = data.entities[known.entity];
  const closing = element("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  closing.addEventListener("click", () => close(true));
  const only = element("button", { type: "button" }, "Only this entity");
  only.addEventListener("click", () => choose(entity.id));
  card.replaceChildren(element("h3", { id: "card-title" }, mention.textContent), describe(known));
  for (const other of known.overlapping || []) {
    card.append(element("p", { class: "meta" }, `overlaps: ${other.surface}`), describe(other));
  }
  if (keep) card.append(closing, ...(entity.id ? [only] : []));
  card.hidden = false;
  const [place, size] = [mention.getClientRects()[0], card.getBoundingClientRect()];
  const left = Math.max(8, Math.min(place.left, document.documentElement.clientWidth - size.width - 8));
  const isAbove = place.bottom + size.height + 8 > window.innerHeight && place.top > size.height + 8;
  card.style.left = `${left + window.scrollX}px`;
  card.style.top = `${(isAbove ? place.top - size.height - 6 : place.bottom + 6) + window.scrollY}px`;
  if (keep) closing.focus({ preventScroll: true });
}

function close(goesBack = false) {
  if (!opener) return;
  opener.setAttribute("aria-expanded", "false");
  card.hidden = true;
  // The card is still kept here, so that the focus does not open it anew.
  if (goesBack) opener.focus({ preventScroll: true });
  [opener, isKept] = [null, false];
}

/// Shows one entity alone.
function choose(id) {
  const form = document.querySelector(".filters");
  form.elements.entity.value = id;
  filter(form);
  document.getElementById("articles").scrollIntoView();
  document.getElementById("articles").focus({ preventScroll: true });
}

// What people do.

const mentionOf = (event) => event.target.closest?.(".mention");

function step(mention, by) {
  const all = [...mention.closest("article").querySelectorAll(".mention")];
  const next = all[all.indexOf(mention) + by];
  if (!next) return;
  mention.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function listen() {
  const form = document.querySelector(".filters");
  const list = document.getElementById("list");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => filter(form));
  // The fields are empty only after the event.
  form.addEventListener("reset", () => setTimeout(() => filter(form)));
  for (const nav of document.querySelectorAll(".pages")) {
    nav.querySelector(".previous").addEventListener("click", () => turn(-1));
    nav.querySelector(".next").addEventListener("click", () => turn(1));
  }
  list.addEventListener("mouseover", (event) => {
    const mention = mentionOf(event);
    if (mention && !isKept) open(mention, false);
  });
  list.addEventListener("mouseout", (event) => {
    if (mentionOf(event) && !isKept) close();
  });
  list.addEventListener("focusin", (event) => {
    const mention = mentionOf(event);
    if (mention && !isKept) open(mention, false);
  });
  list.addEventListener("focusout", () => !isKept && close());
  list.addEventListener("click", (event) => {
    const mention = mentionOf(event);
    if (mention) open(mention, true);
  });
  list.addEventListener("keydown", (event) => {
    const mention = mentionOf(event);
    if (!mention) return;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") step(mention, event.key === "ArrowRight" ? 1 : -1);
    else if (event.key === "Enter" || event.key === " ") open(mention, true);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
  document.addEventListener("click", (event) => {
    if (isKept && !card.contains(event.target) && !mentionOf(event)) close();
  });
  for (const shape of document.querySelectorAll("svg [data-entity]")) {
    // Of a sample, not every entity is in the page.
    if (!byId.has(shape.dataset.entity)) continue;
    shape.setAttribute("role", "button");
    shape.setAttribute("tabindex", "0");
    shape.addEventListener("click", () => choose(shape.dataset.entity));
    shape.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(shape.dataset.entity);
    });
  }
}

function fillFields() {
  const mentions = data.documents.flatMap((article) => article.mentions.flatMap(withOverlapping));
  const tally = (key) => {
    const counts = new Map();
    for (const mention of mentions) counts.set(key(mention), (counts.get(key(mention)) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  };
  for (const [label, count] of tally((mention) => labelOf(data.entities[mention.entity]))) {
    const box = element("input", { type: "checkbox", name: "label", value: label, checked: true });
    const swatch = element("span", { class: `swatch ${classOf(label)}` }, label);
    document.getElementById("labels").append(element("label", {}, box, " ", swatch, ` ${number(count)}`));
  }
  // A browser draws a thousand suggestions slowly; whoever types finds the others too.
  const entities = tally((mention) => mention.entity).slice(0, 1000);
  document.getElementById("entities").append(
    ...entities.map(([place]) => {
      const entity = data.entities[place];
      return element("option", { value: entity.id }, [entity.zh, entity.latin].filter(Boolean).join(" · "));
    }),
  );
}

if (data.documents.length > 0) {
  fillFields();
  listen();
  filter(document.querySelector(".filters"));
}
document.documentElement.dataset.ready = String(performance.now());
