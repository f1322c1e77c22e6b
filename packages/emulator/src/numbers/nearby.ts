// The parameters `NearNumber` and `NearLatLong` with `Distance`. Source: twilio-oai, twilio_api_v2010.json (AvailablePhoneNumbers)

import type { Context as HonoContext } from "hono";
import { badParameter } from "../http/errors.ts";
import { type Place, rangesOf } from "./inventory.ts";

type Point = Pick<Place, "latitude" | "longitude">;

/** Whether a place is near what the query names; a place that is not known is near nothing. */
export function nearby(c: HonoContext, place: Place | null): boolean {
  const [number, latLong] = [c.req.query("NearNumber"), c.req.query("NearLatLong")];
  if (number === undefined && latLong === undefined) return true;
  const center = latLong === undefined ? placeOf(number ?? "") : parsePoint(latLong);
  return center !== undefined && place !== null && miles(center, place) <= distance(c);
}

function distance(c: HonoContext): number {
  const text = c.req.query("Distance") ?? "25";
  if (!/^\d+$/.test(text) || Number(text) > 500)
    throw badParameter("Invalid parameter Distance: expected 0 to 500");
  return Number(text);
}

function parsePoint(text: string): Point {
  const [, latitude, longitude] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (latitude === undefined) throw badParameter("Invalid parameter NearLatLong: expected lat,long");
  return { latitude: Number(latitude), longitude: Number(longitude) };
}

/** The place of a number in the US or Canada, by its area code. A literal + in a query arrives as a space. */
function placeOf(phoneNumber: string): Point | undefined {
  const [, code] = /^\+?1(\d{3})\d{7}$/.exec(phoneNumber.trim()) ?? [];
  const ranges = ["US", "CA"].flatMap((country) => rangesOf(country, "Local", code ?? "none"));
  return ranges.find(({ place }) => place !== null)?.place ?? undefined;
}

/** Great-circle distance. */
function miles(a: Point, b: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const cosine =
    Math.sin(radians(a.latitude)) * Math.sin(radians(b.latitude)) +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.cos(radians(a.longitude - b.longitude));
  return 3_959 * Math.acos(Math.min(1, cosine));
}
