// The hand-in grid. Hooks: [data-grid] holds inputs [data-cell]; a row is the nearest [data-grid-row] or <tr>.
// Enter and the arrows up and down move between rows, left and right at the ends of a text move between cells.
// A block from a spreadsheet is pasted from the focused cell on; locked cells (read-only or disabled) are passed by;
// what did not fit is told in [data-grid-told], in its data-words ("{count} values did not fit: {list}").
const cells = (row) => [...row.querySelectorAll("[data-cell]")];
const rowOf = (cell) => cell.closest("[data-grid-row], tr");
const locked = (cell) => cell.readOnly || cell.disabled;

function rows(grid) {
  return [...new Set([...grid.querySelectorAll("[data-cell]")].map(rowOf))];
}
function step(cell, down, across) {
  const grid = cell.closest("[data-grid]");
  const all = rows(grid);
  let at = all.indexOf(rowOf(cell)), column = cells(all[at]).indexOf(cell);
  do {
    at += down;
    column += across;
    const row = all[at] && cells(all[at]);
    if (!row || column < 0 || column >= row.length && across) return;
    const next = row[Math.min(column, row.length - 1)];
    if (next && !locked(next)) { next.focus(); next.select?.(); return; }
  } while (at >= 0 && at < all.length);
}
const edge = (cell, end) => cell.selectionStart === null || cell.selectionStart === cell.selectionEnd && cell.selectionEnd === (end ? cell.value.length : 0)
  || cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-grid] [data-cell]");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const rtl = getComputedStyle(cell).direction === "rtl" ? -1 : 1;
  const select = cell.tagName === "SELECT";
  if (event.key === "Enter") { event.preventDefault(); step(cell, event.shiftKey ? -1 : 1, 0); }
  else if (select) return;
  else if (event.key === "ArrowDown") { event.preventDefault(); step(cell, 1, 0); }
  else if (event.key === "ArrowUp") { event.preventDefault(); step(cell, -1, 0); }
  else if (event.key === "ArrowRight" && edge(cell, rtl > 0)) { event.preventDefault(); step(cell, 0, rtl); }
  else if (event.key === "ArrowLeft" && edge(cell, rtl < 0)) { event.preventDefault(); step(cell, 0, -rtl); }
});

function block(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t").map((value) => value.trim()));
}
function fill(first, values) {
  const grid = first.closest("[data-grid]"), left = [];
  const from = rows(grid).slice(rows(grid).indexOf(rowOf(first)));
  const column = cells(from[0]).indexOf(first);
  values.forEach((line, down) => {
    const free = from[down] ? cells(from[down]).slice(column).filter((cell) => !locked(cell)) : [];
    line.forEach((value, across) => {
      const cell = free[across];
      if (!cell) { if (value) left.push(value); return; }
      if (value === "" || cell.tagName === "SELECT") return;
      cell.value = value;
      cell.dispatchEvent(new Event("input", { bubbles: true }));
      cell.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  return left;
}
document.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("[data-grid] [data-cell]");
  const values = cell && block(event.clipboardData.getData("text/plain"));
  if (!values || values.length === 1 && values[0].length === 1) return;
  event.preventDefault();
  const left = fill(cell, values);
  const told = cell.closest("[data-grid]").querySelector("[data-grid-told]") || document.querySelector("[data-grid-told]");
  if (!told) return;
  told.hidden = left.length === 0;
  told.textContent = left.length ? told.dataset.words.replace("{count}", left.length).replace("{list}", left.slice(0, 5).join(", ")) : "";
});
