// Tables that sort in place. Hooks: table[data-sortable]; th[data-sort="text|number"] with a button inside.
// A cell sorts by its data-value where it has one, else by its text; what has no value stays at the end, and
// the heading of a group (tr.group) above its rows.
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

function value(row, column, kind) {
  const cell = row.cells[column];
  const raw = (cell?.dataset.value ?? cell?.textContent ?? "").trim();
  if (kind !== "number") return raw || null;
  const number = Number(cell?.dataset.value ?? raw.replace(/\u2212/g, "-").replace(/[^\d.\-]/g, ""));
  return raw === "" || !/\d/.test(raw) || Number.isNaN(number) ? null : number;
}
function compare(a, b, kind) {
  if (a === null || b === null) return null;
  return kind === "number" ? a - b : collator.compare(a, b);
}
document.addEventListener("click", (event) => {
  const head = event.target.closest("table[data-sortable] th[data-sort] button")?.closest("th");
  if (!head) return;
  const table = head.closest("table");
  const down = head.getAttribute("aria-sort") === "ascending";
  const sign = down ? -1 : 1;
  for (const other of table.querySelectorAll("th[aria-sort]")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  for (const body of table.tBodies) {
    const rows = [...body.rows].filter((row) => !row.classList.contains("group")).map((row) => ({ row, key: value(row, head.cellIndex, head.dataset.sort) }));
    rows.sort((a, b) => {
      const order = compare(a.key, b.key, head.dataset.sort);
      return order === null ? (a.key === null) - (b.key === null) : sign * order;
    });
    body.append(...rows.map((item) => item.row));
  }
});
