// Draws flows. Separate from the package index, which must load quickly.

export { drawMermaid } from "./mermaid.ts";
export { type Comparison, compareFlows } from "./picture/comparison.ts";
export type { Direction, DrawOptions, MermaidOptions, PathStep, SvgOptions } from "./picture/options.ts";
export { drawSvg } from "./svg/svg.ts";
