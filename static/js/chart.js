// Draws figures with Plotly over the still drawing. Hook: [data-chart="id of a JSON script {data, layout}"] with
// data-plotly naming the library, which is fetched once, after the first paint, when a figure is about to be seen.
// A colour in the JSON may be a token, "var(--hue)": it is looked up in the figure and again when the theme changes.
let library = null;
const drawn = new Set();

function plotly(url) {
  library ??= new Promise((ready, failed) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => ready(window.Plotly);
    script.onerror = () => { library = null; failed(new Error(`could not fetch ${url}`)); };
    document.head.append(script);
  });
  return library;
}
function palette(element) {
  const probe = document.createElement("span");
  element.append(probe);
  const found = new Map();
  const colour = (name) => {
    if (!found.has(name)) { probe.style.color = name; found.set(name, getComputedStyle(probe).color); }
    return found.get(name);
  };
  const resolve = (value) => {
    if (typeof value === "string") return /^var\(--[\w-]+\)$/.test(value) ? colour(value) : value;
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
    return value;
  };
  return { resolve, done: () => probe.remove() };
}
function themed(element, figure) {
  const { resolve, done } = palette(element);
  const axis = { gridcolor: "var(--line)", linecolor: "var(--edge)", zerolinecolor: "var(--edge)", tickcolor: "var(--line)", automargin: true };
  const font = { family: getComputedStyle(element).fontFamily, size: 13, color: "var(--ink-2)" };
  const layout = {
    font, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", margin: { t: 24, r: 24, b: 40, l: 48 }, hovermode: "x unified",
    hoverlabel: { bgcolor: "var(--raised)", bordercolor: "var(--line-strong)", font: { color: "var(--ink)" } }, separators: figure.separators, ...figure.layout,
  };
  delete layout.template;
  for (const name of ["xaxis", "yaxis", ...Object.keys(layout).filter((key) => /^[xy]axis\d+$/.test(key))]) layout[name] = { ...axis, showgrid: name.startsWith("y"), ...layout[name] };
  const result = { data: resolve(figure.data || []), layout: resolve(layout) };
  done();
  return result;
}
async function draw(element) {
  const source = document.getElementById(element.dataset.chart);
  if (!source) return;
  const figure = JSON.parse(source.textContent);
  const Plotly = await plotly(element.dataset.plotly);
  if (!element.isConnected) return;
  let stage = element.querySelector(".plot-live");
  if (!stage) { stage = document.createElement("div"); stage.className = "plot-live"; element.append(stage); }
  element.classList.add("is-live");
  const { data, layout } = themed(element, figure);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  await Plotly.react(stage, data, { ...layout, transition: { duration: still ? 0 : 150 } }, { responsive: true, displaylogo: false, displayModeBar: false, locale: "en" });
  drawn.add(element);
}
const failed = (element) => () => { element.classList.remove("is-live"); };
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) { seen.unobserve(target); draw(target).catch(failed(target)); }
  }
}, { rootMargin: "200px" });
const watch = (root) => { for (const element of root.querySelectorAll?.("[data-chart]") || []) if (!drawn.has(element)) seen.observe(element); };

requestAnimationFrame(() => setTimeout(() => watch(document)));
document.addEventListener("htmx:load", (event) => watch(event.detail.elt.parentElement || document));
const again = () => { for (const element of drawn) if (element.isConnected) draw(element).catch(failed(element)); else drawn.delete(element); };
document.addEventListener("concert:theme", again);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
addEventListener("beforeprint", () => { for (const element of document.querySelectorAll("[data-chart]")) if (!drawn.has(element)) draw(element).catch(failed(element)); });
