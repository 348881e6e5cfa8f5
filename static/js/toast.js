// Short answers at the foot of the page. Three ways to make one: the event "concert:toast" with {message, tone},
// the response header HX-Trigger: {"toast": {"message": "...", "tone": "good"}}, or an element [data-toast] swapped
// into [data-toasts]. A toast with something to press stays until it is pressed or closed with Escape.
const region = document.querySelector("[data-toasts]");
const STAY = 6000;

function retire(toast) {
  if (toast.querySelector("a, button")) return;
  setTimeout(function leave() {
    if (toast.matches(":hover")) setTimeout(leave, 1000);
    else toast.remove();
  }, STAY);
}
function say({ message, tone } = {}) {
  if (!message) return;
  const toast = document.createElement("div");
  toast.className = tone === "bad" ? "toast is-alert" : "toast";
  toast.dataset.toast = "";
  const text = document.createElement("p");
  text.textContent = message;
  toast.append(text);
  region.append(toast);
  retire(toast);
}
if (region) {
  document.addEventListener("concert:toast", (event) => say(event.detail));
  document.addEventListener("toast", (event) => say(typeof event.detail === "string" ? { message: event.detail } : event.detail));
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt.matches?.("[data-toast]")) retire(event.detail.elt); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") region.lastElementChild?.remove(); });
}
