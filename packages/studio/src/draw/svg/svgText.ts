// Text in an SVG.

import { fit, oneLine, shorten } from "../picture/plainText.ts";

export interface TextStyle {
  /** Class names of the style sheet. */
  classes?: string;
  /** In pixels; default 12. */
  size?: number;
  /** Which end of the text is at `x`. */
  anchor?: "start" | "end";
}

/** Maximum characters of a tooltip; a prompt may have thousands. */
const longest = 500;

/** One line of text, shortened to `room` pixels; the full text is then the tooltip. */
export function textElement(text: string, x: number, y: number, room: number, style: TextStyle = {}): string {
  const { classes, size = 12, anchor = "start" } = style;
  const whole = shorten(oneLine(text), longest);
  const shown = fit(whole, room, size);
  const attributes = [
    `x="${x}" y="${y}"`,
    ...(classes ? [`class="${classes}"`] : []),
    ...(anchor === "end" ? [`text-anchor="end"`] : []),
  ];
  const tip = shown === whole ? "" : `<title>${escapeXml(whole)}</title>`;
  return `<text ${attributes.join(" ")}>${escapeXml(shown)}${tip}</text>`;
}

/** Escapes text between tags and in attributes. */
export function escapeXml(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
