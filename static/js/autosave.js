// Saves a form while it is filled in. Hooks: form[data-autosave="url"] (empty: the form's own action);
// [data-saved] inside it tells how things stand, in data-words-saving, data-words-saved ("saved {time}"),
// data-words-kept ("not sent yet, kept on this device") and data-words-refused.
// What could not be sent is kept in localStorage and sent when the connection is back. With form[data-saved-at="ISO time"]
// (when the server last saved it) a kept draft survives the sending too, and an older one is thrown away.
const PAUSE = 1200;
const AGAIN = 15000;

function autosave(form) {
  const url = form.dataset.autosave || form.action;
  const key = `concert.draft:${url}`;
  const told = form.querySelector("[data-saved]");
  let timer = 0, running = false, dirty = false;

  const tell = (state) => {
    if (!told) return;
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(new Date());
    told.textContent = (told.getAttribute(`data-words-${state}`) || "").replace("{time}", time);
    told.dataset.state = state;
  };
  const entries = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const keep = () => { try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries: entries() })); } catch { /* full or forbidden: the server is all there is */ } };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* as above */ } };

  async function save() {
    if (running) { dirty = true; return; }
    running = true; dirty = false;
    tell("saving");
    try {
      const sent = new FormData(form);
      const answer = await fetch(url, { method: "POST", body: sent, headers: { "X-Autosave": "1", "X-Requested-With": "fetch" }, credentials: "same-origin", redirect: "manual" });
      if (answer.ok) { forget(); tell("saved"); form.dispatchEvent(new CustomEvent("concert:saved", { bubbles: true, detail: { answer, sent } })); }
      else { tell("refused"); form.dispatchEvent(new CustomEvent("concert:refused", { bubbles: true, detail: { answer } })); if (answer.status >= 500 || answer.type === "opaqueredirect") later(AGAIN); }
    } catch { tell("kept"); later(AGAIN); }
    running = false;
    if (dirty) later(PAUSE);
  }
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };

  function restore() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key) || "null"); } catch { return; }
    if (!kept || kept.at < Date.parse(form.dataset.savedAt || "")) { forget(); return; }
    const values = new Map();
    for (const [name, value] of kept.entries) values.set(name, [...(values.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.disabled || field.readOnly) continue;
      const mine = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = mine.includes(field.value);
      else if (mine.length) field.value = mine[0];
    }
    tell("kept");
    later(0);
  }

  form.addEventListener("input", () => { keep(); later(PAUSE); });
  form.addEventListener("change", () => { keep(); later(200); });
  form.addEventListener("submit", () => { clearTimeout(timer); form.dataset.savedAt ? keep() : forget(); });
  addEventListener("online", () => { if (localStorage.getItem(key)) later(0); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && localStorage.getItem(key)) save(); });
  restore();
}
const attach = (root) => {
  for (const form of root.querySelectorAll?.("form[data-autosave]") || []) {
    if (!form.autosaving) { form.autosaving = true; autosave(form); }
  }
};
attach(document);
document.addEventListener("htmx:load", (event) => attach(event.detail.elt.parentElement || document));
