// Regular expressions as Studio reads them: by its error messages Studio uses Java's engine.
// Source: docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html

/** Java's POSIX classes, for ASCII only. */
const posixClasses: Readonly<Record<string, string>> = {
  Alpha: "a-zA-Z",
  Digit: "0-9",
  Alnum: "a-zA-Z0-9",
  Upper: "A-Z",
  Lower: "a-z",
  Punct: "!-\\/:-@\\[-`{-~",
  Space: "\\s",
  Blank: " \\t",
  XDigit: "0-9a-fA-F",
};

/** Returns the pattern for JavaScript, without regard to case; undefined if it is not valid in either. */
export function toRegExp(pattern: string, asWhole: (source: string) => string = (source) => source) {
  const plain = withoutJavaForms(pattern);
  // Unicode classes need the flag u, which refuses escapes that Java accepts.
  return /\\p/i.test(pattern)
    ? (compile(asWhole(withoutIdleEscapes(plain)), "iu") ?? compile(asWhole(plain), "i"))
    : (compile(asWhole(pattern), "i") ?? compile(asWhole(plain), "i"));
}

/** Rewrites escapes of characters that need none, such as `\\-`. */
function withoutIdleEscapes(pattern: string): string {
  return pattern.replaceAll(/\\(.)/gs, (found, character: string) =>
    /[\w\s^$\\.*+?()[\]{}|/]/.test(character) ? found : `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
}

function compile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** Removes Java's flags, atomic groups and possessive quantifiers, and rewrites its names of classes. */
function withoutJavaForms(pattern: string): string {
  return pattern
    .replaceAll(/\(\?[a-zA-Z]*(?:-[a-zA-Z]+)?\)/g, "")
    .replaceAll(/\(\?[a-zA-Z]*(?:-[a-zA-Z]+)?:/g, "(?:")
    .replaceAll("(?>", "(?:")
    .replaceAll(/([*+?]|\{\d+(?:,\d*)?\})\+/g, "$1")
    .replaceAll(/\\Q(.*?)\\E/gs, (_, text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .replaceAll(/\\([pP])([A-Z])(?![\w{])/g, "\\$1{$2}")
    .replaceAll(/\\([pP])\{Is(\w+)\}/g, "\\$1{$2}")
    .replaceAll(/\\P\{(\w+)\}/g, (found, name: string) =>
      Object.hasOwn(posixClasses, name) ? `[^${posixClasses[name]}]` : found,
    )
    .replaceAll(/(\[[^\]]*)?\\p\{(\w+)\}/g, (found, before: string | undefined, name: string) => {
      const members = Object.hasOwn(posixClasses, name) ? posixClasses[name] : undefined;
      if (members === undefined) return found;
      return before === undefined ? `[${members}]` : `${before}${members}`;
    });
}
