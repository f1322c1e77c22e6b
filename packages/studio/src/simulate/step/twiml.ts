// TwiML, the response to a call's webhook.

/** For example `{ verb: "Say", attributes: { language: "en-US" }, text: "Sorry." }`. */
export interface TwimlVerb {
  verb:
    | "Say"
    | "Play"
    | "Gather"
    | "Dial"
    | "Record"
    | "Enqueue"
    | "Redirect"
    | "Pay"
    | "Connect"
    | "Start"
    | "Stop";
  attributes: Record<string, string>;
  /** Text content. For `Enqueue` the JSON attributes of the nested `<Task>` with a workflow, otherwise the queue's name. */
  text: string;
  /** Nested nouns, after the text. */
  nouns?: TwimlNoun[];
}

/** A noun inside a verb: `Number`, `Parameter`, the `Say` of a `Gather`. */
export interface TwimlNoun {
  noun: string;
  attributes: Record<string, string>;
  text: string;
  nouns?: TwimlNoun[];
}

/** Attributes of an Enqueue's task rather than of the queue. Source: twilio.com/docs/voice/twiml/enqueue */
const taskAttributes = ["priority", "timeout"];

/** Writes verbs as one `<Response>`. The text of an `Enqueue` with a workflow goes into a `<Task>`, with `priority` and `timeout`. */
export function toTwiml(verbs: readonly TwimlVerb[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.map(writeVerb).join("")}</Response>`;
}

/** Endless repetition is listed once. */
const maxRepeats = 99;

/**
 * Lists what a caller hears: spoken texts, played files and DTMF tones, in order, and as often as `loop` says. A prompt of
 * Gather is listed once, since the caller may interrupt it.
 */
export function listSpoken(verbs: readonly TwimlVerb[]): string[] {
  const ofOne = (name: string, { attributes, text, nouns = [] }: TwimlVerb | TwimlNoun): string[] => {
    const own =
      name === "Say" || name === "Play"
        ? [attributes.digits ?? text]
        : name === "ConversationRelay" && attributes.welcomeGreeting
          ? [attributes.welcomeGreeting]
          : [];
    return [...own, ...nouns.flatMap((noun) => ofOne(noun.noun, noun))];
  };
  return verbs
    .flatMap((verb) => {
      const loop = Number(verb.attributes.loop ?? 1);
      const times = loop > 1 && loop <= maxRepeats ? loop : 1;
      return Array.from({ length: times }, () => ofOne(verb.verb, verb)).flat();
    })
    .filter((text) => text !== "");
}

function writeVerb({ verb, attributes, text, nouns = [] }: TwimlVerb): string {
  if (verb !== "Enqueue" || attributes.workflowSid === undefined)
    return writeElement(verb, Object.entries(attributes), escapeXml(text) + nouns.map(writeNoun).join(""));
  const isTask = ([name]: [string, string]) => taskAttributes.includes(name);
  const task = writeElement("Task", Object.entries(attributes).filter(isTask), escapeXml(text));
  return writeElement(
    verb,
    Object.entries(attributes).filter((entry) => !isTask(entry)),
    task,
  );
}

function writeNoun({ noun, attributes, text, nouns = [] }: TwimlNoun): string {
  return writeElement(noun, Object.entries(attributes), escapeXml(text) + nouns.map(writeNoun).join(""));
}

function writeElement(name: string, attributes: readonly [string, string][], content: string): string {
  const start = [name, ...attributes.map(([key, value]) => `${key}="${escapeXml(value)}"`)].join(" ");
  return content === "" ? `<${start}/>` : `<${start}>${content}</${name}>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Escapes text and attributes, and removes characters that XML 1.0 does not allow. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
