// Saves a figure that is drawn as an image with its title and its colours. Needs chart.js, which fetches the library.
// Hook: button[data-chart-image="id of the figure's JSON"], hidden without JavaScript, with data-title and data-name.
const LINE = 90;

function lines(text) {
  const found = [""];
  for (const word of text.split(/\s+/)) {
    if (found.at(-1) && found.at(-1).length + word.length >= LINE) found.push("");
    found[found.length - 1] += (found.at(-1) ? " " : "") + word;
  }
  return found;
}
function save(button) {
  const stage = document.querySelector(`[data-chart="${button.dataset.chartImage}"] .plot-live`);
  if (!stage?.data || !window.Plotly) return;
  const look = getComputedStyle(stage.closest(".figure") || document.body);
  const told = lines(button.dataset.title || "");
  const layout = {
    ...stage.layout, paper_bgcolor: look.backgroundColor, width: 960, height: 480 + 22 * told.length,
    title: { text: told.join("<br>"), x: 0.02, y: 0.98, xanchor: "left", yanchor: "top", font: { size: 17, color: look.color } },
    margin: { ...stage.layout.margin, t: 40 + 24 * told.length },
  };
  const config = { responsive: false, locale: "en" };
  window.Plotly.downloadImage({ data: stage.data, layout, config }, { format: "svg", width: layout.width, height: layout.height, filename: button.dataset.name });
}
for (const button of document.querySelectorAll("[data-chart-image]")) {
  button.hidden = false;
  button.addEventListener("click", () => save(button));
}
