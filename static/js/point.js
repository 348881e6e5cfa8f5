// Moving between the cells of a file by the arrow keys, so that one stop of the tabulator leads into it.
const at = (table, row, column) => table.tBodies[0]?.rows[row]?.cells[column]?.querySelector("button");

function start(table) {
  const first = at(table, 0, 1);
  if (first) first.tabIndex = 0;
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    const row = cell.parentElement.sectionRowIndex;
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    const next = step && at(table, row + step[0], cell.cellIndex + step[1]);
    if (!next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

document.querySelectorAll("[data-point]").forEach(start);
