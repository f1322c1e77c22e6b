// Studio's clock: US Pacific time, whatever the host's zone. Source: Twilio's support article on business hours.

export const pacific = "America/Los_Angeles";

const inPacific = new Intl.DateTimeFormat("en-US", { timeZone: pacific, timeZoneName: "longOffset" });
const namesItsZone = /(?:Z|GMT|UTC|:\d\d(?:\.\d+)?\s*[+-]\d\d:?\d\d)$/i;

/** Parses a date. Without a time zone it is in Pacific time; undefined if it is not a date. */
export function parseDate(text: string): Date | undefined {
  const trimmed = text.trim();
  if (namesItsZone.test(trimmed)) return toValidDate(Date.parse(trimmed));
  const wall = Date.parse(asUtc(trimmed));
  return toValidDate(wall - offsetMs(wall - offsetMs(wall)));
}

function asUtc(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? `${text}Z` : `${text} UTC`;
}

/** Offset of Pacific time from UTC at a moment, in milliseconds; always negative. */
function offsetMs(moment: number): number {
  if (Number.isNaN(moment)) return Number.NaN;
  const zone = inPacific.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value;
  const [, hours = "0", minutes = "0"] = /^GMT([+-]\d\d):(\d\d)$/.exec(zone ?? "") ?? [];
  return (Number(hours) * 60 + Math.sign(Number(hours)) * Number(minutes)) * 60_000;
}

function toValidDate(moment: number): Date | undefined {
  return Number.isNaN(moment) ? undefined : new Date(moment);
}

const zoneNames = new Intl.DateTimeFormat("en-US", { timeZone: pacific, timeZoneName: "short" });

/** Returns the abbreviation of Pacific time at a moment: PST or PDT. */
export function zoneName(date: Date): string {
  return zoneNames.formatToParts(date).find(({ type }) => type === "timeZoneName")?.value ?? "";
}
