// Copy to the clipboard. Hook: [data-copy="#id"] copies that element's text or value, or its own data-copy-text;
// data-copied is what the button says afterwards.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-text]");
  if (!button) return;
  const source = button.dataset.copy && document.querySelector(button.dataset.copy);
  const text = button.dataset.copyText ?? source?.value ?? source?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text.trim());
  } catch {
    if (source) getSelection().selectAllChildren(source);
    return;
  }
  const label = button.querySelector("span") || button;
  const before = button.dataset.before ?? label.textContent;
  button.dataset.before = before;
  label.textContent = button.dataset.copied || before;
  setTimeout(() => { label.textContent = before; }, 2500);
});
