// A draft while it is written. Hooks: form[data-draft]; after it was saved by itself ("concert:saved" carries the
// answer) the hidden tokens take what the server now holds, so that the next save is told from somebody else's.
// When somebody else saved the same part first (412) the notice [data-stale] asks to save by hand: both texts are shown then.
document.addEventListener("concert:saved", async (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  const { answer } = event.detail;
  const told = await answer.clone().json().catch(() => null);
  for (const [name, token] of Object.entries(told?.tokens || {})) {
    const field = form.elements.namedItem(name);
    if (field) field.value = token;
  }
  document.querySelector("[data-stale]")?.setAttribute("hidden", "");
});
document.addEventListener("concert:refused", (event) => {
  if (event.target.closest("form[data-draft]") && event.detail.answer.status === 412) {
    document.querySelector("[data-stale]")?.removeAttribute("hidden");
  }
});
