// Style sheet of the SVG, with a light and a dark theme that follow the reader's setting.

interface Theme {
  ground: string;
  card: string;
  border: string;
  text: string;
  muted: string;
  line: string;
  failure: string;
  back: string;
  ran: string;
  added: string;
  removed: string;
  changed: string;
}

/** For a page with a light and with a dark ground. */
const light: Theme = {
  ground: "#f7f8fa",
  card: "#ffffff",
  border: "#c4cad4",
  text: "#1b2330",
  muted: "#566072",
  line: "#7a8494",
  failure: "#b3261e",
  back: "#7a3fc0",
  ran: "#0b5cd6",
  added: "#1a7f37",
  removed: "#b3261e",
  changed: "#8f5f00",
};

const dark: Theme = {
  ground: "#14181f",
  card: "#1f2530",
  border: "#465063",
  text: "#e9edf3",
  muted: "#a5afbf",
  line: "#8792a3",
  failure: "#ff8a80",
  back: "#c29cff",
  ran: "#6db3ff",
  added: "#5fd37a",
  removed: "#ff8a80",
  changed: "#f0b849",
};

export const themes: Readonly<Record<"light" | "dark", Theme>> = { light, dark };

/** Colours of the bands at the left of a card, legible in both themes; their meaning is also shown in words. */
const purposes = {
  trigger: "#5b6678",
  logic: "#8a63d2",
  message: "#2f8f4e",
  call: "#1f7fb8",
  flex: "#c2410c",
  request: "#b7791f",
  retired: "#8d8d8d",
  unknown: "#8d8d8d",
  missing: "#d1332b",
};

/** Every rule starts with the root's class, so that pictures and the page around them do not affect each other. */
export function styleSheet(): string {
  return [
    rule("text", "font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"),
    rule("text.name", "font-size:13.5px;font-weight:600"),
    rule("text.type", "font-size:11px"),
    rule("text.mark,text.badge-text", "font-size:11px;font-weight:600"),
    rule(".target", "text-decoration:underline"),
    rule(".gone,text.event.removed", "text-decoration:line-through"),
    rule(".line", "fill:none;stroke-width:1.5"),
    rule(".halo", "fill:none;stroke-width:5;opacity:.8"),
    rule(".line.failure", "stroke-dasharray:3 3"),
    rule(".line.removed", "stroke-dasharray:10 5"),
    rule(".line.ran", "stroke-width:3.5"),
    rule(".line.failure.ran", "stroke-dasharray:6 3"),
    rule(".frame.ran,.frame.changed,.frame.added", "stroke-width:2.5"),
    rule(".frame.removed,.frame.missing", "stroke-width:2;stroke-dasharray:7 4"),
    ...Object.entries(purposes).map(([purpose, colour]) => rule(`.band.${purpose}`, `fill:${colour}`)),
    ...colourRules(light),
    `@media (prefers-color-scheme:dark){${colourRules(dark).join("")}}`,
    // Shapes only: a faded text keeps a contrast of 4.5:1.
    rule(".faded .line,.faded .band,.faded circle", "opacity:.4"),
  ].join("");
}

const states = ["back", "failure", "added", "removed", "changed", "ran"] as const;

/** Of several states the last in this list determines the colour. */
function colourRules(theme: Theme): string[] {
  return [
    rule(".ground", `fill:${theme.ground}`),
    rule(".frame", `fill:${theme.card};stroke:${theme.border}`),
    rule(".rule", `stroke:${theme.border}`),
    rule("text", `fill:${theme.text}`),
    rule("text.muted,text.type", `fill:${theme.muted}`),
    rule(".line", `stroke:${theme.line}`),
    rule(".halo", `stroke:${theme.ground}`),
    rule("circle,.head", `fill:${theme.line}`),
    rule(".badge", `fill:${theme.ran}`),
    rule("text.badge-text", `fill:${theme.card}`),
    rule(".frame.missing", `stroke:${theme.failure}`),
    ...states.flatMap((state) => [
      rule(`.line.${state},.frame.${state}`, `stroke:${theme[state]}`),
      rule(`text.${state},circle.${state},.head.${state}`, `fill:${theme[state]}`),
    ]),
    rule(".faded text", `fill:${theme.muted}`),
  ];
}

function rule(selectors: string, declarations: string): string {
  const scoped = selectors.split(",").map((selector) => `.studio-flow ${selector}`);
  return `${scoped.join(",")}{${declarations}}`;
}
