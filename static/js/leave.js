// Warns before a half-filled form is left. Hook: form[data-leave]. A form that is being sent does not warn.
const touched = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-leave]")) touched.add(form);
});
document.addEventListener("submit", (event) => touched.delete(event.target));
document.addEventListener("concert:saved", (event) => touched.delete(event.target));
addEventListener("beforeunload", (event) => {
  if ([...touched].some((form) => form.isConnected)) event.preventDefault();
});
