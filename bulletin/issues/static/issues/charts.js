// Draws a chart above each table that asks for one. The table is the truth: its head names the rows of the chart, its
// first column the places, and without this file nothing is missing. Needs Chart.js 4 (vendor/).
(() => {
  if (!window.Chart) return;
  const colour = (element, name) => getComputedStyle(element).getPropertyValue(name).trim() || "gray";

  const draw = (figure) => {
    const table = document.getElementById(figure.dataset.chart);
    if (!table || !table.tBodies[0].rows.length) return;
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows];
    const number = (row, at) => Number(row.cells[at + 1].textContent.trim()) || 0;
    const text = colour(figure, "--w-color-text-label");
    const furniture = colour(figure, "--w-color-border-furniture");
    const datasets = heads.map((head, at) => ({
      type: "line" in head.dataset ? "line" : "bar",
      label: head.textContent.trim(),
      data: rows.map((row) => number(row, at)),
      backgroundColor: colour(figure, head.dataset.colour),
      borderColor: "line" in head.dataset ? text : "transparent",
      borderDash: [6, 4],
      pointRadius: "line" in head.dataset ? 3 : 0,
      stack: "line" in head.dataset ? "line" : "bars",
      order: "line" in head.dataset ? 0 : 1,
      skip: "skip" in head.dataset,
    })).filter((each) => !each.skip);
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", table.caption.textContent.trim());
    figure.append(canvas);
    figure.hidden = false;
    return new window.Chart(canvas, {
      data: { labels: rows.map((row) => row.cells[0].textContent.trim()), datasets },
      options: {
        animation: false,
        maintainAspectRatio: false,
        color: text,
        scales: {
          x: { stacked: true, ticks: { color: text }, grid: { display: false } },
          y: { stacked: true, beginAtZero: true, ticks: { color: text, precision: 0 }, grid: { color: furniture } },
        },
        plugins: { legend: { position: "bottom", labels: { color: text } } },
      },
    });
  };

  const figures = [...document.querySelectorAll("[data-chart]")];
  let charts = figures.map(draw);
  // The colours come from the theme, so they are read anew when it changes.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    charts.forEach((chart) => chart && chart.destroy());
    figures.forEach((figure) => figure.replaceChildren());
    charts = figures.map(draw);
  });
})();
