// Reads and writes members of plain data by path.

import { isObject } from "../../../definition/json.ts";

/** For example `["parsed", "items", 0, "name"]`. */
export type Path = readonly (string | number)[];

/** Returns the value at a path; undefined if there is none. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) && Object.hasOwn(value, String(key)) ? value[String(key)] : undefined;
  }, data);
}

/** Returns a copy with a value set at a path. Other values on the path are replaced; a number creates a list. */
export function withValue(data: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const list: unknown[] = Array.isArray(data) ? [...data] : [];
    list[key] = withValue(list[key], rest, value);
    return list;
  }
  const object = isObject(data) ? data : {};
  return { ...object, [key]: withValue(object[key], rest, value) };
}

export function startsWith(path: Path, start: Path): boolean {
  return start.every((key, index) => path[index] === key);
}

/** Returns the object, or an empty one. */
export function asRecord(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
