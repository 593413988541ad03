"use strict";
// Names come from source code: they are shown as text, never as markup.
(() => {
  const COLORS = {
    module: "#2f6fde", class: "#12906a", function: "#e08a00", schema: "#8e44ad",
    decision: "#c2255c", pattern: "#0b8fa8", task_report: "#6b7280", finding: "#d9480f",
  };
  const EDGE_COLORS = {
    calls: "#e08a00", imports: "#2f6fde", inherits: "#12906a", contains: "#98a2b3", mentions: "#c2255c",
    references: "#6741d9", supersedes: "#8e44ad",
  };
  const BACKWARDS = {
    calls: "called by", imports: "imported by", inherits: "inherited by", contains: "contained in",
    mentions: "mentioned by", references: "referenced by", supersedes: "superseded by",
  };
  const MOST_RESULTS = 30;
  const MOST_NEIGHBOURS = 200;
  const MANY = 1500;
  const LANDMARKS = 15;

  const by = (id) => document.getElementById(id);
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const made = (tag, facts = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), facts);
    element.append(...inside);
    return element;
  };

  const data = JSON.parse(by("data").textContent);
  const nodes = data.nodes.map(([id, type, title, file, line]) => (
    { id, type, title, file, line, edges: [], words: `${title}\n${id}`.toLowerCase() }
  ));
  const links = data.edges.map(([source, target, type]) => {
    const link = { source: nodes[source], target: nodes[target], type, from: nodes[source], to: nodes[target] };
    link.from.edges.push(link);
    link.to.edges.push(link);
    return link;
  });
  for (const node of nodes) node.radius = 2 + Math.min(8, Math.sqrt(node.edges.length));
  const landmarks = new Set([...nodes].sort((one, other) => other.edges.length - one.edges.length).slice(0, LANDMARKS));

  const hidden = { node: new Set(), edge: new Set() };
  let chosen = null;
  let near = new Set();
  let hovered = null;

  const isShown = (node) => !hidden.node.has(node.type);
  const isLinkShown = (link) => !hidden.edge.has(link.type) && isShown(link.from) && isShown(link.to);
  const place = (node) => (node.file ? node.file + (node.line ? `:${node.line}` : "") : node.id);
  const focused = () => hovered || chosen;

  const graph = new ForceGraph(by("canvas"))
    .nodeLabel(null).linkLabel(null)
    .nodeVal((node) => node.radius * node.radius).nodeRelSize(1)
    .autoPauseRedraw(true)
    .cooldownTicks(nodes.length > MANY ? 120 : 250)
    .cooldownTime(nodes.length > MANY ? 12000 : 6000)
    .d3AlphaDecay(nodes.length > MANY ? 0.035 : 0.02)
    .nodeCanvasObject(drawNode)
    .nodePointerAreaPaint((node, color, context) => {
      context.fillStyle = color;
      context.beginPath();
      context.arc(node.x, node.y, node.radius + 1, 0, 2 * Math.PI);
      context.fill();
    })
    .linkVisibility(isLinkShown).nodeVisibility(isShown)
    .linkColor((link) => linkColor(link))
    .linkWidth((link) => (touches(link, focused()) ? 1.6 : 0.5))
    .linkDirectionalArrowLength((link) => (touches(link, focused()) ? 4 : 0)).linkDirectionalArrowRelPos(0.95)
    .onNodeHover((node) => { hovered = node; by("canvas").style.cursor = node ? "pointer" : ""; })
    .onNodeClick((node) => choose(node))
    .onBackgroundClick(() => choose(null));
  graph.d3Force("charge").strength(-28).distanceMax(400).theta(1.1);
  graph.d3Force("link").distance((link) => (link.type === "contains" ? 18 : 42));
  graph.graphData({ nodes, links });

  let isFitted = false;
  graph.onEngineTick(() => { if (!isFitted) graph.zoomToFit(0, 30, isShown); });
  graph.onEngineStop(() => { isFitted = true; document.body.dataset.settled = "yes"; });
  by("canvas").addEventListener("pointerdown", () => { isFitted = true; });
  by("canvas").addEventListener("wheel", () => { isFitted = true; });

  function touches(link, node) {
    return node !== null && (link.from === node || link.to === node);
  }

  function linkColor(link) {
    const of = focused();
    if (touches(link, of)) return EDGE_COLORS[link.type];
    return EDGE_COLORS[link.type] + (of ? "12" : nodes.length > MANY ? "38" : "66");
  }

  function drawNode(node, context, scale) {
    const of = focused();
    const isDim = of && node !== of && !isNear(node, of);
    context.globalAlpha = isDim ? 0.15 : 1;
    context.fillStyle = COLORS[node.type] || COLORS.task_report;
    context.beginPath();
    context.arc(node.x, node.y, node.radius, 0, 2 * Math.PI);
    context.fill();
    if (node === chosen) {
      context.strokeStyle = style("--mark");
      context.lineWidth = 2.5 / scale;
      context.stroke();
    }
    const isLandmark = !of && landmarks.has(node);
    if (node === of || isLandmark || (!isDim && node.radius * scale > (of ? 6 : 11))) drawLabel(node, context, scale);
    context.globalAlpha = 1;
  }

  function drawLabel(node, context, scale) {
    const size = 12 / scale;
    context.font = `${size}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineWidth = 3 / scale;
    context.strokeStyle = ground;
    const text = node.title.length > 40 ? `${node.title.slice(0, 39)}…` : node.title;
    context.strokeText(text, node.x, node.y + node.radius + 1 / scale);
    context.fillStyle = ink;
    context.fillText(text, node.x, node.y + node.radius + 1 / scale);
  }

  function isNear(node, of) {
    return of === chosen ? near.has(node) : node.edges.some((link) => touches(link, of) && isLinkShown(link));
  }

  let ground = style("--ground");
  let ink = style("--text");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    ground = style("--ground");
    ink = style("--text");
    redraw();
  });

  function redraw() {
    // Setting an accessor anew is what makes a paused drawing take notice.
    graph.linkVisibility(isLinkShown).nodeVisibility(isShown);
    const count = nodes.filter(isShown).length;
    const edges = links.filter(isLinkShown).length;
    by("counts").textContent = `${count.toLocaleString("en")} documents, ${edges.toLocaleString("en")} edges`;
  }

  function choose(node, isMoving = false) {
    chosen = node;
    near = new Set(node ? node.edges.filter(isLinkShown).flatMap((link) => [link.from, link.to]) : []);
    showDetails(node);
    history.replaceState(null, "", node ? `#${encodeURIComponent(node.id)}` : location.pathname);
    if (node && isMoving) {
      isFitted = true;
      graph.centerAt(node.x, node.y, 500);
      graph.zoom(Math.max(graph.zoom(), 3), 500);
    }
    redraw();
  }

  function entry(node, label) {
    const dot = made("span", { className: "dot" });
    dot.style.background = COLORS[node.type] || COLORS.task_report;
    const name = made("span", { className: "name", textContent: label });
    const where = made("span", { className: "where", textContent: node.file || "", title: place(node) });
    const button = made("button", { type: "button", onclick: () => choose(node, true) }, dot, name, where);
    return made("li", {}, button);
  }

  function showDetails(node) {
    by("details").hidden = node === null;
    if (node === null) return;
    const groups = new Map();
    for (const link of node.edges.filter(isLinkShown)) {
      const [label, other] = link.from === node ? [link.type, link.to] : [BACKWARDS[link.type], link.from];
      if (!groups.has(label)) groups.set(label, []);
      groups.get(label).push(other);
    }
    const parts = [
      made("h1", { textContent: node.title }),
      made("p", { textContent: `${node.type.replace("_", " ")}, ${place(node)}` }),
    ];
    for (const [label, others] of groups) {
      const shown = others.slice(0, MOST_NEIGHBOURS).map((other) => entry(other, other.title));
      const rest = others.length - shown.length;
      if (rest) shown.push(made("li", { className: "quiet", textContent: `and ${rest} more` }));
      parts.push(made("h2", { textContent: `${label} (${others.length})` }), made("ul", {}, ...shown));
    }
    by("details").replaceChildren(...parts);
  }

  function showResults() {
    const words = by("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    by("results").hidden = words.length === 0;
    if (!words.length) return;
    const found = nodes.filter((node) => isShown(node) && words.every((word) => node.words.includes(word)));
    const rank = (node) => (node.title.toLowerCase() === words.join(" ") ? 0 : node.title.length);
    found.sort((one, other) => rank(one) - rank(other));
    const shown = found.slice(0, MOST_RESULTS).map((node) => entry(node, node.title));
    const rest = found.length - shown.length;
    if (rest || !found.length) {
      shown.push(made("li", { className: "quiet", textContent: rest ? `and ${rest} more` : "Nothing found." }));
    }
    by("results").replaceChildren(...shown);
  }

  function filters(into, kind, items, colors, mark) {
    const counts = new Map();
    for (const item of items) counts.set(item.type, (counts.get(item.type) || 0) + 1);
    for (const type of [...counts.keys()].sort()) {
      const box = made("input", { type: "checkbox", checked: true });
      box.addEventListener("change", () => {
        hidden[kind][box.checked ? "delete" : "add"](type);
        if (chosen && !isShown(chosen)) choose(null);
        else choose(chosen);
        showResults();
      });
      const sign = made("span", { className: mark });
      sign.style.background = colors[type] || COLORS.task_report;
      const count = made("span", { className: "count", textContent: counts.get(type).toLocaleString("en") });
      into.append(made("label", { className: "filter" }, box, sign, type.replace("_", " "), count));
    }
  }

  filters(by("node-types"), "node", nodes, COLORS, "dot");
  filters(by("edge-types"), "edge", links, EDGE_COLORS, "stroke");
  by("search").addEventListener("input", showResults);
  by("search").addEventListener("keydown", (event) => {
    const first = by("results").querySelector("button");
    if (event.key === "Enter" && first) first.click();
    if (event.key === "Escape") { by("search").value = ""; showResults(); }
  });
  by("fit").addEventListener("click", () => graph.zoomToFit(400, 30, isShown));
  const resize = () => graph.width(by("canvas").clientWidth).height(by("canvas").clientHeight);
  new ResizeObserver(resize).observe(by("canvas"));
  resize();
  redraw();
  const asked = nodes.find((node) => node.id === decodeURIComponent(location.hash.slice(1)));
  if (asked) choose(asked);
})();
