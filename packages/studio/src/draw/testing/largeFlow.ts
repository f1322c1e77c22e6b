// For tests and benchmarks: a flow of any number of widgets, similar to those of large call centres.

import type { FlowDefinition, Transition, Widget } from "../../definition/definition.ts";

const workflow = "WW0123456789abcdef0123456789abcdef";

/**
 * A call menu: opening hours, then nested menus, each of which repeats its question after a wrong key; the leaves look
 * something up, say the result and hand over to Flex. Every failure leads to the same apology. Deterministic for each
 * size.
 *
 * @param size number of widgets, including the trigger; at least 10
 */
export function largeFlow(size: number): FlowDefinition {
  const states: Widget[] = [];
  const add = (
    name: string,
    type: string,
    properties: Record<string, unknown>,
    transitions: Transition[],
  ) => {
    states.push({ name, type, properties, transitions });
  };
  const on = (event: string, next?: string): Transition => ({ event, ...(next ? { next } : {}) });
  const match = (value: string, next: string, input: string): Transition => ({
    event: "match",
    next,
    conditions: [
      { friendly_name: `If value equal_to ${value}`, arguments: [input], type: "equal_to", value },
    ],
  });

  add("Trigger", "trigger", {}, [
    on("incomingMessage", "text_reply"),
    on("incomingCall", "opening_hours"),
    on("incomingConversationMessage"),
    on("incomingRequest"),
    on("incomingParent"),
  ]);
  add("opening_hours", "run-function", { url: "https://example.com/opening-hours", parameters: [] }, [
    on("success", "is_open"),
    on("fail", "apology"),
  ]);
  const open = "{{widgets.opening_hours.parsed.open}}";
  add("is_open", "split-based-on", { input: open }, [
    on("noMatch", "closed"),
    match("true", "menu_1", open),
    match("holiday", "holiday", open),
  ]);
  add("closed", "say-play", { say: "We are closed. Please call again from nine to five." }, [
    on("audioComplete", "voicemail"),
  ]);
  add("holiday", "say-play", { say: "Today is a holiday." }, [on("audioComplete", "voicemail")]);
  add("voicemail", "record-voicemail", { transcribe: false, max_length: 120 }, [
    on("recordingComplete", "goodbye"),
    on("noAudio", "goodbye"),
    on("hangup"),
  ]);
  add("text_reply", "send-message", { from: "{{flow.channel.address}}", body: "Please call us." }, [
    on("sent"),
    on("failed"),
  ]);
  add("apology", "say-play", { say: "Sorry, something went wrong. We will connect you to an agent." }, [
    on("audioComplete", "to_anyone"),
  ]);
  add("to_anyone", "send-to-flex", { workflow, attributes: '{"type":"any"}' }, [
    on("callComplete"),
    on("failedToEnqueue", "goodbye"),
    on("callFailure", "goodbye"),
  ]);
  add("goodbye", "say-play", { say: "Good bye." }, [on("audioComplete")]);

  const openMenus: { name: string; parent?: string }[] = [{ name: "menu_1" }];
  for (let menu = openMenus.shift(); menu && states.length < size; menu = openMenus.shift()) {
    const { name, parent } = menu;
    const digits = `{{widgets.${name}.Digits}}`;
    const ways = ["1", "2", "3", "4", "5"].slice(0, 3 + (states.length % 3));
    const nexts = ways.map((digit, index) =>
      index < 2 ? `${name}_${digit}` : `reason${name.slice(4)}_${digit}`,
    );
    add(
      name,
      "gather-input-on-call",
      { say: `Menu ${name.slice(5)}: for sales press 1, for support press 2` },
      [on("keypress", `${name}_choice`), on("speech", `${name}_choice`), on("timeout", name)],
    );
    add(`${name}_choice`, "split-based-on", { input: digits }, [
      on("noMatch", name),
      ...ways.map((digit, index) => match(digit, nexts[index] ?? name, digits)),
      ...(parent ? [match("*", parent, digits)] : []),
    ]);
    for (const next of nexts.slice(0, 2)) openMenus.push({ name: next, parent: name });
    for (const next of nexts.slice(2)) {
      const path = next.slice("reason".length);
      add(next, "set-variables", { variables: [{ key: "reason", value: next, type: "string" }] }, [
        on("next", `lookup${path}`),
      ]);
      add(
        `lookup${path}`,
        "make-http-request",
        { method: "POST", url: `https://example.com/customers/${next}` },
        [on("success", `say${path}`), on("failed", "apology")],
      );
      add(`say${path}`, "say-play", { say: "Thank you, we are connecting you now." }, [
        on("audioComplete", `flex${path}`),
      ]);
      add(`flex${path}`, "send-to-flex", { workflow, attributes: '{"reason":"{{flow.variables.reason}}"}' }, [
        on("callComplete"),
        on("failedToEnqueue", "apology"),
        on("callFailure", "apology"),
      ]);
    }
  }
  const kept = states.slice(0, size);
  const names = new Set(kept.map(({ name }) => name));
  for (const { transitions } of kept)
    for (const transition of transitions)
      if (transition.next && !names.has(transition.next)) transition.next = "goodbye";
  return {
    description: "Call menu",
    states: kept,
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
  };
}
