"use strict";
/* Draws the charts from the options that stand beside them as JSON. Each mark leads to its rows; the table under a
   chart holds the same numbers and links for the keyboard. */
(function () {
  const ink = "#1c2526";
  const soft = "#566466";
  // One hue from dark to light, so that the order of a stack can be read in black and white too.
  const palette = ["#0b5d66", "#5fa3aa", "#b5d6d9", "#e2e6e6"];
  const onDark = ["#ffffff", ink, ink, ink];
  const rowHeight = 34;
  // The height of upright bars, less legend and names.
  const lowest = 180;
  const font = getComputedStyle(document.body).fontFamily;
  const drawn = [];

  function readOptions(box) {
    return JSON.parse(document.getElementById(box.dataset.chart).textContent);
  }

  // Whether a number is no wider than its part of the bar; else it is left to the tooltip and the table.
  function fits(text, value, options, width) {
    if (options.series.length === 1) return true;
    if (!options.horizontal) {
      const beside = options.stacked ? 1 : options.series.length;
      const each = Math.min((width - 48) / options.categories.length * 0.75 / beside, 56);
      return text.length * 7 <= each && Number(value) / (largest(options) * 1.08) * lowest >= 18;
    }
    const room = Math.max(width - nameWidth(options, width) - 72, 0);
    return text.length * 7 + 6 <= Number(value) / (largest(options) * 1.08) * room;
  }

  function seriesOf(options, width) {
    return options.series.map((one, at) => ({
      name: one.name,
      type: "bar",
      stack: options.stacked ? "all" : undefined,
      barMaxWidth: options.horizontal ? 24 : 56,
      cursor: "pointer",
      itemStyle: { color: palette[at % palette.length], borderColor: "#ffffff", borderWidth: 1 },
      emphasis: { focus: "none", itemStyle: { borderColor: ink } },
      label: {
        show: true,
        color: options.series.length > 1 ? onDark[at % onDark.length] : ink,
        position: options.series.length > 1 ? "inside" : (options.horizontal ? "right" : "top"),
        formatter: (mark) => (fits(short(mark.value), mark.value, options, width) ? short(mark.value) : ""),
      },
      data: one.marks.map(dataOf),
      markLine: options.line && at === 0 ? lineOf(options) : undefined,
    }));
  }

  // Nothing is drawn for zero, not even a border.
  function dataOf(mark) {
    const value = Number(mark.value);
    return { value, shown: mark.shown, url: mark.url, itemStyle: value ? undefined : { borderWidth: 0 } };
  }

  function lineOf(options) {
    const at = Number(options.line.value);
    return {
      symbol: "none",
      silent: true,
      lineStyle: { color: "#8a5300", type: "dashed", width: 2 },
      label: { formatter: options.line.label, color: ink, position: options.horizontal ? "start" : "insideEndTop" },
      data: [options.horizontal ? { xAxis: at } : { yAxis: at }],
    };
  }

  function short(value) {
    return Number(value).toLocaleString("en-US", { maximumFractionDigits: 1 });
  }

  function largest(options) {
    const sums = options.categories.map((_name, at) =>
      options.series.reduce((sum, one) => sum + Number(one.marks[at].value), 0));
    return Math.max(...sums, options.line ? Number(options.line.value) : 0);
  }

  // How wide a name may be: on phones the bars need the room.
  function nameWidth(options, width) {
    if (options.horizontal) return Math.min(204, Math.round(width * 0.36));
    return options.categories.length < 8 ? Math.floor((width - 48) / options.categories.length) - 8 : undefined;
  }

  function chartOf(options, width) {
    const names = {
      type: "category",
      data: options.categories,
      inverse: options.horizontal,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: soft } },
      axisLabel: { color: ink, width: nameWidth(options, width), overflow: "break", lineHeight: 14, interval: options.horizontal || options.categories.length < 8 ? 0 : "auto" },
    };
    const numbers = {
      type: "value",
      max: largest(options) ? (scale) => Math.max(scale.max, options.line ? Number(options.line.value) : 0) * 1.08 : 1,
      axisLabel: { color: soft, formatter: short, showMaxLabel: false, hideOverlap: true },
      splitLine: { lineStyle: { color: "#e9eded" } },
      splitNumber: width < 480 ? 2 : 4,
    };
    return {
      animation: false,
      textStyle: { fontFamily: font, fontSize: 12, color: ink },
      grid: { left: 8, right: options.horizontal ? 56 : 12, top: options.series.length > 1 || options.line ? 36 : 16, bottom: 8, containLabel: true },
      legend: options.series.length > 1 ? { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: ink } } : undefined,
      tooltip: {
        trigger: "item",
        renderMode: "richText",
        confine: true,
        backgroundColor: ink,
        borderWidth: 0,
        textStyle: { color: "#ffffff", fontSize: 12 },
        formatter: (mark) => (mark.data && mark.data.shown ? mark.name + "\n" + mark.seriesName + "  " + mark.data.shown : ""),
      },
      xAxis: options.horizontal ? numbers : names,
      yAxis: options.horizontal ? names : numbers,
      series: seriesOf(options, width),
    };
  }

  document.querySelectorAll("[data-chart]").forEach((box) => {
    const options = readOptions(box);
    if (options.horizontal) box.style.height = (options.categories.length * rowHeight + 72) + "px";
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(chartOf(options, box.clientWidth));
    chart.on("click", (mark) => { if (mark.data && mark.data.url) window.location.assign(mark.data.url); });
    drawn.push([box, chart, options]);
  });

  function fit(width) {
    drawn.forEach(([box, chart, options]) => {
      chart.resize({ width: width || box.clientWidth });
      chart.setOption(chartOf(options, width || box.clientWidth));
      // Paper does not wait for the next frame.
      chart.getZr().flush();
    });
  }

  // Two columns on A4 upright less its margins. The paper's own layout is no change of the window.
  let onPaper = false;
  window.addEventListener("resize", () => { if (!onPaper) fit(); });
  window.addEventListener("beforeprint", () => { onPaper = true; fit(320); });
  window.addEventListener("afterprint", () => { onPaper = false; fit(); });
})();
