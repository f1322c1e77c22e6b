// Drawing flows: apart from the rest of the package, which is used where a start must be quick.

export { type Comparison, compareFlows } from "./comparison.ts";
export { drawMermaid } from "./mermaid.ts";
export type { Direction, DrawOptions, MermaidOptions, PathStep, SvgOptions } from "./options.ts";
export { drawSvg } from "./svg.ts";
