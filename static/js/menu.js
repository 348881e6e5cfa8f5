// Menus of rows and the search shortcut. Menus of the page itself are popovers and need no script.
// Hooks: details[data-menu] closes on Escape, on a click elsewhere and when the focus leaves;
// input[data-shortcut] takes the focus when its key is pressed outside a field.
const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const field = [...document.querySelectorAll("input[data-shortcut]")].find((input) => input.dataset.shortcut === event.key);
  if (field) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
document.addEventListener("htmx:beforeSwap", () => {
  for (const popover of document.querySelectorAll("[popover]:popover-open")) popover.hidePopover();
});
