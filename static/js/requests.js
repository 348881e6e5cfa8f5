// What htmx asks for: shows that it waits, says when it failed (in the words [data-toasts] carries: data-offline,
// data-refused, data-signed-out, data-many, data-failed), takes the focus to errors.
const say = (message, tone) => document.dispatchEvent(new CustomEvent("concert:toast", { detail: { message, tone } }));
const text = document.querySelector("[data-toasts]")?.dataset ?? {};

document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));
document.addEventListener("htmx:sendError", () => say(text.offline, "bad"));
document.addEventListener("htmx:timeout", () => say(text.offline, "bad"));
document.addEventListener("htmx:responseError", (event) => {
  const known = { 401: text.signedOut, 403: text.refused, 429: text.many };
  say(known[event.detail.xhr.status] || text.failed, "bad");
});

// Hook: [data-error-summary]. Its links take the focus to the field, a group of choices included.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  const control = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
  if (control) {
    event.preventDefault();
    control.focus();
    control.scrollIntoView({ block: "center" });
  }
});
const summary = document.querySelector("[data-error-summary]");
if (summary && document.activeElement !== summary) summary.focus();
