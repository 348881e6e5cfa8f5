// The hand-in while it is filled in. Hooks: form[data-hand-in]; after it was saved by itself ("concert:saved" carries
// the answer) its rows tell anew what changed, what is wrong and what wants a word, and [data-version] and
// [data-original] take what the server now holds; then "concert:shown" is told.
// The answer's "at" is when it was saved by the initiative's clock; <template data-state-now> holds the state it has then.
// When somebody else saved first (412) the notice [data-stale] offers to compare; nothing that was typed is touched.
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
  form.dispatchEvent(new Event("concert:shown"));
}
// On a phone a finished row folds once it is left; it stays open until the press that leaves it is over ([data-held]),
// lest what is pressed slips away from under the finger.
document.addEventListener("pointerdown", () => {
  const row = document.activeElement?.closest("form[data-hand-in] [data-row]");
  if (!row) return;
  row.setAttribute("data-held", "");
  document.addEventListener("click", () => setTimeout(() => row.removeAttribute("data-held")), { once: true });
});
for (const form of document.querySelectorAll("form[data-hand-in]")) {
  form.addEventListener("concert:saved", (event) => { if (event.detail?.answer) saved(form, event.detail.answer, event.detail.sent); });
  form.addEventListener("concert:refused", (event) => { if (event.detail?.answer?.status === 412) form.querySelector("[data-stale]").hidden = false; });
}
