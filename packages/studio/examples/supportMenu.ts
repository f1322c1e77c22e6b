// A call menu: keys or speech, another try, then an agent in Flex.

import { defineFlow, gatherInputOnCall, sayPlay, sendToFlex, split } from "@tac-handoff/studio";

export const flow = defineFlow({
  description: "Support menu",
  trigger: { incomingCall: "menu" },
  widgets: {
    menu: gatherInputOnCall({
      say: "For an order press 1 or say order. For anything else press 2.",
      number_of_digits: 1,
      on: { keypress: "which", speech: "which", timeout: "to_a_person" },
    }),
    which: split({
      input: "{{widgets.menu.Digits}}{{widgets.menu.SpeechResult}}",
      match: [
        { matches_any_of: "1, order, order.", next: "about_an_order" },
        { equal_to: "2", next: "to_a_person" },
      ],
      noMatch: "menu",
    }),
    about_an_order: sayPlay({ say: "Please have your order number ready.", next: "to_a_person" }),
    to_a_person: sendToFlex({
      workflow: "WW0123456789abcdef0123456789abcdef",
      channel: "TC0123456789abcdef0123456789abcdef",
      attributes: {
        name: "{{trigger.call.From | to_json}}",
        asked: "{{widgets.menu.SpeechResult | to_json}}",
      },
      on: { callComplete: undefined, failedToEnqueue: "nobody_there", callFailure: "nobody_there" },
    }),
    nobody_there: sayPlay({ say: "Nobody can take your call right now. Please call again." }),
  },
});
