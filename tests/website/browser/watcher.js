// Writes down what happens on a page as attributes of its root element.
const told = document.documentElement.dataset;
const tell = (...what) => { told.errors = (told.errors ?? "") + what.join(" ") + "\n"; };

// The theme draws diagrams in shadow roots, which are opened here to be looked into.
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: "open" }); };

console.error = tell;
addEventListener("unhandledrejection", (event) => tell(event.reason));
addEventListener("error", ({ message, target }) => tell(message ?? `cannot load ${target.src ?? target.href}`), true);
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => { told.harmed = name; };

const isDrawn = (diagram) => diagram.shadowRoot?.querySelector("svg .node");
const isHandler = ({ name, value }) => name.startsWith("on") || /^\s*javascript:/i.test(value);
const isElsewhere = ({ name }) => !name.startsWith(location.origin) && !name.startsWith("data:") && !name.startsWith("blob:");
setInterval(() => {
  told.outside = performance.getEntriesByType("resource").filter(isElsewhere).length;
  told.overflow = Math.max(0, document.documentElement.scrollWidth - innerWidth);
  told.diagrams = [...document.querySelectorAll("div.mermaid")].filter(isDrawn).length;
  told.handlers = [...document.querySelectorAll("article *")].filter(({ attributes }) => [...attributes].some(isHandler)).length;
}, 200);

// The browser's time stands still while a request is under way: so the search, in a worker of its own, gets what it needs.
const isFound = () => document.querySelector(".md-search-result__item");
const wait = async () => { for (let asked = 0; asked < 300 && !isFound(); asked += 1) await fetch("/pause"); };
if (new URLSearchParams(location.search).has("q")) wait();
