// The hand-in while it is filled in. Hooks: form[data-hand-in]; after it was saved by itself ("concert:saved" carries
// the answer) its rows tell anew what changed, what is wrong and what wants a word, and [data-version] and
// [data-original] take what the server now holds. Sums of [data-split] columns follow every stroke.
// The answer's "at" is when it was saved by the initiative's clock; <template data-state-now> holds the state it has then.
// When somebody else saved first (412) the notice [data-stale] offers to compare; nothing that was typed is touched.
const number = (text) => {
  const bare = text.trim().replace(/[\s\u00a0\u202f'’]/g, "").replace(/\u2212/g, "-");
  const comma = new Intl.NumberFormat(document.documentElement.lang).formatToParts(1.5).find((part) => part.type === "decimal").value === ",";
  const plain = comma ? bare.replace(/\.(?=\d{3}(\D|$))/g, "").replace(",", ".") : bare.replace(/,(?=\d{3}(\D|$))/g, "");
  return plain === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
};
const written = (value) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 12 }).format(value);

function sums(form) {
  for (const split of form.querySelectorAll("[data-split]")) {
    const owner = form.querySelector(`[data-row="${CSS.escape(split.dataset.split.replace(/\.d\d+$/, ""))}"]`);
    for (const cell of split.querySelectorAll("[data-sum]")) {
      const part = cell.dataset.sum;
      const known = [...split.querySelectorAll(`[data-part="${part}"]`)].map((box) => number(box.value)).filter((value) => value !== null);
      const together = known.reduce((sum, value) => sum + value, 0);
      const total = number(owner?.querySelector(`[data-box="${part}"]`)?.value || "");
      const shown = cell.querySelector("[data-sum-value]");
      shown.textContent = known.length ? written(together) : "–";
      const compare = split.hasAttribute("data-exclusive") && total !== null && known.length > 0;
      const of = cell.querySelector("[data-sum-of]");
      if (of) { of.hidden = total === null; of.textContent = of.dataset.words.replace("{total}", total === null ? "" : written(total)); }
      shown.classList.toggle("adds-up", compare && Math.abs(together - total) < 1e-9);
      shown.classList.toggle("does-not-add", compare && together - total > 1e-9);
    }
  }
}
function line(className, text) {
  const paragraph = document.createElement("p");
  paragraph.className = className;
  paragraph.textContent = text;
  return paragraph;
}
function fault(form, text) {
  const words = document.createElement("span");
  words.textContent = text;
  const paragraph = line("error", "");
  paragraph.append(form.querySelector("[data-error-icon]").content.cloneNode(true), words);
  return paragraph;
}
function offer(value, label) {
  const button = document.createElement("button");
  Object.assign(button, { className: "btn btn-s", type: "submit", name: "set", value, textContent: label });
  return button;
}
function tell(row, said) {
  row.classList.toggle("row-error", said.errors.length > 0);
  const change = row.querySelector("[data-change]");
  if (change) { change.hidden = !said.change; change.firstElementChild.textContent = said.change; }
  const told = row.querySelector("[data-told]");
  if (told) told.replaceChildren(...said.errors.map((text) => fault(row.closest("form"), text)), ...said.questions.map((text) => line("asked", text)), ...said.notices.map((text) => line("muted", text)));
  const why = row.querySelector("[data-why]");
  if (why) why.hidden = said.questions.length === 0 && !why.querySelector("textarea").value;
  const perhaps = row.querySelector("[data-suggestions]");
  if (perhaps) {
    perhaps.hidden = said.suggestions.length === 0;
    perhaps.replaceChildren(perhaps.firstElementChild, ...said.suggestions.map(([value, label]) => offer(value, label)));
  }
  const shown = row.querySelector("[data-shown]");
  if (shown) shown.textContent = said.shown;
  for (const box of row.querySelectorAll("[data-cell]")) {
    if (said.errors.length) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
  }
  row.toggleAttribute("data-done", said.ready);
}
// What was saved is shown as it was read, and what somebody else saved meanwhile appears; what is being typed stays.
async function saved(form, answer, sent) {
  const said = await answer.json();
  for (const [name, text] of Object.entries(said.base)) {
    const field = form.elements[name];
    if (field && field !== document.activeElement && field.value === sent.get(name)) field.value = text;
  }
  form.querySelector("[data-version]").value = said.version;
  form.querySelector("[data-original]").value = JSON.stringify(said.base);
  form.querySelector("[data-ready]").value = said.ready;
  form.querySelector("[data-progress]").textContent = said.progress;
  for (const row of form.querySelectorAll("[data-row]")) if (said.rows[row.dataset.row]) tell(row, said.rows[row.dataset.row]);
  form.querySelector("[data-stale]").hidden = true;
  const told = form.querySelector("[data-saved]");
  told.textContent = told.dataset.wordsSaved.replace("{time}", said.at);
  const state = document.querySelector("[data-state-now]");
  if (state) {
    state.previousElementSibling.remove();
    state.replaceWith(state.content);
  }
  sums(form);
}
for (const form of document.querySelectorAll("form[data-hand-in]")) {
  sums(form);
  form.addEventListener("input", () => sums(form));
  form.addEventListener("concert:saved", (event) => { if (event.detail?.answer) saved(form, event.detail.answer, event.detail.sent); });
  form.addEventListener("concert:refused", (event) => { if (event.detail?.answer?.status === 412) form.querySelector("[data-stale]").hidden = false; });
}
