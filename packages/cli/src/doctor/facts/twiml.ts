// What the agent's TwiML says about a call: whether ConversationRelay receives it, and where its end goes.

import { UserError } from "@tac-handoff/studio/errors";

export interface Twiml {
  /** Names of the verbs, in their order. */
  verbs: readonly string[];
  /** Attributes of the ConversationRelay, and `action` of the Connect around it. Absent without one. */
  relay?: { action?: string | undefined; conversationConfiguration?: string | undefined };
}

/** @throws UserError if it is not TwiML */
export async function readTwiml(text: string): Promise<Twiml> {
  // Loaded only now: most runs of doctor ask no agent.
  const { parseTwiml } = await import("@tac-handoff/emulator");
  const verbs = parse(parseTwiml, text);
  for (const { name, attributes, children } of verbs) {
    const relay = children.find((child) => child.name === "ConversationRelay");
    if (name !== "Connect" || !relay) continue;
    const { conversationConfiguration } = relay.attributes;
    return {
      verbs: verbs.map((verb) => verb.name),
      relay: { action: attributes.action, conversationConfiguration },
    };
  }
  return { verbs: verbs.map(({ name }) => name) };
}

function parse<T>(parseTwiml: (text: string) => T, text: string): T {
  try {
    return parseTwiml(text);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}
