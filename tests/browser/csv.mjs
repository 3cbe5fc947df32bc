// The tables of a run, as objects by the names of their columns.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The rows of a text in RFC 4180's form. */
function rows(text) {
  const found = [];
  let [row, cell, isQuoted] = [[], "", false];
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (isQuoted) {
      if (c !== '"') cell += c;
      else if (text[at + 1] === '"') cell += text[(at += 1)];
      else isQuoted = false;
    } else if (c === '"') isQuoted = true;
    else if (c === "," || c === "\n") {
      row.push(cell);
      cell = "";
      if (c === "\n") {
        found.push(row);
        row = [];
      }
    } else cell += c;
  }
  return found;
}

/** A table of the run in `folder`. */
export function table(folder, name) {
  const [header, ...body] = rows(readFileSync(join(folder, `${name}.csv`), "utf8"));
  return body.map((cells) => Object.fromEntries(header.map((column, place) => [column, cells[place]])));
}
