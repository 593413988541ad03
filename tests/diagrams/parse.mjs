// Reads a JSON list of Mermaid diagrams from standard input and writes a JSON list: null, or why one cannot be parsed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";
import { JSDOM } from "jsdom";

const source = readFileSync(createRequire(import.meta.url).resolve("@mermaid-js/tiny"), "utf8");
const dom = new JSDOM("", { runScripts: "outside-only" });
dom.window.structuredClone = structuredClone;
new Script(source).runInContext(dom.getInternalVMContext());

const reasons = [];
for (const diagram of JSON.parse(readFileSync(0, "utf8"))) {
  reasons.push(await dom.window.mermaid.parse(diagram).then(() => null, (error) => String(error)));
}
process.stdout.write(JSON.stringify(reasons));
