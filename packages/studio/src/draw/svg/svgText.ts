// Text in an SVG.

import { fitted, oneLine, shortened } from "../picture/plainText.ts";

export interface TextStyle {
  /** Class names of the style sheet. */
  classes?: string;
  /** In pixels; default 12. */
  size?: number;
  /** Which end of the text stands at `x`. */
  anchor?: "start" | "end";
}

/** Characters of a text that show under the pointer; a prompt may have thousands. */
const longest = 500;

/** One line of text, cut to `room` pixels; then the whole of it shows under the pointer. */
export function textElement(said: string, x: number, y: number, room: number, style: TextStyle = {}): string {
  const { classes, size = 12, anchor = "start" } = style;
  const whole = shortened(oneLine(said), longest);
  const shown = fitted(whole, room, size);
  const attributes = [
    `x="${x}" y="${y}"`,
    ...(classes ? [`class="${classes}"`] : []),
    ...(anchor === "end" ? [`text-anchor="end"`] : []),
  ];
  const tip = shown === whole ? "" : `<title>${escaped(whole)}</title>`;
  return `<text ${attributes.join(" ")}>${escaped(shown)}${tip}</text>`;
}

/** Text between tags, and in attributes. */
export function escaped(said: string): string {
  return oneLine(said)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
