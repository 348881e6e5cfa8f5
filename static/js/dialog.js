// Dialogs. Hooks: [data-dialog-open="#id"] opens, [data-dialog-close] closes, dialog[data-dialog-auto] opens by itself
// when it arrives; form[data-confirm="words"] asks before it is sent, in the browser's own dialog.
const show = (dialog) => { if (dialog && !dialog.open) dialog.showModal(); };

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.querySelector(opener.dataset.dialogOpen);
    if (dialog) { event.preventDefault(); show(dialog); }
    return;
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
  else if (event.target.matches("dialog[open]")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
}, true);

const auto = (root) => show(root.matches?.("dialog[data-dialog-auto]") ? root : root.querySelector?.("dialog[data-dialog-auto]"));
auto(document);
document.addEventListener("htmx:load", (event) => auto(event.detail.elt));
