import { expect, test } from "vitest";
import { nodeColours } from "./mermaid.ts";
import { styleSheet, themes } from "./svg/svgStyle.ts";

/** Relative luminance. Source: www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

test("the formula is that of the guidelines", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

const texts = ["text", "muted", "failure", "back", "ran", "added", "removed", "changed"] as const;

test.each(Object.entries(themes).flatMap(([name, theme]) => texts.map((text) => ({ name, text, theme }))))(
  "$text is legible on a card and on the ground of the $name theme",
  ({ text, theme }) => {
    expect(contrast(theme[text], theme.card)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme[text], theme.ground)).toBeGreaterThanOrEqual(4.5);
  },
);

test("the texts of widgets that a run did not reach are muted, not transparent", () => {
  const sheet = styleSheet();
  const transparent = [...sheet.matchAll(/([^{}]+)\{[^{}]*opacity[^{}]*\}/g)].map(
    ([, selectors]) => selectors,
  );

  expect(transparent).toEqual([
    ".studio-flow .halo",
    ".studio-flow .faded .line,.studio-flow .faded .band,.studio-flow .faded circle",
  ]);
  for (const { muted } of Object.values(themes))
    expect(sheet).toContain(`.studio-flow .faded text{fill:${muted}}`);
});

test.each(Object.entries(nodeColours).filter(([, style]) => style.includes("color:")))(
  "the text of %s widgets is legible in Mermaid",
  (_, style) => {
    const [, fill = "", text = ""] = /fill:(#\w+).*color:(#\w+)/.exec(style) ?? [];

    expect(contrast(text, fill)).toBeGreaterThanOrEqual(4.5);
    expect(style).not.toContain("opacity");
  },
);
