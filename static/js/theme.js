// Light or dark: runs before the first paint, so that a stored choice does not flash.
// Hook: [data-theme-switch] holds buttons whose value is "light", "dark" or "" (as the system has it).
(() => {
  const KEY = "concert.theme";
  const stored = () => { try { return localStorage.getItem(KEY) || ""; } catch { return ""; } };
  const apply = (theme) => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  const show = () => {
    const theme = stored();
    for (const group of document.querySelectorAll("[data-theme-switch]")) {
      group.hidden = false;
      for (const button of group.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === theme));
    }
  };
  const changed = () => document.dispatchEvent(new CustomEvent("concert:theme"));

  apply(stored());
  addEventListener("DOMContentLoaded", show);
  addEventListener("storage", (event) => { if (event.key === KEY) { apply(stored()); show(); changed(); } });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-switch] button");
    if (!button) return;
    try { button.value ? localStorage.setItem(KEY, button.value) : localStorage.removeItem(KEY); } catch { /* private window: for this page only */ }
    apply(button.value);
    show();
    changed();
  });
})();
