// Drawing flows: apart from the rest of the package, which is used where a start must be quick.

export { drawMermaid } from "./mermaid.ts";
export { type Comparison, compareFlows } from "./picture/comparison.ts";
export type { Direction, DrawOptions, MermaidOptions, PathStep, SvgOptions } from "./picture/options.ts";
export { drawSvg } from "./svg/svg.ts";
