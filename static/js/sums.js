// The breakdowns of a hand-in while it is filled in. Hooks: form[data-hand-in] holds [data-split], named after its row
// and dimension; the sums of its columns ([data-sum], compared with the row's [data-box] where [data-exclusive]) follow
// every stroke. In a table of crossed groups a sum with data-over is that of its row ("row") or of the boxes with this
// data-column. A button [data-rest], naming a field, offers to put there what the groups lack of the total.
const number = (text) => {
  const bare = text.trim().replace(/[\s\u00a0\u202f'’]/g, "").replace(/\u2212/g, "-");
  const comma = new Intl.NumberFormat(document.documentElement.lang).formatToParts(1.5).find((part) => part.type === "decimal").value === ",";
  const plain = comma ? bare.replace(/\.(?=\d{3}(\D|$))/g, "").replace(",", ".") : bare.replace(/,(?=\d{3}(\D|$))/g, "");
  return plain === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
};
const written = (value) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 12 }).format(value);

// How far the sum of rounded numbers may lie from their rounded total: half a step of their rounding for each of them.
function leeway(numbers) {
  const places = Math.max(...numbers.map((value) => (String(value).split(".")[1] || "").length));
  if (!places) return 1e-9;
  const units = numbers.map((value) => Math.round(value * 10 ** places));
  return (units.every((value) => value % 5 === 0) ? 5 : 1) / 10 ** places / 2 * numbers.length + 1e-9;
}
// Once every other group is filled in, what they lack of the total is offered as not known.
function rest(form, split, cell, total) {
  const button = cell.querySelector("[data-rest]");
  if (!button) return;
  const spare = form.elements[button.dataset.rest];
  const others = [...split.querySelectorAll(`[data-part="${cell.dataset.sum}"]`)].filter((box) => box !== spare).map((box) => number(box.value));
  const left = total === null || others.includes(null) ? 0 : Number((total - others.reduce((sum, value) => sum + value, 0)).toFixed(12));
  button.hidden = !(left > 0) || left === number(spare.value);
  if (button.hidden) return;
  button.value = `${button.dataset.rest}=${left}`;
  button.textContent = button.dataset.words.replace("{rest}", written(left));
}
function sums(form) {
  for (const split of form.querySelectorAll("[data-split]")) {
    const owner = form.querySelector(`[data-row="${CSS.escape(split.dataset.split.replace(/\.d[\d_]+$/, ""))}"]`);
    for (const cell of split.querySelectorAll("[data-sum]")) {
      const part = cell.dataset.sum;
      const over = cell.dataset.over;
      const within = over === "row" ? cell.closest("tr") : split;
      const boxes = within.querySelectorAll(`[data-part="${part}"]${over && over !== "row" ? `[data-column="${over}"]` : ""}`);
      const known = [...boxes].map((box) => number(box.value)).filter((value) => value !== null);
      const together = known.reduce((sum, value) => sum + value, 0);
      const total = number(owner?.querySelector(`[data-box="${part}"]`)?.value || "");
      const shown = cell.querySelector("[data-sum-value]");
      shown.textContent = known.length ? written(together) : "–";
      if (over) continue;
      const compare = split.hasAttribute("data-exclusive") && total !== null && known.length > 0;
      const spare = compare ? leeway([...known, total]) : 0;
      const of = cell.querySelector("[data-sum-of]");
      if (of) { of.hidden = total === null; of.textContent = of.dataset.words.replace("{total}", total === null ? "" : written(total)); }
      shown.classList.toggle("adds-up", compare && Math.abs(together - total) <= spare);
      shown.classList.toggle("does-not-add", compare && together - total > spare);
      rest(form, split, cell, total);
    }
  }
}
for (const form of document.querySelectorAll("form[data-hand-in]")) {
  sums(form);
  form.addEventListener("input", () => sums(form));
  form.addEventListener("concert:shown", () => sums(form));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rest]");
    if (!button) return;
    event.preventDefault();
    const spare = form.elements[button.dataset.rest];
    spare.value = written(Number(button.value.split("=").pop()));
    spare.dispatchEvent(new Event("input", { bubbles: true }));
    spare.dispatchEvent(new Event("change", { bubbles: true }));
    spare.focus();
  });
}
